package org.extremum.samples;

import java.util.Arrays;
import java.util.stream.IntStream;

/** How a {@link Standardiser} is made from statistics (option {@code standardization}). */
public enum Standardization {
  /** One unit for all features: the mean and deviation of all values together. */
  GLOBAL {
    @Override
    Standardiser from(SurfaceStatistics s, int[] kept) {
      double mean = Arrays.stream(kept).mapToDouble(s::mean).average().orElseThrow();
      double variance =
          Arrays.stream(kept)
              .mapToDouble(
                  j -> s.deviation(j) * s.deviation(j) + (s.mean(j) - mean) * (s.mean(j) - mean))
              .average()
              .orElseThrow();
      double[] means = new double[kept.length];
      double[] scales = new double[kept.length];
      Arrays.fill(means, mean);
      Arrays.fill(scales, Math.sqrt(variance));
      return new Standardiser(s.features(), kept, means, scales);
    }
  },
  /** Mean 0 and deviation 1 for every feature. */
  FEATURE {
    @Override
    Standardiser from(SurfaceStatistics s, int[] kept) {
      return new Standardiser(
          s.features(),
          kept,
          Arrays.stream(kept).mapToDouble(s::mean).toArray(),
          Arrays.stream(kept).mapToDouble(s::deviation).toArray());
    }
  },
  /** Values as they are; constant features are dropped all the same. */
  NONE {
    @Override
    Standardiser from(SurfaceStatistics s, int[] kept) {
      double[] ones = new double[kept.length];
      Arrays.fill(ones, 1);
      return new Standardiser(s.features(), kept, new double[kept.length], ones);
    }
  };

  /** Ranges that differ by no more than this are taken to be in one unit. */
  static final double SAME_UNIT = 1.5;

  abstract Standardiser from(SurfaceStatistics statistics, int[] kept);

  /**
   * The standardiser of the given statistics.
   *
   * @throws IllegalArgumentException when every feature is constant
   */
  public Standardiser of(SurfaceStatistics statistics) {
    int[] kept = varying(statistics);
    if (kept.length == 0) {
      throw new IllegalArgumentException("features: expected one that varies, got constants only");
    }
    return from(statistics, kept);
  }

  /** GLOBAL if max range / median range ≤ 1.5 over features that vary, else FEATURE. */
  public static Standardization suitedTo(SurfaceStatistics s) {
    double[] ranges =
        Arrays.stream(varying(s)).mapToDouble(j -> s.max(j) - s.min(j)).sorted().toArray();
    if (ranges.length == 0) {
      return FEATURE;
    }
    int half = ranges.length / 2;
    double median = ranges.length % 2 == 1 ? ranges[half] : (ranges[half - 1] + ranges[half]) / 2;
    return ranges[ranges.length - 1] <= SAME_UNIT * median ? GLOBAL : FEATURE;
  }

  private static int[] varying(SurfaceStatistics s) {
    return IntStream.range(0, s.features())
        .filter(j -> s.max(j) > s.min(j) && s.deviation(j) > 0)
        .toArray();
  }
}
