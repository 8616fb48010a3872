package org.extremum.polarization;

import java.util.function.Consumer;
import java.util.stream.DoubleStream;
import org.extremum.linalg.Blas;
import org.extremum.linalg.CholeskySolver;
import org.extremum.linalg.Lapack;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.moments.Moments;
import org.extremum.network.Layer;

/**
 * The functions that are stationary at every constrained sample and not constant over the samples:
 * an orthonormal basis P (l × q) of the useful part of null(A), in which the values' scatter is
 * diagonal (method.md 2, 5). Any output layer in its span is a solution; {@link #leastSquares}
 * polarizes.
 */
public final class StationaryFunctions implements AutoCloseable {
  /** ε of double precision. */
  private static final double EPSILON = Math.ulp(1.0);

  private final Matrix basis; // P: l × q, orthonormal columns
  private final double[] scatter; // q: diagonal of PᵀF_cP, descending
  private final Moments moments;
  private final boolean intercept;

  private StationaryFunctions(Matrix basis, double[] scatter, Moments moments, boolean intercept) {
    this.basis = basis;
    this.scatter = scatter;
    this.moments = moments;
    this.intercept = intercept;
  }

  /**
   * Finds P in the span of N. 2l²k + 2lk² + 9k³ FLOPs, for k columns of N; a square of l beside N.
   *
   * <p>Directions are dropped where the values vary no more than rounding can tell: eigenvalues of
   * NᵀF_cN up to k·ε·λ_max, that is singular values of H_cN up to √(k·ε)·σ_1, the accuracy of a
   * Gram matrix of that order.
   *
   * @param nullBasis N: l × k, orthonormal columns, not modified
   * @param moments of all samples; F is only read
   */
  public static StationaryFunctions in(Matrix nullBasis, Moments moments, boolean intercept) {
    int k = nullBasis.columns();
    Matrix scatter = projectedScatter(nullBasis, moments);
    double[] ascending = Lapack.symmetricEigen(scatter); // overwritten by eigenvectors
    double largest = k == 0 ? 0 : ascending[k - 1];
    double cut = EPSILON * Math.max(k * largest, trace(moments));
    int kept = 0;
    while (kept < k && ascending[k - 1 - kept] > cut) {
      kept++;
    }
    double[] eigenvalues = new double[kept];
    Matrix vectors = Matrix.zeros(k, kept);
    for (int j = 0; j < kept; j++) {
      eigenvalues[j] = ascending[k - 1 - j];
      vectors.setColumns(j, 1, scatter.column(k - 1 - j), 0);
    }
    scatter.close();
    try (vectors) {
      return new StationaryFunctions(
          Blas.multiply(nullBasis, vectors), eigenvalues, moments, intercept);
    }
  }

  /** tr F = Σω‖h‖², an upper bound of F's largest eigenvalue and near it: h has a large mean. */
  private static double trace(Moments moments) {
    PackedSymmetric f = moments.values();
    double trace = 0;
    for (int i = 0; i < f.order(); i++) {
      trace += f.get(i, i);
    }
    return trace;
  }

  /** NᵀF_cN, k × k. */
  private static Matrix projectedScatter(Matrix nullBasis, Moments moments) {
    PackedSymmetric centred = moments.values().copy();
    centred.addOuter(-1 / moments.weight(), moments.valueSum());
    try (Matrix full = centred.toFull();
        Matrix product = Blas.multiply(full, nullBasis)) {
      return Blas.multiply(Blas.Op.TRANSPOSED, nullBasis, Blas.Op.NONE, product);
    }
  }

  /** q: dimensions that are left to polarize. */
  public int dimension() {
    return scatter.length;
  }

  /** P, l × q; the matrix itself, not to be modified. */
  Matrix basis() {
    return basis;
  }

  /** Diagonal of PᵀF_cP, descending; not to be modified. */
  double[] scatter() {
    return scatter;
  }

  /** Standard deviations of the functions over the samples, descending. */
  public double[] deviations() {
    return DoubleStream.of(scatter).map(s -> Math.sqrt(s / moments.weight())).toArray();
  }

  /**
   * P·diag(1/deviation) for the first {@code count} functions, column-major l × count: functions of
   * unit variance.
   */
  public double[] unitVarianceBasis(int count) {
    double[] deviations = deviations();
    double[] unit = new double[basis.rows() * count];
    basis.getColumns(0, count, unit, 0);
    for (int j = 0, at = 0; j < count; j++) {
      for (int k = 0; k < basis.rows(); k++, at++) {
        unit[at] /= deviations[j];
      }
    }
    return unit;
  }

  /**
   * √Σω·P·(diag(scatter) + λI)^-½, l × q column-major: directions of unit size in the metric of
   * {@link #leastSquares(double)}, orthogonal to each other.
   */
  public double[] unitBasis(double ridge) {
    double[] unit = basis.toArray();
    double weight = moments.weight();
    for (int j = 0, at = 0; j < scatter.length; j++) {
      double factor = Math.sqrt(weight / (scatter[j] + ridge));
      for (int k = 0; k < basis.rows(); k++, at++) {
        unit[at] *= factor;
      }
    }
    return unit;
  }

