package org.extremum.polarization;

import org.extremum.linalg.Matrix;
import org.extremum.moments.Precision;
import org.extremum.network.FloatForwardPass;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.samples.SampleBlock;

/**
 * h of the samples of a block, in either precision: 2·l·m FLOPs a sample for one layer, most of a
 * pass over few outputs. Used by one thread; close it to release its buffers.
 */
interface HiddenValues extends AutoCloseable {
  /**
   * h of each sample.
   *
   * @return l × size, to be used until the next call; not to be closed
   */
  Matrix of(SampleBlock block);

  @Override
  void close();

  /**
   * @param precision of the pre-activations; single precision for one hidden layer
   */
  static HiddenValues in(Precision precision, HiddenStack stack) {
    return precision == Precision.FLOAT ? inFloat(stack) : inDouble(stack);
  }

  private static HiddenValues inDouble(HiddenStack stack) {
    ForwardPass forward = new ForwardPass(stack);
    return new HiddenValues() {
      @Override
      public Matrix of(SampleBlock block) {
        forward.run(block, false);
        return forward.values();
      }

      @Override
      public void close() {
        forward.close();
      }
    };
  }

  private static HiddenValues inFloat(HiddenStack stack) {
    FloatForwardPass forward = new FloatForwardPass(stack);
    return new HiddenValues() {
      private Matrix values = Matrix.zeros(stack.width(), 0);

      @Override
      public Matrix of(SampleBlock block) {
        if (values.columns() < block.size()) {
          values.close();
          values = Matrix.zeros(stack.width(), block.size());
        }
        forward.run(block, i -> false, (i, h, none) -> values.setColumns(i, 1, h, 0));
        return values.columns(0, block.size());
      }

      @Override
      public void close() {
        forward.close();
        values.close();
      }
    };
  }
}
