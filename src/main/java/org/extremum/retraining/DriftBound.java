package org.extremum.retraining;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.moments.Moments;

/**
 * How far the Moments of a state may be from the exact sums of the same samples' products, in the
 * Frobenius norm: a running sum over all that was ever done to them. Immutable.
 *
 * <p>With u = 2⁻⁵³ and M̃ the numbers at hand for M, ‖M̃ - M‖ ≤ e:
 *
 * <ul>
 *   <li>a pass sums n products of non-negative weight; rounding errors that are independent and of
 *       mean zero add up to at most λ√n·u times the sum of magnitudes, except with probability
 *       2·exp(-λ²/2) (Higham and Mary 2019, "A new approach to probabilistic rounding error
 *       analysis", theorem 3.1). The matrix of magnitudes Σω|h||h|ᵀ has at most the norm Σω‖h‖² =
 *       tr F, and the same holds for E and CᵀC. So e_pass = λ√n·u·tr M, λ = 6; n is the number of
 *       samples, times the columns of J where E is summed itself;
 *   <li>S ← S ± f·M: every entry is a product and a sum, each rounded: e ← e + f·e_pass + u·(f‖M‖ +
 *       ‖S‖), ‖S‖ after it. Forgetting counts the pass again: a batch that is passed over again is
 *       partitioned otherwise, and does not cancel to the last bit;
 *   <li>S ← R·S: e ← R·e + 2u‖S‖, once for the entries and once for the factors in the ledger, by
 *       which batches are subtracted later: they are rounded too. What is old fades with its
 *       errors.
 * </ul>
 *
 * <p>The error that matters is relative to what is there now, {@link #relative}: adding costs next
 * to nothing (some 1e-16 a night), and the bound grows large only where most of what was in the
 * sums was taken out of them again. Beyond {@link #ADVISED} a rebuild is advised.
 *
 * @param values of F, training and held-out parts together
 * @param slopes of CᵀC or E
 */
public record DriftBound(double values, double slopes) {
  /** Relative error from which on a rebuild is advised: a tenth of what is promised, 1e-9. */
  public static final double ADVISED = 1e-10;

  /** λ: the bound fails with a probability of 3e-8 at most. */
  private static final double LAMBDA = 6;

  private static final double UNIT = 0x1p-53;

  /** Of a state with nothing in it. */
  public static final DriftBound NONE = new DriftBound(0, 0);

  /**
   * After a batch was added or forgotten.
   *
   * @param factor on the batch, not negative
   * @param batch what was added or taken away
   * @param columns of J that are summed for a sample; 1 for CᵀC
   * @param training Moments as they are now
   * @param heldOut the same
   */
  DriftBound changed(
      double factor, BatchStatistics batch, int columns, Moments training, Moments heldOut) {
    return new DriftBound(
        values
            + changed(factor, batch.training(), Moments::values, 1, training)
            + changed(factor, batch.heldOut(), Moments::values, 1, heldOut),
        slopes
            + changed(factor, batch.training(), Moments::slopes, columns, training)
            + changed(factor, batch.heldOut(), Moments::slopes, columns, heldOut));
  }

  private static double changed(
      double factor,
      Moments batch,
      Function<Moments, PackedSymmetric> triangle,
      int columns,
      Moments after) {
    PackedSymmetric summed = triangle.apply(batch);
    double pass = LAMBDA * Math.sqrt((double) batch.samples() * columns) * summed.trace();
    double norms = factor * summed.frobeniusNorm() + triangle.apply(after).frobeniusNorm();
    return UNIT * (factor * pass + norms);
  }

  /** After all sums were multiplied; the Moments are as they are now. */
  DriftBound scaled(double factor, Moments training, Moments heldOut) {
    return new DriftBound(
        factor * values
            + 2 * UNIT * (training.values().frobeniusNorm() + heldOut.values().frobeniusNorm()),
        factor * slopes
            + 2 * UNIT * (training.slopes().frobeniusNorm() + heldOut.slopes().frobeniusNorm()));
  }

  /**
   * The bound by the norm of what is there, the larger one of values and slopes; 0 where nothing
   * is. Both parts are positive semidefinite, so that the norm of their sum is at least the root of
   * the sum of their squares.
   */
  double relative(Moments training, Moments heldOut) {
    return Math.max(
        relative(values, training.values(), heldOut.values()),
        relative(slopes, training.slopes(), heldOut.slopes()));
  }

  private static double relative(double error, PackedSymmetric training, PackedSymmetric heldOut) {
    double norm = Math.hypot(training.frobeniusNorm(), heldOut.frobeniusNorm());
    return error == 0 ? 0 : error / norm;
  }

  Map<String, Object> asFacts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("values", values);
    facts.put("slopes", slopes);
    return facts;
  }

  static DriftBound of(Facts facts) {
    return new DriftBound(facts.real("values"), facts.real("slopes"));
  }
}
