package org.extremum.report;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.training.TrainingReport;

/**
 * The entries of run.json, read with care: models of older versions lack some, and each that is
 * missing or of another form is taken as absent.
 *
 * @param report what is read; not modified
 * @param labelNames a name for each class, or empty
 */
record Entries(TrainingReport report, List<String> labelNames) {
  /** Parts of the data that a model may have been scored on, the most telling first. */
  static final List<String> PARTS = List.of("test", "validation", "train");

  /** The entry under a dotted name, or null. */
  Object get(String name) {
    Object value = report.asMap();
    for (String part : name.split("\\.")) {
      value = value instanceof Map<?, ?> map ? map.get(part) : null;
    }
    return value;
  }

  boolean has(String name) {
    return get(name) != null;
  }

  /** A number, or NaN. */
  double number(String name) {
    return number(get(name));
  }

  /** An entry as a number, or NaN. */
  static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** A whole number, or 0. */
  long count(String name) {
    return get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** A text, or an empty one. */
  String text(String name) {
    Object value = get(name);
    return value == null ? "" : value.toString();
  }

  /** A list, or an empty one. */
  List<?> list(String name) {
    return get(name) instanceof List<?> list ? list : List.of();
  }

  /** A list of maps; other elements are passed over. */
  List<Map<?, ?>> rows(String name) {
    return list(name).stream()
        .filter(Map.class::isInstance)
        .<Map<?, ?>>map(row -> (Map<?, ?>) row)
        .toList();
  }

  /** A map, or an empty one. */
  Map<?, ?> map(String name) {
    return get(name) instanceof Map<?, ?> map ? map : Map.of();
  }

  /** What the class is called: its name, or its number. */
  String label(int essence) {
    return essence >= 0 && essence < labelNames.size()
        ? labelNames.get(essence)
        : String.valueOf(essence);
  }

  /** What the class of a row's entry is called. */
  String label(Map<?, ?> row, String entry) {
    return row.get(entry) instanceof Number number
        ? label(number.intValue())
        : String.valueOf(row.get(entry));
  }

  /** Widths of the network's layers, from features to classes. */
  List<String> widths() {
    List<?> hidden = has("resolved.hiddenLayers") ? list("resolved.hiddenLayers") : hiddenLayers();
    return IntStream.range(0, hidden.size() + 2)
        .mapToObj(
            u ->
                u == 0
                    ? text("features")
                    : u > hidden.size() ? text("essences") : String.valueOf(hidden.get(u - 1)))
        .toList();
  }

  private List<?> hiddenLayers() {
    return list("hiddenLayers");
  }

  /** Whether the model's extrema are exact ones. */
  boolean exact() {
    String used = has("resolved.extremum") ? text("resolved.extremum") : text("options.extremum");
    return used.equals("exact");
  }

  /** The most telling part of the data that has such an entry; "train" where none has. */
  String part(String entry) {
    return PARTS.stream().filter(part -> has(part + "." + entry)).findFirst().orElse("train");
  }

  /** What a part is called beside "data" or "samples". */
  static String inWords(String part) {
    return part.equals("train") ? "training" : part;
  }
}
