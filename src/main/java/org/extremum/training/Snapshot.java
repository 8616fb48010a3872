package org.extremum.training;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a long piece of work needs to go on from: small facts and large arrays of numbers, in terms
 * that any language can read back.
 *
 * @param facts numbers, texts, booleans, lists and maps of these
 * @param arrays by name; not copied
 */
public record Snapshot(Map<String, Object> facts, Map<String, double[]> arrays) {
  /** Half of a 64-bit number: exact in a double. */
  private static final long HALF = 0xFFFFFFFFL;

  /** 64-bit numbers as an array can hold them: each in two halves, the upper one first. */
  public static double[] halves(long[] numbers) {
    return Arrays.stream(numbers)
        .flatMap(number -> LongStream.of(number >>> 32, number & HALF))
        .asDoubleStream()
        .toArray();
  }

  /**
   * Undoes {@link #halves}.
   *
   * @throws IllegalArgumentException when there is no second half of the last one
   */
  public static long[] joined(double[] halves) {
    if (halves.length % 2 != 0) {
      throw new IllegalArgumentException("expected pairs of numbers, got " + halves.length);
    }
    return IntStream.range(0, halves.length / 2)
        .mapToLong(i -> (long) halves[2 * i] << 32 | (long) halves[2 * i + 1] & HALF)
        .toArray();
  }
}
