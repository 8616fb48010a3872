package org.extremum.moments;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.network.HiddenStack;

/**
 * Sufficient statistics of the output layer with hidden layers fixed (method.md 4), a commutative
 * monoid with inverse:
 *
 * <ul>
 *   <li>F = Σ ω h hᵀ, l × l, packed;
 *   <li>one hidden layer: CᵀC = Σ ω c cᵀ, l × l, packed; deeper: E = Σ ω J Jᵀ itself;
 *   <li>for each essence v: Σ_{y=v} ω h (l), Σ_{y=v} ω, count.
 * </ul>
 *
 * <p>Memory: 8·l·(l+1) bytes and l·V more. A tile of a Moments (see {@link Tiles}) is a Moments of
 * which a triangle, or a range of one, is there; it can be added but not solved. One of {@link
 * GradientRows#NONE} has no second triangle.
 */
public final class Moments implements Serializable {
  private static final long serialVersionUID = 1L;

  static final double[] NONE = new double[0];

  final int width;
  final double[] values; // F, or a range of it
  final double[] slopes; // CᵀC or E, or a range of it
  final double[] sums; // l × V column-major: Σ_{y=v} ω h
  final double[] weights; // V
  final long[] counts; // V

  Moments(
      int width, double[] values, double[] slopes, double[] sums, double[] weights, long[] counts) {
    this.width = width;
    this.values = values;
    this.slopes = slopes;
    this.sums = sums;
    this.weights = weights;
    this.counts = counts;
  }

  /** Moments of no samples. */
  public static Moments zero(int width, int essences) {
    int triangle = PackedSymmetric.length(width);
    return new Moments(
        width,
        new double[triangle],
        new double[triangle],
        new double[width * essences],
        new double[essences],
        new long[essences]);
  }

  /** l, width of the last hidden layer. */
  public int width() {
    return width;
  }

  /** V. */
  public int essences() {
    return weights.length;
  }

  /** φ: samples counted. */
  public long samples() {
    return Arrays.stream(counts).sum();
  }

  public long count(int essence) {
    return counts[essence];
  }

  /** Σω. */
  public double weight() {
    return DoubleStream.of(weights).sum();
  }

  public double weight(int essence) {
    return weights[essence];
  }

  /** F, sharing this memory. */
  public PackedSymmetric values() {
    return new PackedSymmetric(width, values);
  }

  /** CᵀC (one hidden layer) or E (deeper), sharing this memory. */
  public PackedSymmetric slopes() {
    return new PackedSymmetric(width, slopes);
  }

  /** Σωh, l. */
  public double[] valueSum() {
    double[] sum = new double[width];
    for (int v = 0; v < essences(); v++) {
      for (int k = 0; k < width; k++) {
        sum[k] += sums[v * width + k];
      }
    }
    return sum;
  }

  /** Σ_{y=v} ω h, l. */
  public double[] valueSum(int essence) {
    return Arrays.copyOfRange(sums, essence * width, (essence + 1) * width);
  }

  /**
   * Turns CᵀC into E = (W·Wᵀ) ∘ (CᵀC) in place, for one hidden layer (method.md 3); for deeper
   * stacks E is there already. Afterwards {@link #slopes()} is E. l²·m FLOPs, once.
   *
   * @return E, sharing this memory; this Moments must not be added to others afterwards
   */
  public PackedSymmetric toGradientGram(HiddenStack stack) {
    return toGradientGram(stack, 0);
  }

  /**
   * The same for the neurons from {@code before} on, where this was {@link WideningPass#joined}
   * from Moments whose slopes' triangle was E: E's entries do not depend on neurons other than
   * their own two.
   */
  public PackedSymmetric toGradientGram(HiddenStack stack, int before) {
    PackedSymmetric gram = slopes();
    if (stack.depth() == 1) {
      try (Matrix w = stack.layers().get(0).weightMatrix()) {
        gram.multiplyEntrywiseByGramOf(w, before);
      }
    }
    return gram;
  }

  /** {@link #toGradientGram(HiddenStack)} for several Moments of one stack: l²·m FLOPs for all. */
  public static void toGradientGrams(List<Moments> all, HiddenStack stack) {
    if (stack.depth() == 1) {
      try (Matrix w = stack.layers().get(0).weightMatrix()) {
        PackedSymmetric.multiplyEntrywiseByGramOf(w, 0, all.stream().map(Moments::slopes).toList());
      }
    }
  }

