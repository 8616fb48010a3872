package org.extremum.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.Dependency;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.extremum.samples.SampleBlock;
import scala.Option;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * From the rows of a DataFrame to blocks of samples, checked, in an order that can be repeated.
 *
 * <p>Rows keep their order and partitions where these can be relied on: no shuffle anywhere before
 * them and a deterministic plan (files, tables, local data). Fewer partitions are made by joining
 * neighbours. Otherwise, and where more partitions are asked for, rows are spread by the hash of
 * their content and sorted by it within each partition: the blocks then depend on the set of rows
 * alone, not on the order in which a shuffle brought them, nor on how it was cut. What no order
 * mends, a plan that yields other rows when a lost partition is computed again, is noticed by
 * {@link SparkSampleStore#read()}'s digests and ends the run with {@link InputChangedException};
 * such input is to be written or checkpointed first.
 *
 * <p>Rows of weight 0 are removed before everything, and on request those with invalid features. A
 * sample's position is its row within its partition, counted before removing; after spreading by
 * content, its place in the sorted partition.
 */
public final class Ingestion {
  private final Dataset<Row> dataset;
  private final JavaSparkContext context;
  private final InputColumns columns;
  private final int features;
  private int essences;
  private int blockSize = 1024;
  private int partitions;
  private boolean skipBadRows;
  private RowReader.Invalid invalid = RowReader.Invalid.REFUSED;
  private long skippedRows;
  private JavaRDD<Row> rows; // in the partitions that bad rows are counted by

  /**
   * @param featuresColumn a column of ml vectors, dense or sparse
   * @param labelColumn a numeric column, or null where samples have no known essence
   * @param weightColumn a numeric column, or null where all weigh 1
   * @throws IllegalArgumentException when a column is missing or of another type, or no row is
   *     there to tell the number of features
   */
  public Ingestion(
      Dataset<Row> dataset, String featuresColumn, String labelColumn, String weightColumn) {
    this.dataset = dataset;
    this.context = JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
    this.columns = new InputColumns(dataset, featuresColumn, labelColumn, weightColumn);
    this.features =
        columns.sizeInMetadata() >= 0
            ? columns.sizeInMetadata()
            : Jobs.run(context, "reading the first row", this::sizeOfFirst);
  }

  private int sizeOfFirst() {
    Column vectors = InputColumns.column(dataset, columns.features());
    List<Row> first = dataset.filter(vectors.isNotNull()).select(vectors).takeAsList(1);
    if (first.isEmpty()) {
      throw new IllegalArgumentException(
          "data, column " + columns.features() + ": expected at least one vector, got none");
    }
    return ((Vector) first.get(0).get(0)).size();
  }

  /** Number of features by the column's metadata or, where these do not say, the first row. */
  public int features() {
    return features;
  }

  /** Labels must be below {@code count}; 0: any label. */
  public Ingestion essences(int count) {
    this.essences = count;
    return this;
  }

  /** Rows of a block at most. */
  public Ingestion blockSize(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("blockSize: expected at least 1, got " + most);
    }
    this.blockSize = most;
    return this;
  }

  /** Number of partitions; 0: as the input has them. */
  public Ingestion partitions(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("partitions: expected 0 or more, got " + count);
    }
    this.partitions = count;
    this.rows = null;
    return this;
  }

  /** Leaves bad rows out instead of refusing the input; {@link #badRows} lists them. */
  public Ingestion skipBadRows(boolean skip) {
    this.skipBadRows = skip;
    return this;
  }

  /**
   * What becomes of rows with features that are no finite numbers.
   *
   * @param choice as of option handleInvalid. {@code error}: they are bad rows. {@code skip}: they
   *     are removed before everything, with those that have no features; {@link #skippedRows} says
   *     how many. {@code keep}: these values pass as they are, for {@link
   *     org.extremum.samples.SampleBlock#completed} to replace; rows without features are bad rows
   */
  public Ingestion handleInvalid(String choice) {
    this.invalid =
        switch (choice) {
          case "skip" -> RowReader.Invalid.REMOVED;
          case "keep" -> RowReader.Invalid.PASSED;
          default -> RowReader.Invalid.REFUSED;
        };
    return this;
  }

  /** How many rows {@link #read} removed for their features. */
  public long skippedRows() {
    return skippedRows;
  }

  /**
   * Reads and checks everything into the memory of the cluster. Bad rows are counted on the way, no
   * task fails for them; only when there are any is the input looked at again, to name the first.
   *
   * @return a store to be closed by the caller; {@link SparkSampleStore#summary()} says what it
   *     holds
   * @throws BadRowException carrying the first bad row and its number, unless bad rows are skipped
   */
  public SparkSampleStore read() {
    GoodRows.Counts counts = GoodRows.Counts.in(context.sc());
    SparkSampleStore store =
        Jobs.run(
            context,
            "preparing to read samples",
            () -> new SparkSampleStore(blocks(counts), features));
    boolean good = false;
    try {
      store.read();
      if (counts.bad().value() > 0 && !skipBadRows) {
        throw InputScan.of(context, reader(invalid), rows(), 1).failure();
      }
      skippedRows = counts.invalid().value() == 0 ? 0 : invalidRows();
      good = true;
      return store;
    } finally {
      if (!good) { // Spark throws checked exceptions, undeclared
        store.close();
      }
    }
  }

  /** Those that are bad only where none are removed; counted by a pass that no retry misleads. */
  private long invalidRows() {
    return InputScan.of(context, reader(RowReader.Invalid.REFUSED), rows(), 0).badRows()
        - (skipBadRows ? InputScan.of(context, reader(invalid), rows(), 0).badRows() : 0);
  }

  /** The blocks of the good rows, not persisted; computing them counts the others. */
  JavaRDD<SampleBlock> blocks(GoodRows.Counts counts) {
    RowReader reader = reader(invalid);
    JavaRDD<Row> input = rows();
    int m = features;
    int size = blockSize;
    boolean spread = !isOrdered(input) || partitions > input.getNumPartitions();
    if (!spread) {
      return input.mapPartitionsWithIndex(
          (index, of) -> new BlockBuilder(m, size, index, new GoodRows(reader, index, of, counts)),
          true);
    }
    int count = partitions > 0 ? partitions : input.getNumPartitions();
    if (count == 0) {
      return context.emptyRDD();
    }
    return input
        .mapPartitionsWithIndex(
            (index, of) -> keyed(new GoodRows(reader, index, of, counts)), false)
        .mapToPair(pair -> pair)
        .repartitionAndSortWithinPartitions(new ContentKey.ByHash(count))
        .mapPartitionsWithIndex((index, of) -> new BlockBuilder(m, size, index, placed(of)), true);
  }

  private static Iterator<Tuple2<ContentKey, Reading>> keyed(GoodRows rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Tuple2<ContentKey, Reading> next() {
        Reading reading = rows.next().reading();
        return new Tuple2<>(new ContentKey(reading), reading);
      }
    };
  }

  private static Iterator<BlockBuilder.Placed> placed(Iterator<Tuple2<ContentKey, Reading>> rows) {
    return new Iterator<>() {
      private long row;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public BlockBuilder.Placed next() {
        return new BlockBuilder.Placed(row++, rows.next()._2());
      }
    };
  }

  private RowReader reader(RowReader.Invalid treatment) {
    return new RowReader(columns, features, essences, treatment);
  }

  /** The input's rows, in fewer partitions where that is asked for. */
  private JavaRDD<Row> rows() {
    if (rows == null) {
      JavaRDD<Row> input = columns.select(dataset).javaRDD();
      rows =
          partitions > 0 && partitions < input.getNumPartitions()
              ? coalesced(input, partitions)
              : input;
    }
    return rows;
  }

  private static JavaRDD<Row> coalesced(JavaRDD<Row> input, int count) {
    return input
        .rdd()
        .coalesce(count, false, Option.apply(new NeighbourCoalescer()), null)
        .toJavaRDD();
  }

  /** Whether computing the rows again gives them in the same order, in the same partitions. */
  private boolean isOrdered(JavaRDD<Row> input) {
    if (!dataset.queryExecution().optimizedPlan().deterministic()) {
      return false;
    }
    Set<Integer> seen = new HashSet<>();
    Deque<RDD<?>> open = new ArrayDeque<>(List.of(input.rdd()));
    while (!open.isEmpty()) {
      for (Dependency<?> on : CollectionConverters.asJava(open.pop().dependencies())) {
        if (on instanceof ShuffleDependency) {
          return false;
        }
        if (seen.add(on.rdd().id())) {
          open.push(on.rdd());
        }
      }
    }
    return true;
  }

  /** The bad rows of the input in its order, {@code most} of each partition; one pass over it. */
  public List<BadRow> badRows(int most) {
    JavaRDD<Row> input = Jobs.run(context, "preparing to read samples", this::rows);
    return InputScan.of(context, reader(invalid), input, most).bad();
  }
}
