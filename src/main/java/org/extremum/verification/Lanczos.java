package org.extremum.verification;

import java.util.function.Predicate;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Lapack;
import org.extremum.linalg.Matrix;
import org.extremum.verification.Definiteness.Extremes;

/**
 * The two ends of a symmetric spectrum from products with vectors, by Lanczos' method with full
 * re-orthogonalisation (Golub &amp; Van Loan 2013, §10.1, 10.3.6).
 *
 * <p>A Ritz value is within its residual of *an* eigenvalue. That it is the outermost one holds for
 * every start vector that is not orthogonal to the outermost eigenvector: a residual of r·|λ|_max
 * at the wrong eigenvalue needs a start component of about r, which a random start vector has with
 * probability of about r·√order.
 *
 * <p>A product and 8·order·k FLOPs at step k. Memory: 8·order·steps bytes. One thread; close it to
 * release the basis.
 */
final class Lanczos implements AutoCloseable {
  /** Steps at most; a larger basis costs more than what an undecided spectrum is worth. */
  static final int STEPS = 512;

  /** Ritz values are taken after each of so many steps, then at growing intervals. */
  private static final int EACH = 4;

  private final int order;
  private final Matrix basis; // order × steps, orthonormal columns
  private final double[] diagonal;
  private final double[] offDiagonal;

  /** Takes in a vector and overwrites the other by the product. */
  @FunctionalInterface
  interface Product {
    void multiply(double[] vector, double[] into);
  }

  Lanczos(int order) {
    this.order = order;
    int steps = Math.min(order, STEPS);
    this.basis = Matrix.zeros(order, steps);
    this.diagonal = new double[steps];
    this.offDiagonal = new double[steps];
  }

  /**
   * Iterates until enough is known, the space is spanned, or the steps are spent.
   *
   * @param matrix the symmetric matrix
   * @param start not zero, not modified
   * @param enough when to stop
   */
  Extremes run(Product matrix, double[] start, Predicate<Extremes> enough) {
    double[] q = start.clone();
    divide(q, norm(q));
    double[] next = new double[order];
    double scale = 0; // a lower bound of ‖matrix‖
    int check = 1;
    for (int k = 0; ; k++) {
      basis.setColumns(k, 1, q, 0);
      matrix.multiply(q, next);
      scale = Math.max(scale, norm(next));
      diagonal[k] = dot(q, next);
      orthogonalise(next, k + 1);
      double beta = norm(next);
      offDiagonal[k] = beta;
      // What is left is rounding of the product: the basis spans an invariant space.
      boolean spanned = beta <= order * Math.ulp(1.0) * scale;
      boolean last = spanned || k + 1 == basis.columns();
      if (last || k + 1 == check) {
        Extremes extremes = extremes(k + 1);
        if (last || enough.test(extremes)) {
          return extremes;
        }
        check = k + 1 < EACH ? check + 1 : check + Math.max(EACH, check / 4);
      }
      divide(next, beta);
      System.arraycopy(next, 0, q, 0, order);
    }
  }

  /** x ← x - Q·Qᵀx, twice: once leaves what rounding left (Giraud et al. 2005). */
  private void orthogonalise(double[] x, int columns) {
    Matrix q = basis.columns(0, columns);
    try (Matrix vector = Matrix.ofColumnMajor(order, 1, x);
        Matrix components = Matrix.zeros(columns, 1)) {
      for (int twice = 0; twice < 2; twice++) {
        Blas.gemm(1, Blas.Op.TRANSPOSED, q, Blas.Op.NONE, vector, 0, components);
        Blas.gemm(-1, Blas.Op.NONE, q, Blas.Op.NONE, components, 1, vector);
      }
      vector.getColumns(0, 1, x, 0);
    }
  }

  /** Ends of the tridiagonal matrix of k steps; residuals are β_k·|last component|. */
  private Extremes extremes(int k) {
    try (Matrix vectors = Matrix.zeros(k, k)) {
      for (int i = 0; i < k; i++) {
        vectors.set(i, i, diagonal[i]);
        if (i > 0) {
          vectors.set(i - 1, i, offDiagonal[i - 1]);
        }
      }
      double[] ritz = Lapack.symmetricEigen(vectors);
      double beta = offDiagonal[k - 1];
      return new Extremes(
          ritz[0],
          beta * Math.abs(vectors.get(k - 1, 0)),
          ritz[k - 1],
          beta * Math.abs(vectors.get(k - 1, k - 1)));
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  private static void divide(double[] a, double divisor) {
    for (int j = 0; j < a.length; j++) {
      a[j] /= divisor;
    }
  }

  @Override
  public void close() {
    basis.close();
  }
}
