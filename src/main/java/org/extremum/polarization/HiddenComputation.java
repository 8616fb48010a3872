package org.extremum.polarization;

import org.extremum.linalg.Matrix;
import org.extremum.samples.BlockComputation;
import org.extremum.samples.SampleBlock;

/**
 * Hidden values in the place of surfaces, to be kept between passes over {@link HiddenSource.Kept}.
 *
 * @param source where they are from
 */
public record HiddenComputation(HiddenSource source) implements BlockComputation {
  @Override
  public int features() {
    return source.width();
  }

  @Override
  public Running begin() {
    HiddenValues values = source.open();
    return new Running() {
      @Override
      public SampleBlock apply(SampleBlock block) {
        int size = block.size();
        double[] h = new double[Math.multiplyExact(features(), size)];
        if (size > 0) {
          values.take(block);
          Matrix columns = values.columns(0, size);
          columns.getColumns(0, size, h, 0);
        }
        return block.withSurfaces(features(), h);
      }

      @Override
      public void close() {
        values.close();
      }
    };
  }
}
