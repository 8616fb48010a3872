package org.extremum.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that is to be known about how a model came to be: nested maps, lists, numbers, texts
 * and booleans, in the order in which they were put. It is saved with the model as run.json, the
 * model's manifest; names are stable, src/site/markdown/operations.md lists them.
 */
public final class TrainingReport {
  private final Map<String, Object> entries = new LinkedHashMap<>();

  /** Sets an entry; a dotted name such as "stationarity.max" stands in a nested map. */
  public TrainingReport put(String name, Object value) {
    Map<String, Object> map = entries;
    String[] path = name.split("\\.");
    for (int k = 0; k < path.length - 1; k++) {
      map = child(map, path[k]);
    }
    map.put(path[path.length - 1], value);
    return this;
  }

  @SuppressWarnings("unchecked") // maps under a dotted name are made here only
  private static Map<String, Object> child(Map<String, Object> map, String name) {
    return (Map<String, Object>) map.computeIfAbsent(name, key -> new LinkedHashMap<>());
  }

  /**
   * The entry under a dotted name, or null.
   *
   * @throws ClassCastException when a part of the path is no map
   */
  public Object get(String name) {
    Object value = entries;
    for (String part : name.split("\\.")) {
      if (value == null) {
        return null;
      }
      value = ((Map<?, ?>) value).get(part);
    }
    return value;
  }

  /** A number under a dotted name. */
  public double number(String name) {
    return ((Number) get(name)).doubleValue();
  }

  /** All entries; not a copy. */
  public Map<String, Object> asMap() {
    return entries;
  }
}
