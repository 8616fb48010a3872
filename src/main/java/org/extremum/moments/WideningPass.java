package org.extremum.moments;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.network.GradientFactors;
import org.extremum.network.HiddenStack;
import org.extremum.network.Tangents;
import org.extremum.samples.Accumulator;
import org.extremum.samples.OrderedMerge;

/**
 * The pass that makes of the {@link Moments} of a widened last hidden layer only what those of its
 * first neurons lack: columns {@code before}..l of the triangles, which stand at their end
 * (method.md 4). Its result is a tile: {@link #joined} joins the two. Of l² FLOPs a sample and
 * triangle l² - before² are left, and for any number of hidden layers; E itself, no sketch.
 *
 * @param stack the hidden layers, widened
 * @param before neurons of the last one that were there
 * @param essences V
 * @param gradientRows the rows that E is summed over: those of the Moments that are widened
 */
public record WideningPass(HiddenStack stack, int before, int essences, GradientRows gradientRows)
    implements Accumulator<Moments> {
  /** Checks that there are old neurons and new ones, and rows for E. */
  public WideningPass {
    if (before < 1 || before >= stack.width()) {
      throw new IllegalArgumentException(
          "neurons before widening: expected 1.." + (stack.width() - 1) + ", got " + before);
    }
    if (gradientRows.none()) {
      throw new IllegalArgumentException("rows for gradients: expected some to widen by, got none");
    }
  }

  /**
   * Moments of the same samples for a wider last hidden layer whose first neurons are these: what
   * is there bit for bit, and the new neurons' columns after it.
   *
   * @param narrow of the neurons that were there, not modified
   * @param tail of a pass of this kind over the same samples, not modified
   * @throws IllegalArgumentException when it does not continue these
   */
  public static Moments joined(Moments narrow, Moments tail) {
    int width = narrow.width;
    int wide = tail.width;
    if (narrow.values.length + tail.values.length != PackedSymmetric.length(wide)
        || !Arrays.equals(narrow.counts, tail.counts)) {
      throw new IllegalArgumentException(
          "moments to be widened: expected the columns after neuron "
              + width
              + " over samples "
              + Arrays.toString(narrow.counts)
              + ", got "
              + tail.values.length
              + " values of "
              + wide
              + " neurons over samples "
              + Arrays.toString(tail.counts));
    }
    double[] sums = tail.sums.clone();
    for (int v = 0; v < narrow.essences(); v++) {
      System.arraycopy(narrow.sums, v * width, sums, v * wide, width);
    }
    return new Moments(
        wide,
        followed(narrow.values, tail.values),
        followed(narrow.slopes, tail.slopes),
        sums,
        narrow.weights.clone(),
        narrow.counts.clone());
  }

  private static double[] followed(double[] first, double[] second) {
    double[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Override
  public String name() {
    return "moments of new neurons";
  }

  /** Numbers of a triangle that are new. */
  private int tail() {
    return PackedSymmetric.length(stack.width()) - PackedSymmetric.length(before);
  }

  @Override
  public long wireBytes() {
    return 16L * tail() + 8L * stack.width() * essences;
  }

  /** Two rectangles of old by new neurons, and a square of new ones. */
  @Override
  public long runningBytes() {
    long added = stack.width() - before;
    return 8 * (2 * before * added + added * (added + 1));
  }

  @Override
  public int tiles() {
    return wireBytes() <= OrderedMerge.TILE_BYTES ? 1 : 2 * MomentsPass.ranges(tail());
  }

  /** The size of the pass over so many samples. */
  public String inWords(double samples) {
    double l = stack.width();
    double equations = stack.depth() == 1 ? 1 : stack.equationsPerSample();
    double factors = stack.depth() == 1 ? 0 : GradientFactors.flops(stack);
    double each =
        Tangents.flops(stack)
            + factors
            + (1 + gradientRows.ofAll() * equations) * (l * l - (double) before * before);
    return String.format(
        Locale.ROOT, "%d to %d neurons, %.3g GFLOP", before, stack.width(), samples * each * 1e-9);
  }

  @Override
  public Running<Moments> begin() {
    return new RunningTail(stack, before, essences, gradientRows);
  }

  @Override
  public Moments merge(Moments left, Moments right) {
    return left.add(1, right);
  }

  @Override
  public List<Moments> split(Moments whole) {
    return tiles() == 1 ? List.of(whole) : Tiles.split(whole, MomentsPass.ranges(tail()));
  }

  @Override
  public Moments join(List<Moments> tiles) {
    return tiles.size() == 1 ? tiles.get(0) : Tiles.join(tiles);
  }
}
