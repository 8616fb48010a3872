package org.extremum.samples;

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
    return new SurfaceNoise(radius / Math.sqrt(2), seed);
  }

  @Override
  public SampleBlock apply(SampleBlock block) {
    int m = block.features();
    double[] values = new double[m * block.size()];
    double[] surface = new double[m];
    for (int i = 0; i < block.size(); i++) {
      KeyedRandom random = new KeyedRandom(seed, RowHash.Purpose.NOISE, block.hash(i));
      block.copySurface(i, surface);
      for (int j = 0; j < m; j++) {
        values[i * m + j] = surface[j] + deviation * random.gaussian();
      }
    }
    return block.withSurfaces(values);
  }
}
