package org.extremum.neighbourhood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.ml.clustering.BisectingKMeans;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.extremum.neighbourhood.CentralSampleChooser.Kind;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.extremum.spark.TestSpark;
import org.junit.jupiter.api.Test;

/** Our clusters' costs, from one seed, beside those of MLlib's clusterings. */
class ClusteringAgainstMllibTest {
  private static final int SEEDS = 3;
  private static final int K = 10;
  private static final Rows IRIS = Blobs.together(DataFile.read("iris.csv"));
  private static final Rows THREES = digits(3);

  private static Rows digits(int digit) {
    Rows all = DataFile.read("digits.csv");
    return Blobs.together(all.select(i -> all.essences()[i] == digit));
  }

  private static Dataset<Row> table(Rows rows) {
    List<Row> table = new ArrayList<>();
    for (double[] surface : rows.surfaces()) {
      table.add(RowFactory.create(Vectors.dense(surface)));
    }
    StructField features =
        DataTypes.createStructField("features", SQLDataTypes.VectorType(), false, Metadata.empty());
    return TestSpark.session()
        .createDataFrame(table, new StructType(new StructField[] {features}))
        .coalesce(1);
  }

  private static double cost(Rows rows, Centres centres) {
    ClusterSums sums = rows.store(2, 64, false).aggregate(new LloydPass(centres));
    return IntStream.range(0, centres.size()).mapToDouble(sums::cost).sum();
  }

  private static double ours(Kind kind, Rows rows) {
    CentralSampleChooser chooser = CentralSampleChooser.clusters(kind, new int[] {K}, 42);
    return cost(
        rows, kind == Kind.KMEANS ? chooser.kMeans(rows.store()) : chooser.bisected(rows.store()));
  }

  private static double best(LongToDoubleFunction costOfSeed) {
    return IntStream.range(0, SEEDS).mapToDouble(costOfSeed::applyAsDouble).min().orElseThrow();
  }

  @Test
  void kMeansIsWithinTwoPercent() {
    for (Rows rows : List.of(IRIS, THREES)) {
      Dataset<Row> table = table(rows);
      double reference =
          best(seed -> new KMeans().setK(K).setSeed(seed).fit(table).summary().trainingCost());
      assertThat(ours(Kind.KMEANS, rows))
          .as("%d samples", rows.size())
          .isLessThan(1.02 * reference);
    }
  }

  /** Early splits bind later ones: the costs of eight seeds of ours spread over 3 %. */
  @Test
  void bisectingIsWithinThreePercent() {
    for (Rows rows : List.of(IRIS, THREES)) {
      Dataset<Row> table = table(rows);
      double reference =
          new BisectingKMeans().setK(K).setSeed(1).fit(table).summary().trainingCost();
      assertThat(ours(Kind.BISECTING, rows))
          .as("%d samples", rows.size())
          .isLessThan(1.03 * reference);
    }
  }
}
