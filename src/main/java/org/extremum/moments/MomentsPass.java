package org.extremum.moments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.network.GradientFactors;
import org.extremum.network.HiddenStack;
import org.extremum.network.Tangents;
import org.extremum.samples.Accumulator;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.OrderedMerge;

/**
 * The pass that makes {@link Moments}: a GEMM, the activation and two SYRKs for each block. For one
 * hidden layer 2·l·m + 2·l² FLOPs for each sample. For deeper stacks the second SYRK is one of
 * gradient factors, r·l² instead of l² after their products, or of s sketched tangents, s·l². Two
 * full squares of working memory in a running task, held-out part included.
 *
 * @param stack the hidden layers
 * @param essences V
 * @param heldOut rows whose Moments are kept apart; null for none
 * @param sketch of E for deeper stacks; null for E itself. With one hidden layer E costs less than
 *     a sketch, and is never sketched
 * @param gradientRows the rows that E is summed over; where it is none the Moments have no E, and
 *     neither have the running task and what travels
 * @param precision of products; FLOAT with one hidden layer only
 */
public record MomentsPass(
    HiddenStack stack,
    int essences,
    KeyedShare heldOut,
    Sketch sketch,
    GradientRows gradientRows,
    Precision precision)
    implements Accumulator<MomentsPair> {
  /**
   * Checks what it can be.
   *
   * @throws IllegalArgumentException for single precision with deeper stacks
   */
  public MomentsPass {
    precision.requireFor(stack);
  }

  /** With E itself, of all rows, in double precision. */
  public MomentsPass(HiddenStack stack, int essences, KeyedShare heldOut) {
    this(stack, essences, heldOut, null, GradientRows.ALL);
  }

  /** In double precision. */
  public MomentsPass(
      HiddenStack stack,
      int essences,
      KeyedShare heldOut,
      Sketch sketch,
      GradientRows gradientRows) {
    this(stack, essences, heldOut, sketch, gradientRows, Precision.DOUBLE);
  }

  @Override
  public String name() {
    return "moments";
  }

  private int parts() {
    return heldOut == null ? 1 : 2;
  }

  @Override
  public long wireBytes() {
    int l = stack.width();
    long slopes = gradientRows.none() ? 8L * PackedSymmetric.length(l) : 0;
    return parts() * (Moments.bytes(l, essences) - slopes);
  }

  @Override
  public long runningBytes() {
    long both = runningBytes(stack.width(), 1, parts(), precision);
    if (!gradientRows.none()) {
      return both;
    }
    return precision == Precision.FLOAT
        ? both - parts() * CentredColumns.bytes(stack.width())
        : both / 2;
  }

  /**
   * Bytes of the running sums of so many parts, and of columns that are gathered for them over
   * blocks; without the triangles that are handed on.
   *
   * @param layers number of hidden layers
   */
  public static long runningBytes(int width, int layers, int parts, Precision precision) {
    if (precision == Precision.FLOAT) {
      return 4L * width * width + 2 * parts * CentredColumns.bytes(width);
    }
    return FoldsPass.runningBytes(parts, width)
        + (layers == 1 ? 2 : 1) * parts * GatheredColumns.bytes(width);
  }

  /**
   * Bytes that gradients of deeper stacks take in a running task, for planning.
   *
   * @param inputs m
   * @param widths l_1..l_{n-1}, at least two
   * @param directions of the sketch, or 0
   */
  public static long gradientBytes(int inputs, List<Integer> widths, int directions) {
    long last = widths.get(widths.size() - 1);
    if (directions == 0) {
      int r = HiddenStack.equationsPerSample(inputs, widths);
      return GradientFactors.bytes(inputs, widths) + 8 * last * GradientColumns.most(r);
    }
    long sides = inputs + widths.stream().mapToLong(Integer::longValue).sum();
    return 8 * sides * GradientColumns.most(directions);
  }

  /** One, or where that is too large one for each range of a triangle. */
  @Override
  public int tiles() {
    return tiles(parts(), stack.width(), essences);
  }

  /** The same for so many parts of the samples, before there are layers. */
  public static int tiles(int parts, int width, int essences) {
    return parts * Moments.bytes(width, essences) <= OrderedMerge.TILE_BYTES
        ? 1
        : 2 * parts * ranges(PackedSymmetric.length(width));
  }

  private int ranges() {
    return ranges(PackedSymmetric.length(stack.width()));
  }

  /** Into how many ranges so many numbers are cut for travel. */
  static int ranges(int numbers) {
    return (int) ((8L * numbers + OrderedMerge.TILE_BYTES - 1) / OrderedMerge.TILE_BYTES);
  }

  /** Operations of the pass over so many samples. */
  public double flops(double samples) {
    int directions = sketch == null ? 0 : sketch.directions();
    return samples
        * flopsOfSample(stack.inputs(), stack.widths(), directions, gradientRows.ofAll());
  }

  /**
   * Operations for one sample: a forward pass, the SYRK of its values, and that of its slopes,
   * gradient factors or sketched tangents where it is among the rows for these.
   *
   * @param inputs m
   * @param widths l_1..l_{n-1}
   * @param directions of the sketch, or 0
   * @param share of the rows whose gradients are summed
   */
  public static double flopsOfSample(
      int inputs, List<Integer> widths, int directions, double share) {
    double l = widths.get(widths.size() - 1);
    double forward = Tangents.flops(inputs, widths); // a forward pass and a tangent are the same
    double gradients;
    if (widths.size() == 1) {
      gradients = l * l;
    } else if (directions > 0) {
      gradients = directions * (forward + l * l);
    } else {
      gradients =
          GradientFactors.flops(inputs, widths)
              + HiddenStack.equationsPerSample(inputs, widths) * l * l;
    }
    return forward + l * l + share * gradients;
  }

  /** The size of the pass over so many samples. */
  public String inWords(double samples) {
    return String.format(
        Locale.ROOT, "%d neurons, %.3g GFLOP", stack.width(), flops(samples) * 1e-9);
  }

  @Override
  public Running<MomentsPair> begin() {
    return heldOut == null
        ? RunningMoments.begin(
            this, 1, (essence, hash) -> 0, parts -> new MomentsPair(parts.get(0), null))
        : RunningMoments.begin(
            this,
            2,
            (essence, hash) -> heldOut.contains(essence, hash) ? 1 : 0,
            parts -> new MomentsPair(parts.get(0), parts.get(1)));
  }

  @Override
  public MomentsPair merge(MomentsPair left, MomentsPair right) {
    left.training().add(1, right.training());
    if (heldOut != null) {
      left.heldOut().add(1, right.heldOut());
    }
    return left;
  }

  @Override
  public List<MomentsPair> split(MomentsPair whole) {
    if (tiles() == 1) {
      return List.of(whole);
    }
    List<Moments> training = Tiles.split(whole.training(), ranges());
    if (heldOut == null) {
      return Tiles.lazily(tiles(), t -> new MomentsPair(training.get(t), null));
    }
    Moments nothing = Tiles.empty(stack.width());
    List<Moments> apart = Tiles.split(whole.heldOut(), ranges());
    return Tiles.lazily(
        tiles(),
        t ->
            t < training.size()
                ? new MomentsPair(training.get(t), nothing)
                : new MomentsPair(nothing, apart.get(t - training.size())));
  }

  @Override
  public MomentsPair join(List<MomentsPair> tiles) {
    if (tiles.size() == 1) {
      return tiles.get(0);
    }
    int ofPart = 2 * ranges();
    Moments training = join(tiles.subList(0, ofPart), MomentsPair::training);
    return new MomentsPair(
        training,
        heldOut == null ? null : join(tiles.subList(ofPart, 2 * ofPart), MomentsPair::heldOut));
  }

  private static Moments join(List<MomentsPair> tiles, Function<MomentsPair, Moments> part) {
    List<Moments> own = new ArrayList<>();
    for (int t = 0; t < tiles.size(); t++) {
      own.add(part.apply(tiles.set(t, null)));
    }
    return Tiles.join(own);
  }
}
