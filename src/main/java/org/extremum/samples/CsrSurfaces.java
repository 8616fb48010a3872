package org.extremum.samples;

import java.util.Arrays;
import org.extremum.linalg.FloatMatrix;
import org.extremum.linalg.Matrix;

/**
 * Surfaces in compressed rows, seen through a standardiser that is applied inside the products, so
 * that centring does not fill them: x_j = (v_j - mean_j)/scale_j with most v_j = 0.
 */
final class CsrSurfaces implements Surfaces {
  private static final long serialVersionUID = 1L;

  private final int[] starts; // size + 1
  private final int[] coordinates; // ascending within a row, in the coordinates of the input
  private final double[] values;
  private final int inputFeatures;
  private final Standardiser standardiser; // null: as the values are

  CsrSurfaces(int features, int[] starts, int[] coordinates, double[] values) {
    this(features, starts, coordinates, values, null);
  }

  private CsrSurfaces(
      int inputFeatures,
      int[] starts,
      int[] coordinates,
      double[] values,
      Standardiser standardiser) {
    this.inputFeatures = inputFeatures;
    this.starts = starts;
    this.coordinates = coordinates;
    this.values = values;
    this.standardiser = standardiser;
  }

  @Override
  public int size() {
    return starts.length - 1;
  }

  @Override
  public int features() {
    return standardiser == null ? inputFeatures : standardiser.kept().length;
  }

  /** 2·l FLOPs for each stored value, and 2·l·m once for the centre. */
  @Override
  public void multiply(Matrix weights, Matrix into) {
    multiply(weights.toArray(), weights.rows(), (i, z) -> into.setColumns(i, 1, z, 0));
  }

  /** Sums of few terms, made in double precision. */
  @Override
  public void multiply(FloatMatrix weights, FloatMatrix into) {
    int l = weights.rows();
    double[] w = new double[l * weights.columns()];
    float[] column = new float[l];
    for (int k = 0; k < weights.columns(); k++) {
      weights.getTop(k, l, column);
      for (int r = 0; r < l; r++) {
        w[k * l + r] = column[r];
      }
    }
    multiply(w, l, (i, z) -> into.setColumn(i, z, 0));
  }

  /** Takes W·x_i of one surface; the array is used again. */
  @FunctionalInterface
  private interface Product {
    void accept(int i, double[] z);
  }

  /**
   * @param w l × m, column k holds what coordinate k contributes
   */
  private void multiply(double[] w, int l, Product into) {
    double[] centre = new double[l]; // W·(value of an all-zero row)
    if (standardiser != null) {
      for (int k = 0; k < features(); k++) {
        addColumn(w, k, standardiser.apply(k, 0), centre);
      }
    }
    double[] z = new double[l];
    for (int i = 0; i < size(); i++) {
      System.arraycopy(centre, 0, z, 0, l);
      for (int p = starts[i]; p < starts[i + 1]; p++) {
        int k = standardiser == null ? coordinates[p] : standardiser.position(coordinates[p]);
        if (k >= 0) {
          addColumn(w, k, offset(k, values[p]), z);
        }
      }
      into.accept(i, z);
    }
  }

  private static void addColumn(double[] w, int column, double factor, double[] z) {
    for (int r = 0, from = column * z.length; r < z.length; r++) {
      z[r] += factor * w[from + r];
    }
  }

  /** What a stored value adds to coordinate k of an all-zero row. */
  private double offset(int k, double value) {
    return standardiser == null ? value : value / standardiser.scale(k);
  }

  @Override
  public void copyTo(int i, double[] target) {
    if (standardiser == null) {
      Arrays.fill(target, 0, inputFeatures, 0);
    } else {
      for (int k = 0; k < features(); k++) {
        target[k] = standardiser.apply(k, 0);
      }
    }
    for (int p = starts[i]; p < starts[i + 1]; p++) {
      if (standardiser == null) {
        target[coordinates[p]] = values[p];
      } else {
        int k = standardiser.position(coordinates[p]);
        if (k >= 0) {
          target[k] = standardiser.apply(k, values[p]);
        }
      }
    }
  }

  @Override
  public double squaredNorm(int i) {
    double[] sum = new double[1];
    forEachNonZero(i, (coordinate, value) -> sum[0] += value * value);
    return sum[0];
  }

  @Override
  public long hash(int i) {
    RowHash hash = new RowHash();
    forEachNonZero(i, hash::coordinate);
    return hash.value();
  }

  @Override
  public Surfaces select(int[] indices) {
    int[] newStarts = new int[indices.length + 1];
    for (int k = 0; k < indices.length; k++) {
      newStarts[k + 1] = newStarts[k] + starts[indices[k] + 1] - starts[indices[k]];
    }
    int[] newCoordinates = new int[newStarts[indices.length]];
    double[] newValues = new double[newStarts[indices.length]];
    for (int k = 0; k < indices.length; k++) {
      int from = starts[indices[k]];
      int count = newStarts[k + 1] - newStarts[k];
      System.arraycopy(coordinates, from, newCoordinates, newStarts[k], count);
      System.arraycopy(values, from, newValues, newStarts[k], count);
    }
    return new CsrSurfaces(inputFeatures, newStarts, newCoordinates, newValues, standardiser);
  }

  @Override
  public Surfaces standardised(Standardiser next) {
    requireUnstandardised();
    return new CsrSurfaces(inputFeatures, starts, coordinates, values, next);
  }

  @Override
  public Surfaces completed(double[] replacements) {
    requireUnstandardised();
    double[] complete = values.clone();
    for (int p = 0; p < complete.length; p++) {
      if (!Double.isFinite(complete[p])) {
        complete[p] = replacements[coordinates[p]];
      }
    }
    return new CsrSurfaces(inputFeatures, starts, coordinates, complete);
  }

  private void requireUnstandardised() {
    if (standardiser != null) {
      throw new IllegalStateException("sparse surfaces are standardised already");
    }
  }

  @Override
  public void forEachNonZero(int i, CoordinateVisitor visitor) {
    if (standardiser == null) {
      for (int p = starts[i]; p < starts[i + 1]; p++) {
        if (values[p] != 0) {
          visitor.visit(coordinates[p], values[p]);
        }
      }
      return;
    }
    int m = features();
    double[] surface = new double[m]; // one row, not the data set
    copyTo(i, surface);
    for (int k = 0; k < m; k++) {
      if (surface[k] != 0) {
        visitor.visit(k, surface[k]);
      }
    }
  }

  @Override
  public long bytes() {
    return 12L * values.length + 4L * starts.length;
  }
}
