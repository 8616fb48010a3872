package org.extremum.samples;

import java.io.Serializable;
import org.extremum.linalg.FloatMatrix;
import org.extremum.linalg.Matrix;

/**
 * The surfaces of a block, dense or sparse: m coordinates of {@code size} samples. All products are
 * against dense weights; no caller sees the storage.
 */
interface Surfaces extends Serializable {
  int size();

  int features();

  /**
   * Z ← W·X.
   *
   * @param weights l × m
   * @param into l × size, overwritten
   */
  void multiply(Matrix weights, Matrix into);

  /**
   * Z ← W·X in single precision.
   *
   * @param weights l × m
   * @param into l × size, overwritten
   */
  void multiply(FloatMatrix weights, FloatMatrix into);

  /** Writes surface {@code i} into the first m places of {@code target}. */
  void copyTo(int i, double[] target);

  /**
   * Writes surfaces {@code from}..{@code to} into the first columns of a matrix.
   *
   * @param into as many rows as coordinates
   */
  default void copyTo(int from, int to, Matrix into) {
    double[] surface = new double[features()];
    for (int i = from; i < to; i++) {
      copyTo(i, surface);
      into.setColumns(i - from, 1, surface, 0);
    }
  }

  /** ‖x_i‖². */
  double squaredNorm(int i);

  /** Content hash of surface {@code i}: equal numbers give equal hashes, dense or sparse. */
  long hash(int i);

  /** The chosen samples, in the given order. */
  Surfaces select(int[] indices);

  /** The same surfaces in standardised coordinates. */
  Surfaces standardised(Standardiser standardiser);

  /**
   * The same surfaces with values in the place of those that are no finite numbers.
   *
   * @param replacements m numbers
   */
  Surfaces completed(double[] replacements);

  /** Calls {@code visitor} for every coordinate that is not zero, in ascending order. */
  void forEachNonZero(int i, CoordinateVisitor visitor);

  /** Bytes this block holds. */
  long bytes();
}
