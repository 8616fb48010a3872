package org.extremum.job.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.extremum.training.Nearest;
import org.extremum.training.Problem;

/** Decides which columns of a table are features, label, weight, id and validation. */
final class Columns {
  private final RawTable table;
  private final Wanted wanted;
  private final Consumer<String> notes;
  private List<Row> head; // null until it is looked at

  private Columns(RawTable table, Wanted wanted, Consumer<String> notes) {
    this.table = table;
    this.wanted = wanted;
    this.notes = notes;
  }

  /**
   * The decoder of a table's rows.
   *
   * @param notes receives what was decided and a user might not expect
   * @throws Problem (bad data or usage) where a column is missing or of no use
   */
  static RowDecoder decoder(RawTable table, Wanted wanted, Consumer<String> notes) {
    if (table.format() == InputFormat.LIBSVM) {
      if (!wanted.validation().isEmpty()) {
        throw Problem.of(
            Problem.Kind.USAGE,
            "option validationIndicatorCol",
            "none for libsvm, which has no such columns",
            "'" + wanted.validation() + "'",
            "give the data as csv, parquet or json");
      }
      return new LibSvmDecoder(wanted.count(), false);
    }
    return new Columns(table, wanted, notes).decoder();
  }

  /** The first rows; read only where a table's types do not say what is needed. */
  private List<Row> head() {
    if (head == null) {
      head = table.head();
    }
    return head;
  }

  private RowDecoder decoder() {
    if (table.isText() && head().isEmpty()) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          table.path(),
          "rows below the header",
          "none",
          "check how it was written");
    }
    ColumnDecoder.Places places =
        new ColumnDecoder.Places(
            wanted.label() == null ? -1 : place("label column", wanted.label()),
            wanted.weight().isEmpty() ? -1 : place("weight column", wanted.weight()),
            wanted.id().isEmpty() ? -1 : place("id column", wanted.id()),
            wanted.validation().isEmpty() ? -1 : place("validation column", wanted.validation()));
    wanted.ignore().forEach(name -> place("option ignore", name));
    Set<Integer> taken = places.taken();
    int[] chosen = wanted.features().isEmpty() ? found(taken) : named(taken);
    boolean vector = chosen.length == 1 && isVector(chosen[0]);
    checkCount(chosen, vector);
    return new ColumnDecoder(
        table.format(),
        table.columns(),
        chosen,
        vector,
        places,
        vector ? sizeOf(chosen[0]) : chosen.length,
        false);
  }

  private void checkCount(int[] chosen, boolean vector) {
    if (!vector && wanted.count() > 0 && chosen.length != wanted.count()) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          table.path(),
          wanted.count() + " feature columns, as the model was trained with",
          chosen.length + " (" + String.join(", ", names(chosen)) + ")",
          "name them with --set features=…, in the order of the training data");
    }
  }

  private List<String> names(int[] places) {
    List<String> names = IntStream.of(places).mapToObj(table.columns()::get).toList();
    return names.size() <= 8
        ? names
        : IntStream.range(0, 9).mapToObj(i -> i < 8 ? names.get(i) : "…").toList();
  }

  private int place(String what, String name) {
    int place = table.columns().indexOf(name);
    if (place < 0 && !wanted.optional().contains(name)) {
      List<String> known = table.columns();
      String columns =
          String.join(", ", known.subList(0, Math.min(20, known.size())))
              + (known.size() > 20 ? ", … (" + known.size() + ")" : "");
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          what + " of " + table.path(),
          "one of " + columns,
          "'" + name + "'",
          Nearest.question(name, known) + "name a column that is there, or give data that have it");
    }
    return place;
  }

  private int[] named(Set<Integer> taken) {
    int[] chosen =
        wanted.features().stream().mapToInt(name -> place("feature column", name)).toArray();
    for (int place : chosen) {
      String name = table.columns().get(place);
      if (taken.contains(place)) {
        throw Problem.of(
            Problem.Kind.USAGE,
            "option features",
            "columns that are not label, weight, id or validation",
            "'" + name + "'",
            "take it out of the list");
      }
      if (isVector(place) && chosen.length > 1) {
        throw Problem.of(
            Problem.Kind.USAGE,
            "option features",
            "one vector column, or columns of numbers",
            "'" + name + "' beside others",
            "name the vector column alone");
      }
      if (!isVector(place) && !isNumeric(place)) {
        throw textual(place);
      }
    }
    return chosen;
  }

  private Problem textual(int place) {
    for (int row = 0; row < head().size(); row++) {
      Object cell = head().get(row).get(place);
      if (Cells.name(cell) != null && !Cells.looksNumeric(Cells.name(cell))) {
        return Problem.of(
            Problem.Kind.BAD_DATA,
            table.path() + ", row " + (row + 1) + ", column '" + table.columns().get(place) + "'",
            "a number",
            Cells.shown(cell),
            "leave the column out of the features, or turn its values into numbers");
      }
    }
    return Problem.of(
        Problem.Kind.BAD_DATA,
        table.path() + ", column '" + table.columns().get(place) + "'",
        "numbers",
        table.types().get(place).simpleString() + " without values",
        "leave the column out of the features");
  }

  /** All columns that can be features: a column of vectors if there is one, else all numbers. */
  private int[] found(Set<Integer> taken) {
    List<Integer> numbers = new ArrayList<>();
    List<Integer> vectors = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (int place = 0; place < table.columns().size(); place++) {
      String name = table.columns().get(place);
      if (taken.contains(place) || wanted.ignore().contains(name)) {
        continue;
      }
      if (isVector(place)) {
        vectors.add(place);
      } else if (isNumeric(place)) {
        numbers.add(place);
      } else {
        others.add(name);
      }
    }
    if (vectors.size() == 1) {
      numbers = vectors;
    }
    if (numbers.isEmpty()) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          table.path(),
          "at least one column of numbers beside label, weight and id",
          vectors.isEmpty() ? "none" : vectors.size() + " columns of vectors",
          "check the file, or name the columns with --set features=…");
    }
    if (!others.isEmpty() && vectors.size() != 1) {
      notes.accept(
          table.path() + ": columns left out, no numbers in them: " + String.join(", ", others));
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean isVector(int place) {
    return VectorCells.isVector(table.types().get(place));
  }

  /** By type; a column of texts is numeric when more than half of its first values are numbers. */
  private boolean isNumeric(int place) {
    DataType type = table.types().get(place);
    if (!table.isText()) {
      return type instanceof NumericType;
    }
    int values = 0;
    int numbers = 0;
    for (Row row : head()) {
      String text = Cells.name(row.get(place));
      if (text != null) {
        values++;
        numbers += Cells.looksNumeric(text) ? 1 : 0;
      }
    }
    return 2 * numbers > values;
  }

  private int sizeOf(int place) {
    if (wanted.count() > 0) {
      return wanted.count();
    }
    for (Row row : head()) {
      try {
        return VectorCells.vector(table.columns().get(place), row.get(place), true).size();
      } catch (BadValue e) {
        continue; // named when the rows are read
      }
    }
    throw Problem.of(
        Problem.Kind.BAD_DATA,
        table.path() + ", column '" + table.columns().get(place) + "'",
        "vectors",
        "none in the first " + head().size() + " rows",
        "check how it was written");
  }
}
