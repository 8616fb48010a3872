package org.extremum.moments;

import org.extremum.linalg.Matrix;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.network.ForwardPass;
import org.extremum.network.GradientFactors;
import org.extremum.network.HiddenStack;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * The pass that feeds the rows of A, unweighted, to a row space method (method.md 2, 5): for each
 * sample the r columns of its gradient factor, which span what the m columns of its Jacobian span
 * and have the same products, so that singular values and row space of A stay. For where the Gram
 * by the identity does not see enough.
 *
 * @param stack the hidden layers
 * @param method what is kept of the rows
 * @param rows number of rows that are expected in all, φ·r, for planning
 */
public record RowsPass(HiddenStack stack, RowSpaceMethod method, long rows)
    implements Accumulator<RowSpaceFactor> {
  @Override
  public String name() {
    return "row space";
  }

  @Override
  public long wireBytes() {
    return method.factorBytes(stack.width(), rows);
  }

  @Override
  public long runningBytes() {
    return method.runningBytes(stack.width(), rows);
  }

  @Override
  public Running<RowSpaceFactor> begin() {
    ForwardPass forward = new ForwardPass(stack);
    GradientFactors gradients = new GradientFactors(forward);
    RowSpaceMethod.Running factor = method.begin(stack.width());
    int r = gradients.columns();
    // About a square of rows at a time: fewer, larger factorisations.
    int atOnce = Math.max(1, stack.width() / r);
    return new Running<>() {
      @Override
      public void add(SampleBlock block) {
        forward.run(block, true);
        try (Matrix rowsTransposed = Matrix.zeros(stack.width(), atOnce * r)) {
          for (int start = 0; start < block.size(); start += atOnce) {
            int end = Math.min(start + atOnce, block.size());
            Matrix filled = rowsTransposed.columns(0, (end - start) * r);
            gradients.write(start, end, filled);
            factor.add(filled);
          }
        }
      }

      @Override
      public RowSpaceFactor finish() {
        return factor.finish();
      }

      @Override
      public void close() {
        factor.close();
        gradients.close();
        forward.close();
      }
    };
  }

  @Override
  public RowSpaceFactor merge(RowSpaceFactor left, RowSpaceFactor right) {
    return left.merge(right);
  }
}