  /**
   * √Σω·P·Q·Λ^-½ with QΛQᵀ = PᵀF_cP + (γ²/2) PᵀEP + λI, l × q column-major: the same in the metric
   * of {@link #leastSquares(double, double, PackedSymmetric)}. 2l²q + 4lq² + 9q³ FLOPs.
   */
  public double[] unitBasis(double ridge, double penalty, PackedSymmetric gradientGram) {
    PackedSymmetric metric = projected(gradientGram);
    metric.scale(penalty);
    for (int i = 0; i < scatter.length; i++) {
      metric.values()[PackedSymmetric.index(i, i)] += scatter[i] + ridge;
    }
    try (Matrix vectors = metric.toFull()) {
      double[] eigenvalues = Lapack.symmetricEigen(vectors); // overwritten by eigenvectors
      try (Matrix directions = Blas.multiply(basis, vectors)) {
        double[] unit = directions.toArray();
        double weight = moments.weight();
        for (int j = 0, at = 0; j < eigenvalues.length; j++) {
          // Not below λ but for rounding.
          double factor = Math.sqrt(weight / Math.max(eigenvalues[j], ridge));
          for (int k = 0; k < basis.rows(); k++, at++) {
            unit[at] *= factor;
          }
        }
        return unit;
      }
    }
  }

  Moments moments() {
    return moments;
  }

  boolean intercept() {
    return intercept;
  }

  /**
   * Values ±1 on all samples in the least-squares sense, with ridge λ on the output weights:
   * (PᵀF_cP + λI) B = PᵀY_c, W = (PB)ᵀ, b = t̄ - W·h̄. 2lqV FLOPs.
   *
   * @param ridge λ &gt; 0
   */
  public Layer leastSquares(double ridge) {
    return intercept
        ? solved(
            b -> {
              for (int j = 0; j < b.columns(); j++) {
                for (int i = 0; i < b.rows(); i++) {
                  b.set(i, j, b.get(i, j) / (scatter[i] + ridge));
                }
              }
            })
        : solved(b -> solve(PackedSymmetric.zeros(scatter.length), ridge, b));
  }

  /**
   * The same with the gradients penalised that are not zero by construction, those of the samples
   * that are not central: (PᵀF_cP + (γ²/2) PᵀEP + λI) B = PᵀY_c (method.md 6, exact on centres and
   * weakened on the rest). 2l²q + 2lq² + q³/3 FLOPs; a square of l and a matrix l × q beside P.
   *
   * @param ridge λ &gt; 0
   * @param penalty γ²/2
   * @param gradientGram E of all samples, l × l, only read
   */
  public Layer leastSquares(double ridge, double penalty, PackedSymmetric gradientGram) {
    PackedSymmetric projected = projected(gradientGram);
    projected.scale(penalty);
    return solved(b -> solve(projected, ridge, b));
  }

  /** PᵀEP, q × q. */
  private PackedSymmetric projected(PackedSymmetric gradientGram) {
    try (Matrix full = gradientGram.toFull();
        Matrix product = Blas.multiply(full, basis);
        Matrix square = Blas.multiply(Blas.Op.TRANSPOSED, basis, Blas.Op.NONE, product)) {
      return PackedSymmetric.ofUpper(square);
    }
  }

  /** W = (PB)ᵀ and b, for B made in place of PᵀY_c. */
  private Layer solved(Consumer<Matrix> solver) {
    Targets targets = Targets.of(moments, intercept);
    try (Matrix rhs = targets.rightHandSides();
        Matrix b = Blas.multiply(Blas.Op.TRANSPOSED, basis, Blas.Op.NONE, rhs)) {
      solver.accept(b);
      try (Matrix w = Blas.multiply(basis, b)) {
        return targets.layer(w);
      }
    }
  }

  /**
   * B ← (matrix + PᵀF_cP + λI)⁻¹ B. Without an intercept it is PᵀFP = diag(scatter) + uuᵀ/Σω with u
   * = PᵀΣωh; by Cholesky, since the closed form of a rank-one update loses digits where u is large.
   * q³/3 FLOPs.
   *
   * @param matrix overwritten
   */
  private void solve(PackedSymmetric matrix, double ridge, Matrix b) {
    int q = scatter.length;
    for (int i = 0; i < q; i++) {
      matrix.values()[PackedSymmetric.index(i, i)] += scatter[i] + ridge;
    }
    if (!intercept) {
      double[] u = new double[q];
      double[] sum = moments.valueSum();
      for (int i = 0; i < q; i++) {
        double[] column = basis.column(i);
        for (int k = 0; k < sum.length; k++) {
          u[i] += column[k] * sum[k];
        }
      }
      matrix.addOuter(1 / moments.weight(), u);
    }
    try (CholeskySolver cholesky = CholeskySolver.factorise(matrix)) {
      cholesky.solve(b);
    }
  }

  @Override
  public void close() {
    basis.close();
  }
}
