package org.extremum.job.input;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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

  private final RawTable table;
  private RowDecoder decoder;
  private KnownLabels labels = KnownLabels.any();
  private Scan scan;
  private RowLimit limit = RowLimit.NONE;
  private BroughtRows brought;

  private Input(RawTable table, RowDecoder decoder) {
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

  private static Input of(RawTable table, Wanted wanted, Consumer<String> notes) {
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
    return InputRows.SAMPLES;
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
    UnusableInput.requireFewLabels(table.path(), labelColumn, scan);
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
      throw UnusableInput.badRow(scan);
    }
    if (scan.good() == 0) {
      throw UnusableInput.nothingLeft(table.path(), scan);
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

  /**
   * Checks that there is something to learn.
   *
   * @throws Problem (bad data) for a single sample, a single class, or a label that is no class
   */
  public void checkTrainable(String labelColumn) {
    UnusableInput.requireTrainable(table.path(), labelColumn, scan);
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
    return new InputRows(table, decoder, labels, scan).samples(featureNames(), withIds);
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

  /** The rows that cannot be used: file, row number, column, reason, the row as it stood. */
  public Dataset<Row> badRowsAside() {
    return new InputRows(table, decoder, labels, scan).unusable();
  }
}
