package org.extremum.finetuning;

import org.extremum.linalg.Matrix;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * The pass that feeds the inputs of layer u, h^[u-1] of every sample and where biases move a 1, to
 * a row space method: what W^[u], b^[u] multiply (method.md 9b).
 *
 * @param stack the hidden layers
 * @param u the layer, from 1
 * @param bias whether a 1 is appended
 * @param method what is kept of the rows
 * @param rows how many samples there are, for planning
 */
public record ValueRows(HiddenStack stack, int u, boolean bias, RowSpaceMethod method, long rows)
    implements Accumulator<RowSpaceFactor> {
  /** l_{u-1}, and one more where biases move. */
  int order() {
    return stack.layers().get(u - 1).inputs() + (bias ? 1 : 0);
  }

  @Override
  public String name() {
    return "value rows";
  }

  @Override
  public long wireBytes() {
    return method.factorBytes(order(), rows);
  }

  @Override
  public long runningBytes() {
    return method.runningBytes(order(), rows);
  }

  @Override
  public Running<RowSpaceFactor> begin() {
    ForwardPass below = u == 1 ? null : new ForwardPass(stack.first(u - 1));
    RowSpaceMethod.Running factor = method.begin(order());
    return new Running<>() {
      private final double[] row = new double[order()];

      @Override
      public void add(SampleBlock block) {
        if (below != null) {
          below.run(block, false);
        }
        row[row.length - 1] = 1; // overwritten where there is no bias
        try (Matrix rowsTransposed = Matrix.zeros(order(), block.size())) {
          for (int i = 0; i < block.size(); i++) {
            if (below == null) {
              block.copySurface(i, row);
            } else {
              below.values().getColumns(i, 1, row, 0);
            }
            rowsTransposed.setColumns(i, 1, row, 0);
          }
          factor.add(rowsTransposed);
        }
      }

      @Override
      public RowSpaceFactor finish() {
        return factor.finish();
      }

      @Override
      public void close() {
        factor.close();
        if (below != null) {
          below.close();
        }
      }
    };
  }

  @Override
  public RowSpaceFactor merge(RowSpaceFactor left, RowSpaceFactor right) {
    return left.merge(right);
  }
}
