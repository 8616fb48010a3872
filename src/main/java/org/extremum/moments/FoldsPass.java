package org.extremum.moments;

import java.util.ArrayList;
import java.util.List;
import org.extremum.network.HiddenStack;
import org.extremum.samples.Accumulator;
import org.extremum.samples.KeyedFolds;

/**
 * {@link MomentsPass} for k parts at a time, in the same FLOPs (method.md 7): so that what trains
 * while a part is tested is the sum of the others, with no further pass. Takes k/2 full squares of
 * each kind in a running task and travels whole, so it is for layers that are not too wide.
 *
 * @param stack the hidden layers
 * @param essences V
 * @param folds the parts
 * @param sketch of E for deeper stacks; null for E itself
 * @param gradientRows the rows that E is summed over
 * @param precision of products; FLOAT with one hidden layer only
 */
public record FoldsPass(
    HiddenStack stack,
    int essences,
    KeyedFolds folds,
    Sketch sketch,
    GradientRows gradientRows,
    Precision precision)
    implements Accumulator<FoldMoments> {
  /** Checks as {@link MomentsPass} does. */
  public FoldsPass {
    precision.requireFor(stack);
  }

  /** In double precision. */
  public FoldsPass(
      HiddenStack stack, int essences, KeyedFolds folds, Sketch sketch, GradientRows gradientRows) {
    this(stack, essences, folds, sketch, gradientRows, Precision.DOUBLE);
  }

  @Override
  public String name() {
    return "moments of folds";
  }

  @Override
  public long wireBytes() {
    return wireBytes(folds.count(), stack.width(), essences);
  }

  /** Bytes of the result for so many parts. */
  public static long wireBytes(int parts, int width, int essences) {
    return parts * Moments.bytes(width, essences);
  }

  @Override
  public long runningBytes() {
    return MomentsPass.runningBytes(stack.width(), stack.depth(), folds.count(), precision);
  }

  /** Bytes of the running sums of so many parts: two of them share a square. */
  public static long runningBytes(int parts, int width) {
    return (parts + 1) / 2 * 2 * 8L * width * (width + 1L);
  }

  /** The pass over all rows in one part: the same work. */
  public MomentsPass undivided() {
    return new MomentsPass(stack, essences, null, sketch, gradientRows, precision);
  }

  @Override
  public Running<FoldMoments> begin() {
    return RunningMoments.begin(undivided(), folds.count(), folds::of, FoldMoments::new);
  }

  @Override
  public FoldMoments merge(FoldMoments left, FoldMoments right) {
    List<Moments> merged = new ArrayList<>();
    for (int p = 0; p < left.folds().size(); p++) {
      merged.add(left.folds().get(p).add(1, right.folds().get(p)));
    }
    return new FoldMoments(merged);
  }
}
