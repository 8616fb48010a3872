package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;
import org.extremum.spark.ExtremumClassificationModel;

/**
 * A model with outputs z = V·S(W·x + b) + d, or z = V·x + d, in standardised coordinates, and its
 * gradients. Close it to release its matrices.
 */
final class GradientModel implements Scores, AutoCloseable {
  private final Scorer scorer; // null: no hidden layer
  private final Matrix output; // V × l, or V × m
  private final double[] biases;

  private GradientModel(Scorer scorer, Layer output) {
    this.scorer = scorer;
    this.output = output.weightMatrix();
    this.biases = output.biases();
  }

  /** Null for a model that has no gradient, or more than one hidden layer. */
  static GradientModel of(Transformer model) {
    if (model instanceof ExtremumClassificationModel own && own.network().hidden().depth() == 1) {
      return of(own.network().hidden(), own.network().output());
    }
    if (model instanceof MultilayerPerceptronClassificationModel perceptron) {
      return of(perceptron);
    }
    return model instanceof LogisticRegressionModel regression
        ? new GradientModel(null, linear(regression))
        : null;
  }

  private static GradientModel of(HiddenStack hidden, Layer output) {
    Network network = new Network(Standardiser.none(hidden.inputs()), hidden, output);
    return new GradientModel(new Scorer(network), output);
  }

  /** Its weights stand layer by layer, column-major, biases after them; outputs before softmax. */
  private static GradientModel of(MultilayerPerceptronClassificationModel model) {
    int[] layers = model.getLayers();
    if (layers.length != 3) {
      return null;
    }
    double[] weights = model.weights().toArray();
    int second = layers[1] * (layers[0] + 1);
    return of(
        new HiddenStack(List.of(layer(weights, 0, layers[0], layers[1])), Activation.SIGMOID),
        layer(weights, second, layers[1], layers[2]));
  }

  private static Layer layer(double[] all, int from, int inputs, int outputs) {
    int biases = from + inputs * outputs;
    return new Layer(
        outputs,
        inputs,
        Arrays.copyOfRange(all, from, biases),
        Arrays.copyOfRange(all, biases, biases + outputs));
  }

  /** With two classes it holds one row, for the second class; outputs are ± its margin. */
  private static Layer linear(LogisticRegressionModel model) {
    int m = model.numFeatures();
    int rows = model.numClasses();
    double[] weights = new double[rows * m];
    double[] biases = new double[rows];
    boolean one = model.coefficientMatrix().numRows() == 1;
    for (int v = 0; v < rows; v++) {
      int row = one ? 0 : v;
      double sign = one && v == 0 ? -1 : 1;
      biases[v] = sign * model.interceptVector().apply(row);
      for (int j = 0; j < m; j++) {
        weights[v + rows * j] = sign * model.coefficientMatrix().apply(row, j);
      }
    }
    return new Layer(rows, m, weights, biases);
  }

  @Override
  public double[][] of(int[] samples, double[][] surfaces) {
    try (Matrix points = columns(surfaces)) {
      return scores(points);
    }
  }

  private double[][] scores(Matrix points) {
    if (scorer != null) {
      return rows(scorer.score(block(points), true));
    }
    try (Matrix z = Blas.multiply(output, points)) {
      double[][] rows = rows(z);
      for (double[] row : rows) {
        Arrays.setAll(row, v -> row[v] + biases[v]);
      }
      return rows;
    }
  }

  /**
   * ∇(z_up - z_down) of each point.
   *
   * @return m for each point
   */
  double[][] gradients(double[][] surfaces, int[] up, int[] down) {
    int n = surfaces.length;
    try (Matrix points = columns(surfaces);
        Matrix chosen = Matrix.zeros(output.rows(), n)) {
      for (int i = 0; i < n; i++) {
        chosen.set(up[i], i, 1);
        chosen.set(down[i], i, -1);
      }
      try (Matrix back = Blas.multiply(Blas.Op.TRANSPOSED, output, Blas.Op.NONE, chosen)) {
        if (scorer == null) {
          return rows(back);
        }
        scorer.score(block(points), true);
        Matrix slopes = scorer.forward().slopes();
        for (int i = 0; i < n; i++) {
          for (int k = 0; k < back.rows(); k++) {
            back.set(k, i, back.get(k, i) * slopes.get(k, i));
          }
        }
        Matrix hidden = scorer.forward().weights(1);
        try (Matrix gradients = Blas.multiply(Blas.Op.TRANSPOSED, hidden, Blas.Op.NONE, back)) {
          return rows(gradients);
        }
      }
    }
  }

  private static Matrix columns(double[][] surfaces) {
    return Matrix.ofColumnMajor(
        surfaces[0].length,
        surfaces.length,
        Arrays.stream(surfaces).flatMapToDouble(Arrays::stream).toArray());
  }

  private static SampleBlock block(Matrix points) {
    return Unweighted.block(points.rows(), points.toArray(), new int[points.columns()], i -> i);
  }

  private static double[][] rows(Matrix columns) {
    double[][] rows = new double[columns.columns()][];
    Arrays.setAll(rows, columns::column);
    return rows;
  }

  @Override
  public void close() {
    output.close();
    if (scorer != null) {
      scorer.close();
    }
  }
}
