package org.extremum.job.input;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.extremum.training.Problem;

/**
 * One input of a command: opened, its columns chosen, then looked through and turned to samples.
 */
public final class Input {
  /** Columns of {@link #samples}. */
  public static final String FEATURES = "features";

  public static final String LABEL = "label";
  public static final String WEIGHT = "weight";
  public static final String ID = "id";
  public static final String VALIDATION = "validation";

  private static final StructType BAD_ROWS =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("row", DataTypes.LongType)
          .add("column", DataTypes.StringType)
          .add("reason", DataTypes.StringType)
          .add("raw", DataTypes.StringType);

  private static final StructType SAMPLES =
      new StructType()
          .add(FEATURES, SQLDataTypes.VectorType(), false)
          .add(LABEL, DataTypes.DoubleType, true)
          .add(WEIGHT, DataTypes.DoubleType, false)
          .add(ID, DataTypes.StringType, true)
          .add(VALIDATION, DataTypes.BooleanType, false);

  private final Table table;
  private RowDecoder decoder;
  private KnownLabels labels = KnownLabels.any();
  private Scan scan;
  private RowLimit limit = RowLimit.NONE;
  private BroughtRows brought;

  private Input(Table table, RowDecoder decoder) {
    this.table = table;
    this.decoder = decoder;
  }

  /**
   * Opens an input and chooses its columns; reads no more than its beginning.
   *
   * @param notes receives what was decided and a user might not expect
   * @throws Problem (bad data or usage) where there is nothing to read or columns do not fit
   */
  public static Input open(
      SparkSession session,
      String path,
      InputFormat format,
      Wanted wanted,
      Consumer<String> notes) {
    return of(TableReader.open(session, path, format), wanted, notes);
  }

  /** The same of an input that is being opened already. */
  public static Input open(TableAhead ahead, Wanted wanted, Consumer<String> notes) {
    return of(ahead.table(), wanted, notes);
  }

  private static Input of(Table table, Wanted wanted, Consumer<String> notes) {
    return new Input(table, Columns.decoder(table, wanted, notes));
  }

  /** Lets features that are missing or no finite numbers pass as NaN, if {@code pass}. */
  public Input passingMissing(boolean pass) {
    if (pass) {
      decoder = decoder.passingMissing();
    }
    return this;
  }

  /** Columns of {@link #samples}. */
  public static StructType schema() {
    return SAMPLES;
  }

