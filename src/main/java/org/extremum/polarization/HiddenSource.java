package org.extremum.polarization;

import java.io.Serializable;
import org.extremum.linalg.Matrix;
import org.extremum.moments.Precision;
import org.extremum.network.FloatForwardPass;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.samples.SampleBlock;

/**
 * Where a pass has the hidden values h of its samples from. Immutable; it travels with the pass.
 */
public sealed interface HiddenSource extends Serializable {
  /** l: numbers of a sample. */
  int width();

  /** Ready for the blocks of a task. */
  HiddenValues open();

  /**
   * From surfaces, anew in every pass: 2·l·m FLOPs a sample for one layer, most of a pass over few
   * outputs.
   *
   * @param stack hidden layers
   * @param precision of the pre-activations; single precision for one hidden layer
   */
  record Computed(HiddenStack stack, Precision precision) implements HiddenSource {
    @Override
    public int width() {
      return stack.width();
    }

    @Override
    public HiddenValues open() {
      return precision == Precision.FLOAT ? inFloat(stack) : inDouble(stack);
    }
  }

  /**
   * From samples whose surfaces are their hidden values, as {@link HiddenComputation} makes them.
   * No arithmetic: 8·l bytes a sample are read.
   */
  record Kept(int width) implements HiddenSource {
    @Override
    public HiddenValues open() {
      return fromSurfaces(width);
    }
  }

  private static HiddenValues inDouble(HiddenStack stack) {
    ForwardPass forward = new ForwardPass(stack);
    return new HiddenValues() {
      @Override
      public void take(SampleBlock block) {
        forward.run(block, false);
      }

      @Override
      public Matrix columns(int from, int to) {
        return forward.values().columns(from, to);
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
      public void take(SampleBlock block) {
        values = withColumns(values, block.size());
        forward.run(block, i -> false, (i, h, none) -> values.setColumns(i, 1, h, 0));
      }

      @Override
      public Matrix columns(int from, int to) {
        return values.columns(from, to);
      }

      @Override
      public void close() {
        forward.close();
        values.close();
      }
    };
  }

  /** Copied part by part to where native routines find them. */
  private static HiddenValues fromSurfaces(int width) {
    return new HiddenValues() {
      private Matrix part = Matrix.zeros(width, 0);
      private SampleBlock block;

      @Override
      public void take(SampleBlock next) {
        block = next;
      }

      @Override
      public Matrix columns(int from, int to) {
        part = withColumns(part, to - from);
        block.copySurfaces(from, to, part);
        return part.columns(0, to - from);
      }

      @Override
      public void close() {
        part.close();
      }
    };
  }

  /** The buffer, or a larger one in its place. */
  private static Matrix withColumns(Matrix buffer, int columns) {
    if (buffer.columns() >= columns) {
      return buffer;
    }
    buffer.close();
    return Matrix.zeros(buffer.rows(), columns);
  }
}
