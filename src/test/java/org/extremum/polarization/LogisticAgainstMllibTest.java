package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.Precision;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.reference.ByHand;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.extremum.spark.TestSpark;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Without the gradients' penalty logistic polarization is a multinomial logistic regression on the
 * hidden values, and MLlib's has the same objective: over Σω, with regParam = c·λ/Σω.
 */
class LogisticAgainstMllibTest {
  private static final double RIDGE = 0.5;
  private static final double CURVATURE = 0.1;
  private static final ByHand NETWORK = ByHand.random(Activation.SIGMOID, 3, 4, 7);
  private static final Rows IRIS = weighted(DataFile.read("iris.csv"));

  private static Rows weighted(Rows rows) {
    double[] weights = new double[rows.size()];
    java.util.Arrays.setAll(weights, i -> 0.5 + (i * 7 % 10) / 10.0);
    return rows.withWeights(weights);
  }

  private static Dataset<Row> hiddenValues() {
    List<Row> table = new ArrayList<>();
    for (int i = 0; i < IRIS.size(); i++) {
      table.add(
          RowFactory.create(
              (double) IRIS.essences()[i],
              Vectors.dense(NETWORK.h(IRIS.surfaces()[i])),
              IRIS.weights()[i]));
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType())
            .add("weight", DataTypes.DoubleType);
    return TestSpark.session().createDataFrame(table, schema).coalesce(1);
  }

  private static Layer ours(boolean intercept) {
    MomentsPass pass = new MomentsPass(NETWORK.stack(), 3, null);
    try (LeastSquares solved =
        NormalEquations.of(IRIS.store().aggregate(pass).training(), NETWORK.stack(), 0, intercept)
            .factorised(RIDGE)) {
      HiddenSource hidden = new HiddenSource.Computed(NETWORK.stack(), Precision.DOUBLE);
      return new Logistic(solved, hidden, IRIS.store(), CURVATURE)
          .polarize(new BreezeMinimizer(), solved.layer(), 500, 1e-14, (passes, value) -> {})
          .layer();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void coefficientsAreThoseOfLogisticRegression(boolean intercept) {
    double weight = java.util.Arrays.stream(IRIS.weights()).sum();
    LogisticRegressionModel theirs =
        new LogisticRegression()
            .setFamily("multinomial")
            .setStandardization(false)
            .setFitIntercept(intercept)
            .setWeightCol("weight")
            .setRegParam(CURVATURE * RIDGE / weight)
            .setTol(1e-14)
            .setMaxIter(2000)
            .fit(hiddenValues());
    Layer output = ours(intercept);
    double[][] rows = ByHand.rows(output);
    for (int v = 0; v < 3; v++) {
      double[] expected = new double[output.inputs()];
      for (int k = 0; k < expected.length; k++) {
        expected[k] = theirs.coefficientMatrix().apply(v, k);
      }
      // Both stop where the value is least to 1e-14: roots of that, by the condition number.
      assertClose(rows[v], expected, 1e-4);
      assertThat(output.biases()[v]).isCloseTo(theirs.interceptVector().apply(v), within(1e-3));
    }
  }
}
