package org.extremum.polarization;

import java.util.stream.IntStream;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.CholeskySolver;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.moments.Moments;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;

/**
 * Weakened extrema (method.md 6): minimise Σω‖Wh + b - t‖² + (γ²/2)Σω‖∇(Wh)‖² + λ‖W‖² with t = ±1,
 * which is
 *
 * <pre>(F_c + (γ²/2) E + λI) Wᵀ = Y_c,   b = t̄ - W·h̄</pre>
 *
 * with an unpenalised intercept, or without centring and b where there is no intercept. Holds F +
 * (γ²/2)E in the memory of F, so that parts of the data can be merged after they were solved alone.
 */
public final class NormalEquations {
  private final PackedSymmetric gram; // F + (γ²/2)E, uncentred
  private final Moments sums; // by class; no triangles
  private final boolean intercept;

  private NormalEquations(PackedSymmetric gram, Moments sums, boolean intercept) {
    this.gram = gram;
    this.sums = sums;
    this.intercept = intercept;
  }

  /**
   * Takes over Moments; they must not be used or held afterwards: F becomes the equations' matrix,
   * and the slopes' triangle is let go. l²·m FLOPs.
   *
   * @param gamma radius of the neighbourhood, ≥ 0
   */
  public static NormalEquations of(
      Moments moments, HiddenStack stack, double gamma, boolean intercept) {
    PackedSymmetric gram = moments.values();
    if (gamma > 0) {
      gram.add(gamma * gamma / 2, moments.toGradientGram(stack));
    }
    return new NormalEquations(gram, moments.sums(), intercept);
  }

  /**
   * Equations of Moments that are kept, to be solved for other γ too. 4·l·(l+1) bytes for the copy.
   *
   * @param moments whose slopes' triangle is E; not modified, but the class sums are shared
   * @param gamma radius of the neighbourhood, ≥ 0
   */
  public static NormalEquations ofKept(Moments moments, double gamma, boolean intercept) {
    PackedSymmetric gram =
        gamma > 0
            ? BlasThreads.onAllCores(
                () -> moments.values().plus(gamma * gamma / 2, moments.slopes()))
            : moments.values().copy();
    return new NormalEquations(gram, moments.sums(), intercept);
  }

  /**
   * Takes over Moments whose slopes' triangle is E; they must not be used or held afterwards, as by
   * {@link #of}.
   *
   * @param gamma radius of the neighbourhood, ≥ 0
   */
  public static NormalEquations ofSolved(Moments moments, double gamma, boolean intercept) {
    PackedSymmetric gram = moments.values();
    if (gamma > 0) {
      addOnAllCores(gram, gamma * gamma / 2, moments.slopes());
    }
    return new NormalEquations(gram, moments.sums(), intercept);
  }

  private static void addOnAllCores(PackedSymmetric sum, double factor, PackedSymmetric other) {
    BlasThreads.onAllCores(
        () -> {
          sum.add(factor, other);
          return sum;
        });
  }

  /** How many essences have samples behind these equations. */
  public long essencesPresent() {
    return IntStream.range(0, sums.essences()).filter(v -> sums.count(v) > 0).count();
  }

  /** φ: samples behind these equations. */
  public long samples() {
    return sums.samples();
  }

  /**
   * this ← this + other, the other part of the same data; the other must not be used afterwards.
   */
  public void merge(NormalEquations other) {
    addOnAllCores(gram, 1, other.gram);
    sums.addSums(other.sums);
  }

  /**
   * Equations of Moments that stay as they are. 4·l·(l+1) bytes for the copy, l²·m FLOPs.
   *
   * @param moments not modified, and not shared
   * @param gamma radius of the neighbourhood, ≥ 0
   */
  public static NormalEquations copying(
      Moments moments, HiddenStack stack, double gamma, boolean intercept) {
    NormalEquations equations =
        new NormalEquations(moments.values().copy(), moments.copyOfSums(), intercept);
    equations.addGradients(moments, stack, gamma);
    return equations;
  }

  /**
   * this ← this + the equations of Moments that stay as they are, for the same stack and γ. l²·m
   * FLOPs, no copy.
   */
  public void merge(Moments other, HiddenStack stack, double gamma) {
    addOnAllCores(gram, 1, other.values());
    sums.addSums(other);
    addGradients(other, stack, gamma);
  }

  private void addGradients(Moments moments, HiddenStack stack, double gamma) {
    if (gamma > 0) {
      moments.addGradientGram(gamma * gamma / 2, stack, gram);
    }
  }

  /**
   * W^[n] and b^[n] for these parts alone. l³/3 + 2l²V FLOPs on all cores; 4·l·(l+1) bytes for the
   * factor.
   *
   * @param ridge λ &gt; 0
   * @throws org.extremum.linalg.NotPositiveDefiniteException when λ is too small for this precision
   */
  public Layer solve(double ridge) {
    try (LeastSquares solved = factorised(ridge)) {
      return solved.layer();
    }
  }

  /** Like {@link #solve}, and the factor stays with the solution: 4·l·(l+1) bytes until closed. */
  public LeastSquares factorised(double ridge) {
    Targets targets = Targets.of(sums, intercept);
    double[] centre = new double[gram.order()];
    for (int k = 0; k < centre.length && intercept; k++) {
      centre[k] = targets.valueSum()[k] / sums.weight();
    }
    double factor = intercept ? -1 / sums.weight() : 0;
    return BlasThreads.onAllCores(
        () -> {
          CholeskySolver cholesky =
              CholeskySolver.factorise(gram, factor, ridge, targets.valueSum());
          try (Matrix solution = targets.rightHandSides()) {
            cholesky.solve(solution);
            return new LeastSquares(
                targets.layer(solution),
                new CholeskyMetric(cholesky),
                centre,
                sums.weight(),
                intercept);
          }
        });
  }
}
