package org.extremum.benchmarks;

import java.util.SplittableRandom;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;

/**
 * Adds N(0, σ²) to every coordinate of a standardised surface, the same to a row wherever it is.
 *
 * @param deviation σ
 * @param seed of the keys
 */
record Noise(double deviation, long seed) implements SampleStore.BlockTransformation {
  @Override
  public SampleBlock apply(SampleBlock block) {
    int m = block.features();
    int size = block.size();
    double[] values = new double[m * size];
    double[] surface = new double[m];
    for (int i = 0; i < size; i++) {
      var random = new SplittableRandom(RowHash.key(seed, RowHash.Purpose.NOISE, block.hash(i)));
      block.copySurface(i, surface);
      for (int j = 0; j < m; j++) {
        values[i * m + j] = surface[j] + deviation * random.nextGaussian();
      }
    }
    return block.withSurfaces(values);
  }
}
