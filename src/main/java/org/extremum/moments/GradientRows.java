package org.extremum.moments;

import java.io.Serializable;
import java.util.Arrays;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyHistogram.Counting;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;

/**
 * The rows whose gradients stand for those of all: E (method.md 3) is a mean over the samples, and
 * a mean over some thousands of them is as good, while the SYRK of their slopes is half of the pass
 * for Moments. Each chosen row counts for as many as its essence has rows to a chosen one, so that
 * the sum is unbiased. A row is chosen by its content alone, so that sums stay additive: what is
 * forgotten was chosen, or not, when it was added. Essences that are not known yet, and rare ones,
 * have all their rows chosen.
 *
 * @param share the rows chosen where it is some of them, else null
 * @param ofAll the chosen part of the rows they were chosen from, for counting operations
 */
public record GradientRows(Kind kind, KeyedShare share, double ofAll) implements Serializable {
  /** Whether there is a choice at all. */
  public enum Kind {
    ALL,
    SOME,
    NONE
  }

  /** Below so many rows to a chosen one, a second SYRK is cheaper than what sampling costs. */
  private static final int WORTH_WHILE = 2;

  /** E of l neurons has l² entries, and l is the number of unknowns of each output. */
  private static final long EQUATIONS_PER_NEURON = 16;

  /** Every row's gradient. */
  public static final GradientRows ALL = new GradientRows(Kind.ALL, null, 1);

  /** No row's gradient: for where only the values' sums are of use, no memory is taken for E. */
  public static final GradientRows NONE = new GradientRows(Kind.NONE, null, 0);

  /**
   * About {@code rows} rows, and up to twice as many of uneven essences ({@link
   * KeyHistogram#evenly}).
   *
   * @param histogram of all rows
   * @param keys that it was made with
   */
  public static GradientRows about(long rows, KeyHistogram histogram, Counting keys) {
    KeyedShare share = histogram.evenly(keys, rows);
    return some(share, histogram.samples(share) / (double) histogram.samples());
  }

  private static GradientRows some(KeyedShare share, double ofAll) {
    return new GradientRows(Kind.SOME, share, ofAll);
  }

  /**
   * How many rows to choose: at least so many that their equations are many for each neuron, which
   * matters where surfaces have few coordinates.
   *
   * @param asked for; 0 for all
   * @param inputs m
   * @param width l
   */
  public static long enough(long asked, int inputs, int width) {
    return asked == 0 ? 0 : Math.max(asked, EQUATIONS_PER_NEURON * width / inputs);
  }

  /**
   * The part that will be chosen of so many rows if all differ; 1 where leaving rows out gains
   * little.
   *
   * @param rows asked for; 0 for all
   */
  public static double expected(long rows, long samples) {
    return rows == 0 || samples <= WORTH_WHILE * rows ? 1 : (double) rows / samples;
  }

  /**
   * Undoes {@link #toArray}.
   *
   * @param seed of the keys
   * @throws IllegalArgumentException for what that does not give
   */
  public static GradientRows of(long seed, double[] array) {
    if (array.length == 0) {
      return ALL;
    }
    if (array.length == 1 || !(array[0] > 0 && array[0] <= 1)) {
      throw new IllegalArgumentException(
          "rows for gradients: expected a part of all in (0, 1] and one of each essence, got "
              + Arrays.toString(array));
    }
    double[] fractions = Arrays.copyOfRange(array, 1, array.length);
    return some(KeyedShare.of(seed, RowHash.Purpose.GRADIENTS, fractions), array[0]);
  }

  /** The chosen part of all rows, and of the keys of each essence; empty where all are chosen. */
  public double[] toArray() {
    if (none()) {
      throw new IllegalStateException("rows for gradients: expected some to keep, got none");
    }
    if (all()) {
      return new double[0];
    }
    double[] array = new double[1 + share.bins().length];
    Arrays.setAll(array, v -> v == 0 ? ofAll : share.fraction(v - 1));
    return array;
  }

  /**
   * The part that is chosen, on average, of rows that differ.
   *
   * @param weights of the rows of each essence
   * @return in (0, 1]; NaN where nothing weighs anything
   */
  public double part(double[] weights) {
    double chosen = 0;
    double all = 0;
    for (int v = 0; v < weights.length; v++) {
      chosen += weights[v] / factor(v);
      all += weights[v];
    }
    return chosen / all;
  }

  /** Whether no row is left out. */
  public boolean all() {
    return kind == Kind.ALL;
  }

  /** Whether all rows are left out. */
  boolean none() {
    return kind == Kind.NONE;
  }

  /** Whether a row's gradient is summed. */
  boolean contains(int essence, long rowHash) {
    return switch (kind) {
      case ALL -> true;
      case SOME -> isNew(essence) || share.contains(essence, rowHash);
      case NONE -> false;
    };
  }

  /** The block with the weights that its chosen rows have in E. */
  SampleBlock weighted(SampleBlock block) {
    if (kind != Kind.SOME) {
      return block;
    }
    double[] weights = new double[block.size()];
    Arrays.setAll(weights, i -> block.weight(i) * factor(block.essence(i)));
    return block.withWeights(weights);
  }

  /** How many rows a chosen one stands for. */
  double factor(int essence) {
    return kind != Kind.SOME || isNew(essence) ? 1 : 1 / share.fraction(essence);
  }

  /** Not among those that rows were chosen of. */
  private boolean isNew(int essence) {
    return essence >= share.bins().length;
  }
}
