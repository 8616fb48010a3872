package org.extremum.moments;

import org.extremum.linalg.Matrix;
import org.extremum.network.ForwardPass;
import org.extremum.network.GradientFactors;
import org.extremum.network.Tangents;
import org.extremum.samples.SampleBlock;

/**
 * Columns whose products with themselves sum to E = Σ ω J·Jᵀ for deeper stacks, many samples at a
 * time: gradient factors, or an unbiased sketch of them.
 */
abstract class GradientColumns implements AutoCloseable {
  /** Columns gathered for one SYRK: enough for BLAS-3 speed, small beside l². */
  private static final int COLUMNS = 1024;

  private final int perSample;

  private GradientColumns(int perSample) {
    this.perSample = perSample;
  }

  static GradientColumns of(ForwardPass forward, Sketch sketch) {
    return sketch == null ? new Factors(forward) : new Sketched(forward, sketch);
  }

  /** Samples at a time. */
  final int atOnce() {
    return Math.max(1, COLUMNS / perSample);
  }

  /** Columns of {@link #atOnce} samples, at most. */
  static int most(int perSample) {
    return Math.max(COLUMNS, perSample);
  }

  /**
   * The columns of samples {@code from}..{@code to} of the block run over last, at most {@link
   * #atOnce}; weights are in them.
   *
   * @return l × columns, a view that the next call overwrites
   */
  abstract Matrix of(SampleBlock block, int from, int to);

  @Override
  public abstract void close();

  private static final class Factors extends GradientColumns {
    private final GradientFactors factors;
    private final Matrix gathered;
    private final double[] column;

    Factors(ForwardPass forward) {
      super(forward.stack().equationsPerSample());
      this.factors = new GradientFactors(forward);
      this.gathered = Matrix.zeros(forward.stack().width(), atOnce() * factors.columns());
      this.column = new double[forward.stack().width()];
    }

    @Override
    Matrix of(SampleBlock block, int from, int to) {
      int r = factors.columns();
      Matrix columns = gathered.columns(0, (to - from) * r);
      factors.write(from, to, columns);
      for (int i = from; i < to; i++) {
        if (block.weight(i) != 1) {
          scale(columns, (i - from) * r, r, Math.sqrt(block.weight(i)));
        }
      }
      return columns;
    }

    private void scale(Matrix columns, int first, int count, double factor) {
      for (int j = first; j < first + count; j++) {
        columns.getColumns(j, 1, column, 0);
        for (int k = 0; k < column.length; k++) {
          column[k] *= factor;
        }
        columns.setColumns(j, 1, column, 0);
      }
    }

    @Override
    public void close() {
      factors.close();
      gathered.close();
    }
  }

  private static final class Sketched extends GradientColumns {
    private final Sketch sketch;
    private final Tangents tangents;
    private final Matrix directions;

    Sketched(ForwardPass forward, Sketch sketch) {
      super(sketch.directions());
      this.sketch = sketch;
      this.tangents = new Tangents(forward);
      this.directions = Matrix.zeros(forward.stack().inputs(), atOnce() * sketch.directions());
    }

    @Override
    Matrix of(SampleBlock block, int from, int to) {
      Matrix drawn = directions.columns(0, (to - from) * sketch.directions());
      sketch.write(block, from, to, drawn);
      tangents.run(from, to, drawn);
      return tangents.last();
    }

    @Override
    public void close() {
      tangents.close();
      directions.close();
    }
  }
}
