package org.extremum.verification;

import org.extremum.linalg.Blas;
import org.extremum.linalg.Lapack;
import org.extremum.linalg.Matrix;

/**
 * Upper bounds of ‖Wᵀ diag(f) W‖₂, f ≥ 0, for one W (l × m) and many f. Never below the norm, since
 * certificates rest on it.
 *
 * <p>Where the smaller side s = min(l, m) is at most {@link #EXACT}: the largest eigenvalue of that
 * side's Gram matrix (l and m have the same non-zero eigenvalues), s²·max(l, m) + 9·s³ FLOPs.
 * Above: the smallest of three bounds that need no square, 4·l·m FLOPs: the trace and the largest
 * row sum of |W|ᵀ diag(f) |W| and of its l × l companion.
 */
final class SpectralBound {
  /** Smaller side up to which eigenvalues are computed: about a second, two squares of 8 MB. */
  static final int EXACT = 1024;

  private final Matrix weights; // l × m, not owned
  private final int exact;

  /** Keeps {@code weights}, which must stay open. */
  SpectralBound(Matrix weights) {
    this(weights, EXACT);
  }

  SpectralBound(Matrix weights, int exact) {
    this.weights = weights;
    this.exact = exact;
  }

  /** A bound of ‖W‖₂. */
  double norm() {
    double[] ones = new double[weights.rows()];
    java.util.Arrays.fill(ones, 1);
    return Math.sqrt(of(ones));
  }

  /**
   * A bound of ‖Wᵀ diag(f) W‖₂.
   *
   * @param f l factors, none negative; not modified
   */
  double of(double[] f) {
    int side = Math.min(weights.rows(), weights.columns());
    double bound = side <= exact ? eigenvalue(f, side) : sums(f);
    return bound * rounding(side);
  }

  /**
   * 1 + 8·s·(l + m)·ε. A product's entry is wrong by at most (l + m)·ε times the same sum of
   * absolute values, whose matrix has a norm of at most the trace, that is s times the norm looked
   * for; dsyevd adds a small multiple of s·ε. The factor 8 is room for both and for the square
   * roots.
   */
  private double rounding(int side) {
    return 1 + 8.0 * side * (weights.rows() + weights.columns()) * Math.ulp(1.0);
  }

  private double eigenvalue(double[] f, int side) {
    boolean tall = weights.columns() == side; // m ≤ l: m × m
    try (Matrix scaled = scaledRows(f);
        Matrix gram =
            tall
                ? Blas.multiply(Blas.Op.TRANSPOSED, scaled, Blas.Op.NONE, scaled)
                : Blas.multiply(Blas.Op.NONE, scaled, Blas.Op.TRANSPOSED, scaled)) {
      return Math.max(0, Lapack.symmetricEigen(gram)[side - 1]);
    }
  }

  /** diag(√f)·W. */
  private Matrix scaledRows(double[] f) {
    Matrix scaled = weights.copy();
    double[] column = new double[f.length];
    for (int j = 0; j < scaled.columns(); j++) {
      scaled.getColumns(j, 1, column, 0);
      for (int k = 0; k < column.length; k++) {
        column[k] *= Math.sqrt(f[k]);
      }
      scaled.setColumns(j, 1, column, 0);
    }
    return scaled;
  }

  /** The cheap bounds; ‖A‖₂ ≤ the largest row sum of |A| for symmetric A. */
  private double sums(double[] f) {
    int l = weights.rows();
    double trace = 0;
    double[] rowSums = new double[l]; // |W|·1
    double[] companion = new double[l]; // |W|·|W|ᵀ√f
    double[] column = new double[l];
    for (int j = 0; j < weights.columns(); j++) {
      weights.getColumns(j, 1, column, 0);
      double dot = 0;
      for (int k = 0; k < l; k++) {
        double w = Math.abs(column[k]);
        trace += f[k] * w * w;
        rowSums[k] += w;
        dot += w * Math.sqrt(f[k]);
      }
      for (int k = 0; k < l; k++) {
        companion[k] += Math.abs(column[k]) * dot;
      }
    }
    double widest = 0;
    for (int j = 0; j < weights.columns(); j++) {
      weights.getColumns(j, 1, column, 0);
      double sum = 0;
      for (int k = 0; k < l; k++) {
        sum += Math.abs(column[k]) * f[k] * rowSums[k];
      }
      widest = Math.max(widest, sum);
    }
    double tallest = 0;
    for (int k = 0; k < l; k++) {
      tallest = Math.max(tallest, Math.sqrt(f[k]) * companion[k]);
    }
    return Math.min(trace, Math.min(widest, tallest));
  }
}
