package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.extremum.samples.SampleBlock;

/** MNIST as Parquet with a column of the digit and one of the pixels, in parts. */
final class MnistFiles {
  static final String LABEL = "digit";

  /** Images in a batch: one per cent. */
  private static final int BATCH = 600;

  private static final int IMAGES = 60_000;

  private final Path mnist;
  private final Path folder;
  private final int threads;

  /**
   * @param mnist folder of the IDX files
   * @param folder where Parquet goes
   */
  MnistFiles(Path mnist, Path folder, int threads) {
    this.mnist = mnist;
    this.folder = folder;
    this.threads = threads;
  }

  /** All training images. */
  Path all() {
    return folder.resolve("all.parquet");
  }

  /** Those before the batches. */
  Path first() {
    return folder.resolve("first.parquet");
  }

  /** How many these are. */
  int firstRows(int batches) {
    return IMAGES - BATCH * batches;
  }

  /** Batch 1, 2, …: the last 600 images of the training part go into the last one. */
  Path batch(int number) {
    return folder.resolve("batch-" + number + ".parquet");
  }

  /** The test images. */
  Path test() {
    return folder.resolve("test.parquet");
  }

  /**
   * Writes all files.
   *
   * @param batches how many of the last images are apart, in units of a batch
   */
  void write(int batches) throws IOException {
    try (SparkSession session =
        SparkSession.builder()
            .master("local[" + threads + "]")
            .appName("MNIST as Parquet")
            .config("spark.ui.enabled", "false")
            .getOrCreate()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
      write(session, all(), read(context, "train", IMAGES));
      write(session, first(), read(context, "train", firstRows(batches)));
      JavaRDD<SampleBlock> inOrder = Mnist.blocks(context, mnist, "train", IMAGES, 1, BATCH);
      for (int number = 1; number <= batches; number++) {
        long block = (firstRows(batches) / BATCH) + number - 1;
        JavaRDD<SampleBlock> one =
            inOrder.zipWithIndex().filter(each -> each._2() == block).map(each -> each._1());
        write(session, batch(number), one);
      }
      write(session, test(), read(context, "t10k", 10_000));
    }
  }

  private JavaRDD<SampleBlock> read(JavaSparkContext context, String part, int count) {
    return Mnist.blocks(context, mnist, part, count, threads, BATCH);
  }

  /** As many files as there are threads, so that all of them have something to read. */
  private void write(SparkSession session, Path file, JavaRDD<SampleBlock> blocks) {
    JavaRDD<Row> rows = blocks.flatMap(block -> rows(block).iterator());
    StructType schema =
        new StructType().add(LABEL, DataTypes.IntegerType).add("pixels", SQLDataTypes.VectorType());
    session.createDataFrame(rows, schema).repartition(threads).write().parquet(file.toString());
  }

  private static List<Row> rows(SampleBlock block) {
    List<Row> rows = new ArrayList<>(block.size());
    for (int i = 0; i < block.size(); i++) {
      double[] pixels = new double[Mnist.FEATURES];
      block.forEachNonZero(i, (j, value) -> pixels[j] = value);
      rows.add(RowFactory.create(block.essence(i), Vectors.dense(pixels)));
    }
    return rows;
  }
}
