package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.extremum.samples.SampleBlock;
import org.extremum.training.MemoryPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of 100 000 features of which 40 are not zero. Dense, the 3000 rows would take 2.4 GB, and
 * again as blocks: more than the heap of the tests (3 GB) has.
 */
class ManyFeaturesTest {
  private static final int FEATURES = 100_000;
  private static final int ROWS = 3000;
  private static final int STORED = 40;

  /** Words of its class, more often than those of all. */
  private static Row row(int i, Random random) {
    int label = i % 2;
    TreeMap<Integer, Double> words = new TreeMap<>();
    while (words.size() < STORED) {
      boolean own = random.nextInt(4) == 0;
      int word = own ? 500 * label + random.nextInt(500) : random.nextInt(FEATURES);
      words.merge(word, 1.0, Double::sum);
    }
    int[] indices = words.keySet().stream().mapToInt(Integer::intValue).toArray();
    double[] values = words.values().stream().mapToDouble(Double::doubleValue).toArray();
    Vector features = Vectors.sparse(FEATURES, indices, values);
    return RowFactory.create((long) i, (double) label, features, 1.0);
  }

  private static Dataset<Row> rows() {
    Random random = new Random(11);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(row(i, random));
    }
    return TinyData.frame(rows);
  }

  @Test
  void areTrainedOnScoredAndSavedSparse(@TempDir Path folder) throws IOException {
    Dataset<Row> rows = rows();
    int blockSize = MemoryPlan.blockSize(FEATURES, 20);
    assertThat(blockSize).as("64 MiB of dense rows").isEqualTo(83);
    try (SparkSampleStore store =
        new Ingestion(rows, "features", "label", null).blockSize(blockSize).read()) {
      assertThat(store.summary().bytes()).isLessThan(100L * STORED * ROWS);
    }
    ExtremumClassificationModel model =
        new ExtremumClassifier().setHiddenLayers(20).setStandardization("global").fit(rows);
    assertThat(model.numFeatures()).isEqualTo(FEATURES);
    Dataset<Row> scored = model.transform(rows);
    assertThat(new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(scored))
        .isGreaterThan(0.9);

    String path = folder.resolve("model").toString();
    model.write().save(path);
    ExtremumClassificationModel loaded = ExtremumClassificationModel.load(path);
    assertThat(WeightFile.digest(loaded.network())).isEqualTo(WeightFile.digest(model.network()));

    // One row dense, standardised whole, by the same network: centring is not lost on zeros.
    Row first = scored.first();
    Vector sparse = first.getAs("features");
    double[] expected = model.network().raw(sparse.toArray());
    assertThat(first.<Vector>getAs("rawPrediction").toArray())
        .containsExactly(expected, within(1e-9 * Math.abs(expected[0])));
    SampleBlock block =
        SampleBlock.sparse(
            FEATURES,
            new int[] {0, sparse.numActives()},
            sparse.toSparse().indices(),
            sparse.toSparse().values(),
            new int[] {0},
            new double[] {1},
            new long[] {0});
    SampleBlock standardised = block.standardised(model.network().standardiser());
    assertThat(standardised.bytes()).isEqualTo(block.bytes());
  }
}