  /**
   * target ← target + factor·E, with slopes that stay as they are ({@link #toGradientGram}). l²·m
   * FLOPs for one hidden layer.
   */
  public void addGradientGram(double factor, HiddenStack stack, PackedSymmetric target) {
    if (stack.depth() > 1) {
      target.add(factor, slopes());
      return;
    }
    try (Matrix w = stack.layers().get(0).weightMatrix()) {
      target.addProductWithGramOf(factor, slopes(), w);
    }
  }

  /**
   * this ← this + factor·other: 1 to add, -1 to forget, or what the samples' weights are to be
   * multiplied by. Counts are counts: the other's are added, or taken away where the factor is
   * negative. Tiles only with like tiles.
   *
   * @param other of as many neurons and essences, not modified
   * @throws IllegalArgumentException when more is taken away than is there; nothing is done then
   */
  public Moments add(double factor, Moments other) {
    return factor < 0 ? subtract(-factor, other) : combine(factor, 1, other);
  }

  /**
   * this ← this - factor·other: forgets samples whose weights were multiplied by the factor since
   * they were added. Essences of which no sample is left have sums of exactly zero, and so have the
   * triangles where none is left at all, whatever rounding would leave.
   *
   * @param other of as many neurons and essences, not modified
   * @throws IllegalArgumentException when more is taken away than is there; nothing is done then
   */
  public Moments subtract(double factor, Moments other) {
    combine(-factor, -1, other);
    for (int v = 0; v < counts.length; v++) {
      if (counts[v] == 0) {
        weights[v] = 0;
        Arrays.fill(sums, v * width, (v + 1) * width, 0);
      }
    }
    if (counts.length > 0 && samples() == 0) {
      Arrays.fill(values, 0);
      Arrays.fill(slopes, 0);
    }
    return this;
  }

  private Moments combine(double factor, int sign, Moments other) {
    requireCounts(sign, other);
    axpy(factor, other.values, values);
    axpy(factor, other.slopes, slopes);
    return combineSums(factor, sign, other);
  }

  private void requireCounts(int sign, Moments other) {
    for (int v = 0; v < counts.length && v < other.counts.length; v++) {
      if (counts[v] + sign * other.counts[v] < 0) {
        throw new IllegalArgumentException(
            "moments to be taken away: expected at most "
                + counts[v]
                + " samples of essence "
                + v
                + ", got "
                + other.counts[v]);
      }
    }
  }

  /** Like adding with factor 1, for the class sums, weights and counts alone. */
  public Moments addSums(Moments other) {
    return combineSums(1, 1, other);
  }

  private Moments combineSums(double factor, int sign, Moments other) {
    axpy(factor, other.sums, sums);
    axpy(factor, other.weights, weights);
    for (int v = 0; v < counts.length; v++) {
      counts[v] += sign * other.counts[v];
    }
    return this;
  }

  private static void axpy(double factor, double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "moments: expected " + y.length + " values, got " + x.length);
    }
    for (int k = 0; k < y.length; k++) {
      y[k] += factor * x[k];
    }
  }

  /** this ← factor·this, as if all weights were multiplied; counts stay. */
  public Moments scale(double factor) {
    for (double[] array : new double[][] {values, slopes, sums, weights}) {
      for (int k = 0; k < array.length; k++) {
        array[k] *= factor;
      }
    }
    return this;
  }

  /**
   * The same with more essences, of which there are no samples. Shares the triangles; this must not
   * be added to afterwards.
   *
   * @param essences at least as many as there are
   */
  public Moments withEssences(int essences) {
    if (essences < essences()) {
      throw new IllegalArgumentException(
          "moments: expected at least " + essences() + " essences, got " + essences);
    }
    return new Moments(
        width,
        values,
        slopes,
        Arrays.copyOf(sums, width * essences),
        Arrays.copyOf(weights, essences),
        Arrays.copyOf(counts, essences));
  }

  /** Bytes of the numbers of a Moments of this shape. */
  public static long bytes(int width, int essences) {
    return 8L * width * (width + 1L) + 8L * width * essences;
  }

  /** The class sums, weights and counts alone, sharing this memory; for when the triangles go. */
  public Moments sums() {
    return new Moments(width, NONE, NONE, sums, weights, counts);
  }

  /** The class sums, weights and counts alone, copied. */
  public Moments copyOfSums() {
    return new Moments(width, NONE, NONE, sums.clone(), weights.clone(), counts.clone());
  }
}
