package org.extremum.samples;

import java.util.Arrays;

/**
 * Adds N(0, σ²) to every coordinate of standardised surfaces, the same to a row wherever it is and
 * whenever it is looked at. A disturbance of radius γ in D_s units has σ = γ/√2 (method.md 6).
 *
 * @param deviation σ
 * @param seed of the draws
 */
public record SurfaceNoise(double deviation, long seed) implements SampleStore.BlockTransformation {
  /** Noise of a radius in D_s units. */
  public static SurfaceNoise ofRadius(double radius, long seed) {
    return new SurfaceNoise(deviation(radius), seed);
  }

  /** σ of noise of a radius, in each coordinate. */
  public static double deviation(double radius) {
    return radius / Math.sqrt(2);
  }

  /** N(0, 1) for every coordinate of a block, m × samples column-major, keyed by the rows. */
  public static double[] drawn(SampleBlock block, long seed) {
    int m = block.features();
    double[] noise = new double[m * block.size()];
    for (int i = 0; i < block.size(); i++) {
      KeyedRandom random = new KeyedRandom(seed, RowHash.Purpose.NOISE, block.hash(i));
      for (int j = i * m; j < (i + 1) * m; j++) {
        noise[j] = random.gaussian();
      }
    }
    return noise;
  }

  /** The block with noise that was drawn for it, times σ. */
  public static SampleBlock disturbed(SampleBlock block, double[] noise, double deviation) {
    int m = block.features();
    double[] surfaces = Arrays.stream(noise).map(g -> deviation * g).toArray();
    for (int i = 0; i < block.size(); i++) {
      int start = i * m;
      block.forEachNonZero(i, (j, value) -> surfaces[start + j] += value);
    }
    return block.withSurfaces(surfaces);
  }

  @Override
  public SampleBlock apply(SampleBlock block) {
    return disturbed(block, drawn(block, seed), deviation);
  }
}
