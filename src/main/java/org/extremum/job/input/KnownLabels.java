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
  private final String what;
  private final List<String> names;
  private final Map<String, Integer> places = new HashMap<>();

  private KnownLabels(String column, String what, List<String> names) {
    this.column = column;
    this.what = what;
    this.names = names;
    names.forEach(name -> places.put(name, places.size()));
  }

  static KnownLabels any() {
    return new KnownLabels(null, "any", List.of());
  }

  /**
   * @param column where labels stand, for messages
   */
  static KnownLabels of(String column, List<String> names) {
    return new KnownLabels(column, "one of the model's classes", List.copyOf(names));
  }

  /** Names that an option allows; where it says nothing, any. */
  static KnownLabels declared(String column, List<String> names) {
    return new KnownLabels(column, "a label that option labels names:", List.copyOf(names));
  }

  /**
   * @throws BadValue for a label that is not among these
   */
  void check(String label) throws BadValue {
    if (!names.isEmpty() && label != null && !places.containsKey(label)) {
      String known = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
      throw new BadValue(
          column, what + " " + known + (names.size() > SHOWN ? ", …" : ""), Cells.shown(label));
    }
  }

  /** Whether it is one of the names. */
  boolean knows(String label) {
    return places.containsKey(label);
  }

  /** The place of a label that has passed {@link #check}. */
  int place(String label) {
    return places.get(label);
  }

  List<String> names() {
    return names;
  }
}
