package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.extremum.samples.SampleBlock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestionTest {
  private static final int FEATURES = 20;
  private static final int ROWS = 50;

  @AfterEach
  void nothingIsLeftCached() {
    assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
  }

  /** Rows with one value in twenty, in two partitions; label i mod 3, weight 1 + i/100. */
  private static List<Row> rows(boolean sparse) {
    Random random = new Random(1);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Vector vector =
          Vectors.sparse(
              FEATURES, new int[] {random.nextInt(FEATURES)}, new double[] {random.nextGaussian()});
      rows.add(RowFactory.create(sparse ? vector : vector.toDense(), i % 3.0, 1 + i / 100.0));
    }
    return rows;
  }

  private static StructField vectors() {
    return new StructField(
        "features", SQLDataTypes.VectorType(), true, org.apache.spark.sql.types.Metadata.empty());
  }

  private static Dataset<Row> dataset(List<Row> rows, StructField features) {
    StructType schema =
        new StructType()
            .add(features)
            .add("label", DataTypes.DoubleType, true)
            .add("w", DataTypes.DoubleType, true);
    return TestSpark.session().createDataFrame(TestSpark.context().parallelize(rows, 2), schema);
  }

  private static Dataset<Row> dataset(List<Row> rows) {
    return dataset(rows, vectors());
  }

  private static GoodRows.Counts counter() {
    return GoodRows.Counts.in(TestSpark.session().sparkContext());
  }

  private static Ingestion ingestion(Dataset<Row> dataset) {
    return new Ingestion(dataset, "features", "label", "w");
  }

  @Test
  void denseAndSparseRowsGiveTheSameSamples() {
    List<SampleBlock> dense =
        ingestion(dataset(rows(false))).blockSize(8).blocks(counter()).collect();
    List<SampleBlock> sparse =
        ingestion(dataset(rows(true))).blockSize(8).blocks(counter()).collect();
    assertThat(dense.stream().map(SampleBlock::size)).containsExactly(8, 8, 8, 1, 8, 8, 8, 1);
    assertThat(sparse).hasSameSizeAs(dense);
    for (int b = 0; b < dense.size(); b++) {
      SampleBlock d = dense.get(b);
      SampleBlock s = sparse.get(b);
      assertThat(s.bytes()).as("stored sparse").isLessThan(d.bytes());
      assertThat(s.size()).isEqualTo(d.size());
      for (int i = 0; i < d.size(); i++) {
        assertThat(s.surface(i)).isEqualTo(d.surface(i));
        assertThat(s.hash(i)).isEqualTo(d.hash(i));
        assertThat(s.essence(i)).isEqualTo(d.essence(i));
        assertThat(s.weight(i)).isEqualTo(d.weight(i));
        assertThat(s.position(i)).isEqualTo(d.position(i));
      }
    }
    assertThat(dense.get(5).position(2)).isEqualTo(SampleBlock.position(1, 10));
    assertThat(dense.get(5).weight(2)).isEqualTo(1.35);
    assertThat(dense.get(5).essence(2)).isEqualTo(35 % 3);
  }

  @Test
  void manyStoredValuesMakeADenseBlock() {
    List<Row> rows = new ArrayList<>(rows(true));
    for (int i = 0; i < 3; i++) {
      double[] full = new double[FEATURES];
      Arrays.fill(full, i + 1);
      rows.set(i, RowFactory.create(Vectors.dense(full), 0.0, 1.0));
    }
    List<SampleBlock> blocks = ingestion(dataset(rows)).blockSize(25).blocks(counter()).collect();
    long dense = 8L * 25 * FEATURES;
    assertThat(blocks.get(0).bytes()).as("60 + 22 of 500 stored").isGreaterThan(dense);
    assertThat(blocks.get(1).bytes()).as("25 of 500 stored").isLessThan(dense);
    assertThat(blocks.get(0).surface(2)).containsOnly(3);
  }

  @Test
  void rowsOfWeightZeroAreRemovedUnseenAndPositionsCountThem() {
    List<Row> rows = new ArrayList<>(rows(true));
    rows.set(0, RowFactory.create(null, null, 0.0));
    try (SparkSampleStore store = ingestion(dataset(rows)).read()) {
      assertThat(store.summary().samples()).isEqualTo(ROWS - 1);
      assertThat(store.summary().largestEssence()).isEqualTo(2);
    }
    SampleBlock first = ingestion(dataset(rows)).blocks(counter()).first();
    assertThat(first.position(0)).isEqualTo(SampleBlock.position(0, 1));
  }

  @Test
  void labelAndWeightAreOptional() {
    Dataset<Row> data = dataset(rows(true));
    SampleBlock block = new Ingestion(data, "features", null, null).blocks(counter()).first();
    assertThat(block.essence(1)).isEqualTo(-1);
    assertThat(block.weight(1)).isEqualTo(1);
    SampleBlock weighted = new Ingestion(data, "features", null, "w").blocks(counter()).first();
    assertThat(weighted.weight(1)).isEqualTo(1.01);
  }

  @ParameterizedTest
  @CsvSource({
    "NaN feature, features, 4, a finite number, NaN",
    "infinite feature, features, 4, a finite number, -Infinity",
    "no vector, features, -1, a vector, null",
    "wrong size, features, -1, 20 features, 3 features",
    "no label, label, -1, an integer from 0 on, null",
    "NaN label, label, -1, an integer from 0 on, NaN",
    "fractional label, label, -1, an integer from 0 on, 1.5",
    "negative label, label, -1, an integer from 0 on, -1.0",
    "no weight, w, -1, a finite weight of at least 0, null",
    "NaN weight, w, -1, a finite weight of at least 0, NaN",
    "negative weight, w, -1, a finite weight of at least 0, -0.5",
    "infinite weight, w, -1, a finite weight of at least 0, Infinity"
  })
  void badRowsAreNamedWithTheirPlace(
      String kind, String column, int feature, String expected, String got) {
    List<Row> rows = new ArrayList<>(rows(kind.length() % 2 == 0));
    rows.set(37, bad(kind));
    rows.set(44, bad(kind));
    BadRowException thrown =
        catchThrowableOfType(BadRowException.class, () -> ingestion(dataset(rows)).read().close());
    assertThat(thrown.first()).isEqualTo(new BadRow(1, 12, column, feature, "", expected, got));
    assertThat(thrown.rowNumber()).isEqualTo(38);
    assertThat(thrown.badRows()).isEqualTo(2);
    assertThat(thrown)
        .hasMessageContaining("row 38")
        .hasMessageContaining("column " + column)
        .hasMessageContaining("expected " + expected + ", got " + got);
  }

  private static Row bad(String kind) {
    double[] values = new double[FEATURES];
    values[4] = kind.startsWith("NaN") ? Double.NaN : Double.NEGATIVE_INFINITY;
    Vector good = Vectors.zeros(FEATURES);
    return switch (kind) {
      case "NaN feature" -> RowFactory.create(Vectors.dense(values), 0.0, 1.0);
      case "infinite feature" -> RowFactory.create(Vectors.dense(values).toSparse(), 0.0, 1.0);
      case "no vector" -> RowFactory.create(null, 0.0, 1.0);
      case "wrong size" -> RowFactory.create(Vectors.dense(1, 2, 3), 0.0, 1.0);
      case "no label" -> RowFactory.create(good, null, 1.0);
      case "NaN label" -> RowFactory.create(good, Double.NaN, 1.0);
      case "fractional label" -> RowFactory.create(good, 1.5, 1.0);
      case "negative label" -> RowFactory.create(good, -1.0, 1.0);
      case "no weight" -> RowFactory.create(good, 0.0, null);
      case "NaN weight" -> RowFactory.create(good, 0.0, Double.NaN);
      case "negative weight" -> RowFactory.create(good, 0.0, -0.5);
      case "infinite weight" -> RowFactory.create(good, 0.0, Double.POSITIVE_INFINITY);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @Test
  void labelsAboveAKnownCountAreBadAndBadRowsCanBeSkipped() {
    Ingestion two = ingestion(dataset(rows(true))).essences(2);
    assertThatThrownBy(() -> two.read().close())
        .isInstanceOf(BadRowException.class)
        .hasMessage(
            "data, row 3, column label: expected an integer from 0 to 1, got 2.0"
                + " (16 bad rows in all)");
    assertThat(two.badRows(2)).extracting(BadRow::row).containsExactly(2L, 5L, 1L, 4L);
    try (SparkSampleStore store = two.skipBadRows(true).read()) {
      assertThat(store.summary().samples()).isEqualTo(ROWS - 16);
    }
  }

  @Test
  void metadataTellSizeAndNames() {
    Attribute[] attributes = new Attribute[FEATURES];
    for (int j = 0; j < FEATURES; j++) {
      attributes[j] = NumericAttribute.defaultAttr().withName("pixel" + j);
    }
    StructField named = new AttributeGroup("features", attributes).toStructField();
    List<Row> rows = new ArrayList<>(rows(true));
    rows.set(0, bad("NaN feature"));
    Ingestion ingestion = ingestion(dataset(rows, named));
    assertThat(ingestion.features()).isEqualTo(FEATURES);
    assertThatThrownBy(() -> ingestion.read().close())
        .hasMessage(
            "data, row 1, column features, feature 4 (pixel4): expected a finite number, got NaN");
    assertThat(ingestion(dataset(rows(true))).features()).isEqualTo(FEATURES);
    assertThatThrownBy(() -> ingestion(dataset(List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at least one vector, got none");
  }

  @Test
  void columnsMustBeThereAndOfTheirTypes() {
    Dataset<Row> data = dataset(rows(true)).withColumn("text", functions.lit("x"));
    assertThatThrownBy(() -> new Ingestion(data, "features", "class", null))
        .hasMessage("column class: expected a numeric column, got no such column");
    assertThatThrownBy(() -> new Ingestion(data, "features", "text", null))
        .hasMessage("column text: expected a numeric column, got string");
    assertThatThrownBy(() -> new Ingestion(data, "label", null, null))
        .hasMessage("column label: expected a vector column, got double");
  }

  @Test
  void fewerPartitionsJoinNeighbours() {
    Dataset<Row> data = dataset(rows(true));
    List<Long> inOrder = hashes(ingestion(data));
    assertThat(hashes(ingestion(data).partitions(1))).isEqualTo(inOrder);
    assertThat(ingestion(data).partitions(1).blocks(counter()).getNumPartitions()).isEqualTo(1);
  }

  /** Whatever shuffle came before, and however the rows stood, the same blocks. */
  @Test
  void shuffledInputIsSpreadAndSortedByContent() {
    List<Row> reversed = new ArrayList<>(rows(false));
    java.util.Collections.reverse(reversed);
    Dataset<Row> data = dataset(rows(true));
    List<Long> more = hashes(ingestion(data).partitions(5));
    assertThat(more).hasSize(ROWS);
    assertThat(hashes(ingestion(dataset(reversed)).partitions(5))).isEqualTo(more);
    assertThat(hashes(ingestion(data.repartition(5)))).isEqualTo(more);
    assertThat(hashes(ingestion(data.orderBy("w")).partitions(5))).isEqualTo(more);
    assertThat(hashes(ingestion(data.filter(functions.rand(7).gt(-1))).partitions(5)))
        .isEqualTo(more);
    assertThat(hashes(ingestion(data))).isNotEqualTo(more);
    try (SparkSampleStore store = ingestion(data.repartition(5)).read()) {
      assertThat(store.aggregate(new HashesInOrder())).isEqualTo(more);
    }
  }

  private static List<Long> hashes(Ingestion ingestion) {
    List<Long> hashes = new ArrayList<>();
    for (SampleBlock block : ingestion.blockSize(4).blocks(counter()).collect()) {
      for (int i = 0; i < block.size(); i++) {
        hashes.add(block.hash(i));
      }
    }
    return hashes;
  }
}
