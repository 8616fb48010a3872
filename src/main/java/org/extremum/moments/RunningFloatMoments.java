package org.extremum.moments;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.extremum.linalg.FloatProduct;
import org.extremum.network.FloatForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * {@link RunningMoments} of one hidden layer with products in single precision. Values and slopes
 * are taken about what they are at x = 0, the mean of standardised surfaces, which every task
 * knows. Columns of each part are gathered until there are enough for a product, across blocks.
 *
 * @param <P> what the pass hands on
 */
final class RunningFloatMoments<P> implements Accumulator.Running<P> {
  private final PartedRows.Parts parts;
  private final GradientRows chosen;
  private final Function<List<Moments>, P> result;
  private final FloatForwardPass forward;
  private final FloatProduct product;
  private final List<CentredColumns> values = new ArrayList<>(); // of each part
  private final List<CentredColumns> slopes = new ArrayList<>(); // none where none are summed
  private final List<ClassSums> sums = new ArrayList<>();

  /** As of {@link RunningMoments}, the stack of depth 1. */
  RunningFloatMoments(
      MomentsPass pass, int count, PartedRows.Parts parts, Function<List<Moments>, P> result) {
    HiddenStack stack = pass.stack();
    this.parts = parts;
    this.chosen = pass.gradientRows();
    this.result = result;
    this.forward = new FloatForwardPass(stack);
    this.product = new FloatProduct(stack.width());
    for (int p = 0; p < count; p++) {
      values.add(new CentredColumns(forward.valuesAtZero(), product));
      if (!chosen.none()) {
        slopes.add(new CentredColumns(forward.slopesAtZero(), product));
      }
      sums.add(new ClassSums(stack.width(), pass.essences()));
    }
  }

  @Override
  public void add(SampleBlock block) {
    forward.run(
        block,
        i -> chosen.contains(block.essence(i), block.hash(i)),
        (i, h, c) -> {
          int essence = block.essence(i);
          int part = parts.of(essence, block.hash(i));
          double omega = block.weight(i);
          sums.get(part).add(essence, omega, h);
          values.get(part).add(h, omega);
          if (c != null) {
            slopes.get(part).add(c, omega * chosen.factor(essence));
          }
        });
  }

  @Override
  public P finish() {
    List<Moments> all = new ArrayList<>();
    for (int p = 0; p < sums.size(); p++) {
      double[] ofSlopes = chosen.none() ? Moments.NONE : slopes.get(p).finish();
      all.add(sums.get(p).moments(values.get(p).finish(), ofSlopes));
    }
    return result.apply(all);
  }

  @Override
  public void close() {
    forward.close();
    product.close();
    values.forEach(CentredColumns::close);
    slopes.forEach(CentredColumns::close);
  }
}
