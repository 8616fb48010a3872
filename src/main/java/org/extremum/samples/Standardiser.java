package org.extremum.samples;

import java.io.Serializable;

/**
 * x_k = (v_{kept_k} - mean_k)/scale_k: the affine map from input features to the coordinates in
 * which gradients, γ, D_s and noise are measured (method.md 1). Constant features are not kept.
 */
public final class Standardiser implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int inputFeatures;
  private final int[] kept; // ascending input positions, length m
  private final double[] mean; // m
  private final double[] scale; // m, all positive
  private final int[] positions; // inputFeatures: where an input feature went, -1 if dropped

  /**
   * @param inputFeatures features of an unstandardised surface
   * @param kept ascending positions of those that remain
   * @param mean subtracted, one for each kept feature
   * @param scale divided by, positive, one for each kept feature
   * @throws IllegalArgumentException when lengths differ or a scale is not positive and finite
   */
  public Standardiser(int inputFeatures, int[] kept, double[] mean, double[] scale) {
    if (mean.length != kept.length || scale.length != kept.length) {
      throw new IllegalArgumentException(
          "standardiser: expected "
              + kept.length
              + " means and scales, got "
              + mean.length
              + " and "
              + scale.length);
    }
    this.inputFeatures = inputFeatures;
    this.kept = kept.clone();
    this.mean = mean.clone();
    this.scale = scale.clone();
    this.positions = new int[inputFeatures];
    java.util.Arrays.fill(positions, -1);
    int previous = -1;
    for (int k = 0; k < kept.length; k++) {
      if (!(scale[k] > 0) || Double.isInfinite(scale[k]) || !Double.isFinite(mean[k])) {
        throw new IllegalArgumentException(
            "standardiser, feature "
                + kept[k]
                + ": expected a positive finite scale and a finite mean, got "
                + scale[k]
                + " and "
                + mean[k]);
      }
      if (kept[k] <= previous || kept[k] >= inputFeatures) {
        throw new IllegalArgumentException(
            "standardiser, kept feature "
                + kept[k]
                + ": expected ascending positions below "
                + inputFeatures);
      }
      previous = kept[k];
      positions[kept[k]] = k;
    }
  }

  /** Keeps every feature as it is. */
  public static Standardiser none(int features) {
    int[] kept = new int[features];
    double[] ones = new double[features];
    for (int j = 0; j < features; j++) {
      kept[j] = j;
      ones[j] = 1;
    }
    return new Standardiser(features, kept, new double[features], ones);
  }

  public int inputFeatures() {
    return inputFeatures;
  }

  /** Number of coordinates m after standardising. */
  public int features() {
    return kept.length;
  }

  /** Input positions of the kept features; not to be modified. */
  int[] kept() {
    return kept;
  }

  public int[] keptFeatures() {
    return kept.clone();
  }

  public double[] means() {
    return mean.clone();
  }

  public double[] scales() {
    return scale.clone();
  }

  double scale(int k) {
    return scale[k];
  }

  /** The coordinate an input feature became, -1 when it was dropped. */
  int position(int inputFeature) {
    return positions[inputFeature];
  }

  double apply(int k, double value) {
    return (value - mean[k]) / scale[k];
  }

  /**
   * Standardises one surface.
   *
   * @param from unstandardised surfaces, of which this one begins at {@code start}
   * @param into m numbers, overwritten
   */
  void apply(double[] from, int start, double[] into) {
    for (int k = 0; k < kept.length; k++) {
      into[k] = (from[start + kept[k]] - mean[k]) / scale[k];
    }
  }

  /** What a view does to blocks. */
  public SampleStore.BlockTransformation transformation() {
    return block -> block.standardised(this);
  }

  /** A view of {@code store} in standardised coordinates. */
  public SampleStore view(SampleStore store) {
    if (store.features() != inputFeatures) {
      throw new IllegalArgumentException(
          "surfaces: expected " + inputFeatures + " features, got " + store.features());
    }
    return store.view(kept.length, transformation());
  }
}
