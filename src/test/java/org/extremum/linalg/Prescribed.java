package org.extremum.linalg;

import java.util.Random;

/** Matrices of known spectrum, and how subspaces are compared. */
final class Prescribed {
  private Prescribed() {}

  /** A = U·diag(σ)·Vᵀ, kept as Aᵀ (l × rows), and a basis of its null space. */
  record Case(Matrix transposed, Matrix nullSpace, double[] sigma) {
    int order() {
      return transposed.rows();
    }

    int rows() {
      return transposed.columns();
    }

    double max() {
      return sigma[0];
    }

    double min() {
      return sigma[sigma.length - 1];
    }
  }

  /** U and V are the orthogonal factors of seeded Gaussian matrices. */
  static Case matrix(int rows, int order, double[] sigma, long seed) {
    int rank = sigma.length;
    Random random = new Random(seed);
    Matrix u = orthogonal(rows, random).columns(0, rank).copy();
    Matrix v = orthogonal(order, random);
    Matrix scaled = Matrix.zeros(order, rank);
    for (int j = 0; j < rank; j++) {
      for (int i = 0; i < order; i++) {
        scaled.set(i, j, v.get(i, j) * sigma[j]);
      }
    }
    Matrix transposed = Blas.multiply(Blas.Op.NONE, scaled, Blas.Op.TRANSPOSED, u);
    return new Case(transposed, v.columns(rank, order).copy(), sigma);
  }

  /** count values from 1 down to min, each the same factor below the one before. */
  static double[] geometric(int count, double min) {
    double[] sigma = new double[count];
    for (int i = 0; i < count; i++) {
      sigma[i] = count == 1 ? 1 : Math.pow(min, (double) i / (count - 1));
    }
    return sigma;
  }

  static Matrix gaussian(int rows, int columns, Random random) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        matrix.set(i, j, random.nextGaussian());
      }
    }
    return matrix;
  }

  /** A random orthogonal matrix. */
  static Matrix orthogonal(int order, Random random) {
    Matrix q = Matrix.identity(order);
    try (Qr qr = Lapack.qr(gaussian(order, order, random))) {
      qr.multiplyInto(q);
    }
    return q;
  }

  /**
   * The sine of the largest principal angle between two subspaces of equal dimension, given by
   * orthonormal columns: the largest singular value of (I - A·Aᵀ)·B.
   */
  static double sineOfLargestAngle(Matrix a, Matrix b) {
    if (a.columns() != b.columns()) {
      throw new AssertionError("dimensions differ: " + a.columns() + " and " + b.columns());
    }
    Matrix residual = b.copy();
    Blas.gemm(
        -1,
        Blas.Op.NONE,
        a,
        Blas.Op.NONE,
        Blas.multiply(Blas.Op.TRANSPOSED, a, Blas.Op.NONE, b),
        1,
        residual);
    return spectralNorm(residual);
  }

  static double spectralNorm(Matrix a) {
    if (a.size() == 0) {
      return 0;
    }
    try (Lapack.Svd svd = Lapack.svd(a.copy())) {
      return svd.values()[0];
    }
  }

  /** Largest absolute entry of NᵀN - I. */
  static double orthonormalityError(Matrix n) {
    Matrix product = Blas.multiply(Blas.Op.TRANSPOSED, n, Blas.Op.NONE, n);
    double max = 0;
    for (int j = 0; j < n.columns(); j++) {
      for (int i = 0; i < n.columns(); i++) {
        max = Math.max(max, Math.abs(product.get(i, j) - (i == j ? 1 : 0)));
      }
    }
    return max;
  }

  /** Largest absolute difference of entries; infinite for different shapes. */
  static double distance(Matrix a, Matrix b) {
    if (a.rows() != b.rows() || a.columns() != b.columns()) {
      return Double.POSITIVE_INFINITY;
    }
    double max = 0;
    for (int j = 0; j < a.columns(); j++) {
      for (int i = 0; i < a.rows(); i++) {
        max = Math.max(max, Math.abs(a.get(i, j) - b.get(i, j)));
      }
    }
    return max;
  }
}
