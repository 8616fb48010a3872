package org.extremum.job.input;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The classes a model knows, in the order of its outputs; or none, while they are being found. */
final class KnownLabels implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 20;

  private final String column;
  private final List<String> names;
  private final Map<String, Integer> places = new HashMap<>();

  private KnownLabels(String column, List<String> names) {
    this.column = column;
    this.names = names;
    names.forEach(name -> places.put(name, places.size()));
  }

  static KnownLabels any() {
    return new KnownLabels(null, List.of());
  }

  /**
   * @param column where labels stand, for messages
   */
  static KnownLabels of(String column, List<String> names) {
    return new KnownLabels(column, List.copyOf(names));
  }

  /**
   * @throws BadValue for a label that is not among these
   */
  void check(String label) throws BadValue {
    if (!names.isEmpty() && label != null && !places.containsKey(label)) {
      String known = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
      throw new BadValue(
          column,
          "one of the model's classes " + known + (names.size() > SHOWN ? ", …" : ""),
          Cells.shown(label));
    }
  }

  /** The place of a label that has passed {@link #check}. */
  int place(String label) {
    return places.get(label);
  }

  List<String> names() {
    return names;
  }
}
