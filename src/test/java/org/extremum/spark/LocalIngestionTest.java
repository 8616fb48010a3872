package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.extremum.samples.SampleBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows on the driver become the blocks that the cluster would have made of them. */
class LocalIngestionTest {
  private static final int FEATURES = 30;
  private static final int ROWS = 70;
  private static final int BLOCK = 16;

  /** Some sparse, some of weight 0, some not finite. */
  private static List<Row> rows() {
    Random random = new Random(2);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double value = i % 9 == 4 ? Double.NaN : random.nextGaussian();
      Vector vector = Vectors.sparse(FEATURES, new int[] {i % FEATURES}, new double[] {value});
      boolean sparse = i < ROWS / 2;
      double[] full = random.doubles(FEATURES).toArray();
      full[3] = value;
      rows.add(
          RowFactory.create(
              sparse ? vector : Vectors.dense(full), i % 3.0, i % 7 == 2 ? 0.0 : 1 + i / 100.0));
    }
    return rows;
  }

  private static Dataset<Row> dataset(List<Row> rows, int partitions) {
    StructType schema =
        new StructType()
            .add("features", SQLDataTypes.VectorType(), true)
            .add("label", DataTypes.DoubleType, true)
            .add("w", DataTypes.DoubleType, true);
    return TestSpark.session()
        .createDataFrame(TestSpark.context().parallelize(rows, partitions), schema);
  }

  private static long digest(List<SampleBlock> blocks) {
    BlockDigest digest = new BlockDigest();
    blocks.forEach(digest::add);
    return digest.value();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void blocksAreThoseOfTheClusterInOnePartition(int partitions) {
    LocalIngestion local = new LocalIngestion(FEATURES, BLOCK, true);
    for (Row row : rows()) {
      local.add(row.getAs(0), (int) row.getDouble(1), row.getDouble(2));
    }
    try (SparkSampleStore store =
        new Ingestion(dataset(rows(), partitions), "features", "label", "w")
            .partitions(1)
            .handleInvalid("skip")
            .blockSize(BLOCK)
            .read()) {
      assertThat(store.summary().samples()).isBetween(ROWS / 2L, ROWS - 10L);
      assertThat(store.digests()).containsExactly(digest(local.blocks()));
      assertThat(store.summary().bytes())
          .as("sparse where those are")
          .isEqualTo(local.blocks().stream().mapToLong(SampleBlock::bytes).sum());
    }
    assertThat(local.store().partitions()).isEqualTo(1);
    assertThat(local.store().features()).isEqualTo(FEATURES);
  }

  @Test
  void aRowOfAnotherSizeIsNamed() {
    LocalIngestion local = new LocalIngestion(2, BLOCK, false);
    local.add(Vectors.dense(1, 2), 0, 0);
    assertThatThrownBy(() -> local.add(Vectors.dense(1, 2, 3), 0, 1))
        .hasMessage("row 2: expected 2 features, got 3");
  }
}
