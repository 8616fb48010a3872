package org.extremum.samples;

import org.extremum.linalg.Blas;
import org.extremum.linalg.FloatMatrix;
import org.extremum.linalg.Matrix;

/** Surfaces as the columns of a dense m × size matrix. */
final class DenseSurfaces implements Surfaces {
  private static final long serialVersionUID = 1L;

  private final int features;
  private final int size;
  private final double[] values; // column-major, m × size: one surface after the other

  DenseSurfaces(int features, int size, double[] values) {
    if (values.length != (long) features * size) {
      throw new IllegalArgumentException(
          "surfaces: expected " + (long) features * size + " values, got " + values.length);
    }
    this.features = features;
    this.size = size;
    this.values = values;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int features() {
    return features;
  }

  @Override
  public void multiply(Matrix weights, Matrix into) {
    try (Matrix x = Matrix.ofColumnMajor(features, size, values)) {
      Blas.gemm(1, Blas.Op.NONE, weights, Blas.Op.NONE, x, 0, into);
    }
  }

  @Override
  public void multiply(FloatMatrix weights, FloatMatrix into) {
    try (FloatMatrix x = FloatMatrix.zeros(features, size)) {
      float[] surface = new float[features];
      for (int i = 0; i < size; i++) {
        for (int j = 0, from = i * features; j < features; j++) {
          surface[j] = (float) values[from + j];
        }
        x.setColumn(i, surface);
      }
      Blas.gemm(weights, x, into);
    }
  }

  @Override
  public void copyTo(int i, double[] target) {
    System.arraycopy(values, i * features, target, 0, features);
  }

  @Override
  public double squaredNorm(int i) {
    double sum = 0;
    for (int j = i * features, end = j + features; j < end; j++) {
      sum += values[j] * values[j];
    }
    return sum;
  }

  @Override
  public long hash(int i) {
    RowHash hash = new RowHash();
    for (int j = 0, from = i * features; j < features; j++) {
      hash.coordinate(j, values[from + j]);
    }
    return hash.value();
  }

  @Override
  public Surfaces select(int[] indices) {
    double[] chosen = new double[indices.length * features];
    for (int k = 0; k < indices.length; k++) {
      System.arraycopy(values, indices[k] * features, chosen, k * features, features);
    }
    return new DenseSurfaces(features, indices.length, chosen);
  }

  @Override
  public Surfaces standardised(Standardiser standardiser) {
    int[] kept = standardiser.kept();
    double[] standard = new double[kept.length * size];
    for (int i = 0, to = 0; i < size; i++) {
      int from = i * features;
      for (int k = 0; k < kept.length; k++) {
        standard[to++] = standardiser.apply(k, values[from + kept[k]]);
      }
    }
    return new DenseSurfaces(kept.length, size, standard);
  }

  @Override
  public Surfaces completed(double[] replacements) {
    double[] complete = values.clone();
    for (int p = 0; p < complete.length; p++) {
      if (!Double.isFinite(complete[p])) {
        complete[p] = replacements[p % features];
      }
    }
    return new DenseSurfaces(features, size, complete);
  }

  @Override
  public void forEachNonZero(int i, CoordinateVisitor visitor) {
    for (int j = 0, from = i * features; j < features; j++) {
      if (values[from + j] != 0) {
        visitor.visit(j, values[from + j]);
      }
    }
  }

  @Override
  public long bytes() {
    return 8L * values.length;
  }
}
