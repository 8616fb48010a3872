package org.extremum.moments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.network.HiddenStack;
import org.extremum.samples.Accumulator;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.OrderedMerge;

/**
 * The pass that makes {@link Moments}: a GEMM, the activation and two SYRKs for each block. For one
 * hidden layer 2·l·m + 2·l² FLOPs for each sample; with explicit Jacobians m·l² instead of the
 * second SYRK's l². Two full squares of working memory in a running task, held-out part included.
 *
 * @param stack the hidden layers
 * @param essences V
 * @param heldOut rows whose Moments are kept apart; null for none
 */
public record MomentsPass(HiddenStack stack, int essences, KeyedShare heldOut)
    implements Accumulator<MomentsPair> {
  @Override
  public String name() {
    return "moments";
  }

  private int parts() {
    return heldOut == null ? 1 : 2;
  }

  @Override
  public long wireBytes() {
    return parts() * Moments.bytes(stack.width(), essences);
  }

  @Override
  public long runningBytes() {
    long l = stack.width();
    return 2 * 8 * l * (l + 1);
  }

  /** One, or where that is too large one for each range of a triangle. */
  @Override
  public int tiles() {
    return wireBytes() <= OrderedMerge.TILE_BYTES ? 1 : 2 * parts() * ranges();
  }

  private int ranges() {
    long triangle = 8L * PackedSymmetric.length(stack.width());
    return (int) ((triangle + OrderedMerge.TILE_BYTES - 1) / OrderedMerge.TILE_BYTES);
  }

  /** Operations of the pass over so many samples. */
  public double flops(double samples) {
    double l = stack.width();
    double forward = 0;
    for (var layer : stack.layers()) {
      forward += 2.0 * layer.outputs() * layer.inputs();
    }
    double slopes = stack.depth() == 1 ? l * l : stack.inputs() * l * l;
    return samples * (forward + l * l + slopes);
  }

  /** The size of the pass over so many samples. */
  public String inWords(double samples) {
    return String.format(
        Locale.ROOT, "%d neurons, %.3g GFLOP", stack.width(), flops(samples) * 1e-9);
  }

  @Override
  public Running<MomentsPair> begin() {
    return new RunningMoments(stack, essences, heldOut);
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
    Moments nothing = Moments.emptyTile(stack.width());
    List<MomentsPair> tiles = new ArrayList<>();
    for (Moments tile : whole.training().split(ranges())) {
      tiles.add(new MomentsPair(tile, heldOut == null ? null : nothing));
    }
    if (heldOut != null) {
      for (Moments tile : whole.heldOut().split(ranges())) {
        tiles.add(new MomentsPair(nothing, tile));
      }
    }
    return tiles;
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
    return Moments.join(own);
  }
}
