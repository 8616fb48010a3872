package org.extremum.moments;

import org.extremum.linalg.Matrix;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * The pass that feeds the rows of A, that is the columns of the Jacobians J(x_i), unweighted, to a
 * row space method (method.md 2, 5). For where the Gram by the identity does not see enough.
 *
 * @param stack the hidden layers
 * @param method what is kept of the rows
 * @param rows number of rows that are expected in all, for planning
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
    RowSpaceMethod.Running factor = method.begin(stack.width());
    int m = stack.inputs();
    // About a square of rows at a time: fewer, larger factorisations.
    int atOnce = Math.max(1, stack.width() / m);
    return new Running<>() {
      @Override
      public void add(SampleBlock block) {
        forward.run(block, true);
        try (Matrix jacobians = Matrix.zeros(stack.width(), atOnce * m)) {
          for (int start = 0; start < block.size(); start += atOnce) {
            int count = Math.min(atOnce, block.size() - start);
            for (int i = 0; i < count; i++) {
              forward.jacobian(start + i, jacobians.columns(i * m, (i + 1) * m));
            }
            factor.add(jacobians.columns(0, count * m));
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
        forward.close();
      }
    };
  }

  @Override
  public RowSpaceFactor merge(RowSpaceFactor left, RowSpaceFactor right) {
    return left.merge(right);
  }
}
