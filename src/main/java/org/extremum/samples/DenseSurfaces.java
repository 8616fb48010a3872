package org.extremum.samples;

import org.extremum.linalg.Blas;
import org.extremum.linalg.FloatMatrix;
import org.extremum.linalg.Matrix;

/**
 * Surfaces as the columns of a dense m × size matrix. Chosen and standardised ones are looked at in
 * the array as it was read and made where they are needed, since copies of whole blocks keep the
 * garbage collector busy through every pass; on their way to another JVM they are copied.
 */
final class DenseSurfaces implements Surfaces {
  private static final long serialVersionUID = 2L;

  private final int inputs; // coordinates of a surface in the array
  private final int size;
  private final double[] values; // column-major: one surface after the other
  private final int[] places; // of the surfaces in the array; null: all, in their order
  private final Standardiser standardiser; // null: none

  DenseSurfaces(int features, int size, double[] values) {
    this(features, size, values, null, null);
    if (values.length != (long) features * size) {
      throw new IllegalArgumentException(
          "surfaces: expected " + (long) features * size + " values, got " + values.length);
    }
  }

  private DenseSurfaces(
      int inputs, int size, double[] values, int[] places, Standardiser standardiser) {
    this.inputs = inputs;
    this.size = size;
    this.values = values;
    this.places = places;
    this.standardiser = standardiser;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int features() {
    return standardiser == null ? inputs : standardiser.features();
  }

  /** Where surface {@code i} begins. */
  private int start(int i) {
    return (places == null ? i : places[i]) * inputs;
  }

  /** Coordinate {@code j} of the surface that begins there. */
  private double at(int start, int j) {
    return standardiser == null
        ? values[start + j]
        : standardiser.apply(j, values[start + standardiser.kept()[j]]);
  }

  @Override
  public void multiply(Matrix weights, Matrix into) {
    try (Matrix x = Matrix.zeros(features(), size)) {
      copyTo(0, size, x);
      Blas.gemm(1, Blas.Op.NONE, weights, Blas.Op.NONE, x, 0, into);
    }
  }

  @Override
  public void multiply(FloatMatrix weights, FloatMatrix into) {
    try (FloatMatrix x = FloatMatrix.zeros(features(), size)) {
      double[] surface = new double[features()];
      float[] rounded = new float[features()];
      for (int i = 0; i < size; i++) {
        copyTo(i, surface);
        for (int j = 0; j < rounded.length; j++) {
          rounded[j] = (float) surface[j];
        }
        x.setColumn(i, rounded);
      }
      Blas.gemm(weights, x, into);
    }
  }

  @Override
  public void copyTo(int i, double[] target) {
    int start = start(i);
    if (standardiser == null) {
      System.arraycopy(values, start, target, 0, inputs);
    } else {
      standardiser.apply(values, start, target);
    }
  }

  /** Straight from the array where surfaces are there as they are. */
  @Override
  public void copyTo(int from, int to, Matrix into) {
    if (standardiser != null) {
      Surfaces.super.copyTo(from, to, into);
    } else if (places == null) {
      into.setColumns(0, to - from, values, start(from));
    } else {
      for (int i = from; i < to; i++) {
        into.setColumns(i - from, 1, values, start(i));
      }
    }
  }

  @Override
  public double squaredNorm(int i) {
    double sum = 0;
    for (int j = 0, start = start(i), m = features(); j < m; j++) {
      double value = at(start, j);
      sum += value * value;
    }
    return sum;
  }

  @Override
  public long hash(int i) {
    RowHash hash = new RowHash();
    for (int j = 0, start = start(i), m = features(); j < m; j++) {
      hash.coordinate(j, at(start, j));
    }
    return hash.value();
  }

  @Override
  public Surfaces select(int[] indices) {
    int[] chosen = new int[indices.length];
    for (int k = 0; k < chosen.length; k++) {
      chosen[k] = places == null ? indices[k] : places[indices[k]];
    }
    return new DenseSurfaces(inputs, chosen.length, values, chosen, standardiser);
  }

  @Override
  public Surfaces standardised(Standardiser next) {
    DenseSurfaces plain = standardiser == null ? this : copied();
    return new DenseSurfaces(plain.inputs, size, plain.values, plain.places, next);
  }

  /** The same surfaces in an array of their own. */
  private DenseSurfaces copied() {
    int m = features();
    double[] copy = new double[m * size];
    double[] surface = new double[m];
    for (int i = 0; i < size; i++) {
      copyTo(i, surface);
      System.arraycopy(surface, 0, copy, i * m, m);
    }
    return new DenseSurfaces(m, size, copy);
  }

  @Override
  public Surfaces completed(double[] replacements) {
    DenseSurfaces complete = copied();
    for (int p = 0; p < complete.values.length; p++) {
      if (!Double.isFinite(complete.values[p])) {
        complete.values[p] = replacements[p % complete.inputs];
      }
    }
    return complete;
  }

  @Override
  public void forEachNonZero(int i, CoordinateVisitor visitor) {
    for (int j = 0, start = start(i), m = features(); j < m; j++) {
      double value = at(start, j);
      if (value != 0) {
        visitor.visit(j, value);
      }
    }
  }

  @Override
  public long bytes() {
    return 8L * features() * size;
  }

  /** What is serialised: no more than these surfaces. */
  private Object writeReplace() {
    return places == null && standardiser == null ? this : copied();
  }
}
