package org.extremum.finetuning;

import org.extremum.linalg.Matrix;

/** Entrywise products of matrices of one shape, column by column. */
final class Hadamard {
  private Hadamard() {}

  /**
   * into ← a ∘ b.
   *
   * @param into overwritten; may be an operand
   */
  static void product(Matrix a, Matrix b, Matrix into) {
    double[] left = new double[a.rows()];
    double[] right = new double[a.rows()];
    for (int i = 0; i < a.columns(); i++) {
      a.getColumns(i, 1, left, 0);
      b.getColumns(i, 1, right, 0);
      for (int k = 0; k < left.length; k++) {
        left[k] *= right[k];
      }
      into.setColumns(i, 1, left, 0);
    }
  }

  /**
   * into ← into + a ∘ b.
   *
   * @param into modified
   */
  static void addProduct(Matrix a, Matrix b, Matrix into) {
    double[] left = new double[a.rows()];
    double[] right = new double[a.rows()];
    double[] sum = new double[a.rows()];
    for (int i = 0; i < a.columns(); i++) {
      a.getColumns(i, 1, left, 0);
      b.getColumns(i, 1, right, 0);
      into.getColumns(i, 1, sum, 0);
      for (int k = 0; k < sum.length; k++) {
        sum[k] += left[k] * right[k];
      }
      into.setColumns(i, 1, sum, 0);
    }
  }
}
