package org.extremum.moments;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.TrianglePair;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.samples.Accumulator;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.SampleBlock;

/**
 * Moments in the making: a block's held-out rows are moved to its end, then every step is BLAS-3.
 */
final class RunningMoments implements Accumulator.Running<MomentsPair> {
  private final HiddenStack stack;
  private final KeyedShare heldOut;
  private final ForwardPass forward;
  private final GradientColumns gradients; // null for one hidden layer
  private final TrianglePair values;
  private final TrianglePair slopes;
  private final EssenceSums training;
  private final EssenceSums held;
  private final double[] column;

  RunningMoments(HiddenStack stack, int essences, KeyedShare heldOut, Sketch sketch) {
    this.stack = stack;
    this.heldOut = heldOut;
    this.forward = new ForwardPass(stack);
    this.gradients = stack.depth() == 1 ? null : GradientColumns.of(forward, sketch);
    this.values = new TrianglePair(stack.width());
    this.slopes = new TrianglePair(stack.width());
    this.training = new EssenceSums(stack.width(), essences);
    this.held = new EssenceSums(stack.width(), essences);
    this.column = new double[stack.width()];
  }

  @Override
  public void add(SampleBlock block) {
    int[] first = IntStream.range(0, block.size()).filter(i -> !isHeldOut(block, i)).toArray();
    int[] second = IntStream.range(0, block.size()).filter(i -> isHeldOut(block, i)).toArray();
    SampleBlock ordered =
        second.length == 0
            ? block
            : block.select(IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray());
    forward.run(ordered, true);
    int cut = first.length;
    int size = ordered.size();
    training.add(ordered, 0, cut, forward.values());
    held.add(ordered, cut, size, forward.values());
    scaleByRootWeight(ordered, forward.values());
    values.addToFirst(forward.values().columns(0, cut));
    values.addToSecond(forward.values().columns(cut, size));
    if (stack.depth() == 1) {
      scaleByRootWeight(ordered, forward.slopes());
      slopes.addToFirst(forward.slopes().columns(0, cut));
      slopes.addToSecond(forward.slopes().columns(cut, size));
    } else {
      addGradients(ordered, 0, cut, slopes::addToFirst);
      addGradients(ordered, cut, size, slopes::addToSecond);
    }
  }

  private boolean isHeldOut(SampleBlock block, int i) {
    return heldOut != null && heldOut.contains(block.essence(i), block.hash(i));
  }

  /** Column i ← √ω_i · column i, so that a SYRK gives the weighted sum; ones are left alone. */
  private void scaleByRootWeight(SampleBlock block, Matrix matrix) {
    for (int i = 0; i < block.size(); i++) {
      if (block.weight(i) != 1) {
        double root = Math.sqrt(block.weight(i));
        matrix.getColumns(i, 1, column, 0);
        for (int k = 0; k < column.length; k++) {
          column[k] *= root;
        }
        matrix.setColumns(i, 1, column, 0);
      }
    }
  }

  /** E += Σ ω J Jᵀ over samples from..to of a deeper stack, several samples to a SYRK. */
  private void addGradients(SampleBlock block, int from, int to, Consumer<Matrix> sum) {
    for (int start = from; start < to; start += gradients.atOnce()) {
      sum.accept(gradients.of(block, start, Math.min(to, start + gradients.atOnce())));
    }
  }

  @Override
  public MomentsPair finish() {
    Moments first = training.moments(values.first().values(), slopes.first().values());
    if (heldOut == null) {
      return new MomentsPair(first, null);
    }
    return new MomentsPair(first, held.moments(values.second().values(), slopes.second().values()));
  }

  @Override
  public void close() {
    forward.close();
    if (gradients != null) {
      gradients.close();
    }
    values.close();
    slopes.close();
    training.close();
    held.close();
  }
}
