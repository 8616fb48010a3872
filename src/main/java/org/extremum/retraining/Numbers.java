package org.extremum.retraining;

import java.util.Arrays;
import java.util.Map;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;

/** Arrays of a {@link Snapshot}, every shape checked; a wrong one is a {@link Problem}. */
final class Numbers {
  private final String where;
  private final Map<String, double[]> arrays;

  Numbers(String where, Map<String, double[]> arrays) {
    this.where = where;
    this.arrays = arrays;
  }

  /** The array of that name, not copied. */
  double[] of(String name) {
    double[] array = arrays.get(name);
    if (array == null) {
      throw Facts.unreadable(where + ", array " + name, "one", "none");
    }
    return array;
  }

  /** The array of that name and length, not copied. */
  double[] of(String name, long length) {
    double[] array = of(name);
    if (array.length != length) {
      throw Facts.unreadable(where + ", array " + name, length + " numbers", array.length);
    }
    return array;
  }

  /** Whole numbers from 0 to {@code bound} - 1. */
  int[] indices(String name, long length, int bound) {
    double[] array = of(name, length);
    for (double value : array) {
      if (!(value >= 0 && value < bound) || value != Math.rint(value)) {
        throw Facts.unreadable(
            where + ", array " + name, "whole numbers from 0 to " + (bound - 1), value);
      }
    }
    return Arrays.stream(array).mapToInt(value -> (int) value).toArray();
  }

  /** 64-bit keys, kept in two halves each ({@link Snapshot#halves}). */
  long[] keys(String name) {
    try {
      return Snapshot.joined(of(name));
    } catch (IllegalArgumentException e) {
      throw Facts.unreadable(where + ", array " + name, e);
    }
  }

  String where() {
    return where;
  }

  Map<String, double[]> arrays() {
    return arrays;
  }
}