  /** Names of the feature columns; none where a whole surface stands in one place. */
  public List<String> featureNames() {
    if (!(decoder instanceof ColumnDecoder columns) || columns.vector()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (int place : columns.chosen()) {
      names.add(table.columns().get(place));
    }
    return names;
  }

  /** Number of features; 0 where only {@link #read} will tell. */
  public int features() {
    return decoder.features();
  }

  /** How many rows there are; parses none of them. */
  public long rowCount() {
    return table.rows().count();
  }

  /**
   * Looks at every row once. Labels are found and put into alphabetical order, unless they are
   * given.
   *
   * @param labelColumn for messages, or null where rows need no label
   * @param known classes of a model, or none
   * @param skipBadRows whether rows that cannot be used are left out, or refused
   * @throws Problem (bad data) naming the first bad row, or when nothing is left
   */
  public Input read(String labelColumn, List<String> known, boolean skipBadRows) {
    scan(KnownLabels.of(labelColumn, known), skipBadRows);
    return named(labelColumn, known.isEmpty() ? List.copyOf(scan.labels().keySet()) : known);
  }

  /**
   * Looks at every row once; which of the labels found is which class is said later, by {@link
   * #named}.
   *
   * @param labelColumn for messages
   * @param declared what labels may be, by an option; empty: anything
   * @param skipBadRows whether rows that cannot be used are left out, or refused
   * @throws Problem (bad data) naming the first bad row, or when nothing is left
   */
  public Input readAnyLabels(String labelColumn, List<String> declared, boolean skipBadRows) {
    scan(KnownLabels.declared(labelColumn, declared), skipBadRows);
    checkLabelCount(labelColumn);
    return this;
  }

  /**
   * Says which class each label is.
   *
   * @param names of the classes, in the order of the label index; rows of other labels are passed
   *     over
   */
  public Input named(String labelColumn, List<String> names) {
    labels = KnownLabels.of(labelColumn, names);
    return this;
  }

  /** The labels of the usable rows, in alphabetical order, with how many rows each has. */
  public SortedMap<String, Long> labelsFound() {
    return scan.labels();
  }

  /** Sums of the weights of each label's rows. */
  public Map<String, Double> labelWeights() {
    return scan.weights();
  }

  private void scan(KnownLabels check, boolean skipBadRows) {
    RowDecoder by = decoder;
    JavaRDD<Row> rows = table.rows().javaRDD();
    RowLimit share = limit.share(rows.getNumPartitions());
    List<Look> looks =
        rows.mapPartitions(part -> List.of(Look.at(part, by, check, share)).iterator()).collect();
    scan = looks.stream().map(Look::scan).reduce(new Scan(), Scan::add);
    brought = BroughtRows.joined(looks.stream().map(Look::rows).toList());
    if (scan.badRows() > 0 && !skipBadRows) {
      throw badRow(scan.firstBad(), true);
    }
    if (scan.good() == 0) {
      throw nothingLeft();
    }
    if (decoder.features() == 0) {
      decoder = decoder.withFeatures(scan.features());
    }
  }

  /** What the look at one partition brings back. */
  private record Look(Scan scan, BroughtRows rows) implements Serializable {
    static Look at(Iterator<Row> part, RowDecoder by, KnownLabels check, RowLimit share) {
      BroughtRows rows = new BroughtRows(share);
      return new Look(Scan.of(part, by, check, rows), rows);
    }
  }

  private Problem nothingLeft() {
    if (scan.rows() == 0) {
      return Problem.of(
          Problem.Kind.BAD_DATA, table.path(), "rows", "none", "check how it was written");
    }
    if (scan.badRows() == 0) {
      return Problem.of(
          Problem.Kind.BAD_DATA,
          table.path(),
          "a row of positive weight",
          scan.weightless() + " of weight 0",
          "check option weightCol");
    }
    return badRow(scan.firstBad(), false).in("no usable row is left");
  }

  private Problem badRow(BadRow row, boolean mayBeSkipped) {
    long number = scan.firstRows(true).get(row.split()) + row.row();
    String more = scan.badRows() > 1 ? "one of " + scan.badRows() + " bad rows; " : "";
    return Problem.of(
        Problem.Kind.BAD_DATA,
        row.split().file()
            + ", row "
            + number
            + (row.column() == null ? "" : ", column '" + row.column() + "'"),
        row.expected(),
        row.got(),
        more
            + "mend the row"
            + (mayBeSkipped ? ", or leave such rows out with --set badRows=quarantine" : ""));
  }

  /**
   * Checks that there is something to learn.
   *
   * @throws Problem (bad data) for a single sample, a single class, or a label that is no class
   */
  public void checkTrainable(String labelColumn) {
    String column = table.path() + ", label column '" + labelColumn + "'";
    if (scan.good() < 2) {
      throw Problem.of(
          Problem.Kind.BAD_DATA, table.path(), "at least two samples", "one", "give more data");
    }
    if (scan.labels().size() < 2) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          column,
          "at least two classes",
          "only '" + scan.labels().firstKey() + "'",
          "give samples of another class, or name the right column with --label");
    }
    checkLabelCount(labelColumn);
  }

  private void checkLabelCount(String labelColumn) {
    if (scan.labels().size() > Scan.MOST_LABELS) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          table.path() + ", label column '" + labelColumn + "'",
          "classes",
          "more than " + Scan.MOST_LABELS + " different values",
          "name the column that holds the class with --label");
    }
  }

  /** Names of the classes, in the order of the label index. */
  public List<String> labelNames() {
    return labels.names();
  }

  /** Usable rows of positive weight. */
  public long samples() {
    return scan.good();
  }

  /** Usable rows of any weight. */
  public long usableRows() {
    return scan.rows() - scan.badRows();
  }

  /** Usable rows with features that are missing, where such are let pass. */
  public long incompleteRows() {
    return scan.incomplete();
  }

  /** Rows that cannot be used. */
  public long badRows() {
    return scan.badRows();
  }

  /** Of features, labels and weights, whatever the order of rows or the format. */
  public String fingerprint() {
    return scan.fingerprint();
  }

  /**
   * The usable rows: features (vector), label (index, with the names in its metadata; null where
   * rows have none), weight, id (text; the row's number where no id column is named), whether the
   * row is of the validation part.
   *
   * @param withIds whether ids are wanted; else they are null
   */
  public Dataset<Row> samples(boolean withIds) {
    RowDecoder by = decoder;
    KnownLabels known = labels;
    Map<Split, Long> firstRows = withIds ? new TreeMap<>(scan.firstRows(false)) : Map.of();
    Dataset<Row> rows =
        table
            .rows()
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>) part -> new GoodRows(part, by, known, firstRows),
                Encoders.row(SAMPLES));
    // Encoders lose metadata; it is put on afterwards.
    return rows.select(
        rows.col(FEATURES).as(FEATURES, featuresMetadata()),
        rows.col(LABEL).as(LABEL, labelMetadata()),
        rows.col(WEIGHT),
        rows.col(ID),
        rows.col(VALIDATION));
  }

  /**
   * Lets the usable rows come along with the look at them, where they are few: then {@link
   * #forEachBrought} has them, and nothing is read again. Not where only that look tells the number
   * of features.
   */
  public Input bringing(RowLimit most) {
    limit = decoder.features() > 0 ? most : RowLimit.NONE;
    return this;
  }

  /** How many rows came along, with their bytes; none where they are not here. */
  public RowLimit brought() {
    return brought.areAll() ? brought.size() : RowLimit.NONE;
  }

  /** Receives a usable row; the label is an index. */
  @FunctionalInterface
  public interface SampleVisitor {
    void visit(Vector features, int label, double weight);
  }

  /**
   * The rows that {@link #samples} would have, in its order, if they came along with the look at
   * them ({@link #bringing}).
   *
   * @return whether they did; if not, {@code visitor} is not called
   */
  public boolean forEachBrought(SampleVisitor visitor) {
    if (!brought.areAll()) {
      return false;
    }
    for (Decoded row : brought.rows()) {
      if (labels.knows(row.label())) {
        visitor.visit(row.features(), labels.place(row.label()), row.weight());
      }
    }
    return true;
  }

  private Metadata featuresMetadata() {
    List<String> names = featureNames();
    if (names.isEmpty()) {
      return new AttributeGroup(FEATURES, decoder.features()).toMetadata();
    }
    Attribute[] attributes =
        names.stream()
            .map(name -> NumericAttribute.defaultAttr().withName(name))
            .toArray(Attribute[]::new);
    return new AttributeGroup(FEATURES, attributes).toMetadata();
  }

  private Metadata labelMetadata() {
    return labels.names().isEmpty()
        ? Metadata.empty()
        : NominalAttribute.defaultAttr()
            .withName(LABEL)
            .withValues(labels.names().toArray(String[]::new))
            .toMetadata();
  }

  /** The rows that cannot be used: file, row number, column, reason, the row as it stood. */
  public Dataset<Row> badRowsAside() {
    RowDecoder by = decoder;
    KnownLabels known = labels;
    Map<Split, Long> firstRows = new TreeMap<>(scan.firstRows(true));
    return table
        .rows()
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> badRows(rows, by, known, firstRows),
            Encoders.row(BAD_ROWS));
  }

  private static Iterator<Row> badRows(
      Iterator<Row> rows, RowDecoder decoder, KnownLabels known, Map<Split, Long> firstRows) {
    List<Row> bad = new ArrayList<>();
    RowCounter counter = new RowCounter();
    while (rows.hasNext()) {
      Row row = rows.next();
      counter.next(row);
      try {
        known.check(decoder.decode(row).label());
      } catch (BadValue e) {
        bad.add(
            RowFactory.create(
                counter.split().file(),
                firstRows.get(counter.split()) + counter.row(),
                e.column(),
                "expected " + e.expected() + ", got " + e.got(),
                decoder.raw(row)));
      }
    }
    return bad.iterator();
  }
}
