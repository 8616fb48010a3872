package org.extremum.linalg;

/**
 * What was found of the row space of a matrix A (rows × l), and an orthonormal basis of its
 * orthogonal complement, the null space {w : A·w = 0} (method.md 2). Values do not change; {@link
 * #close()} releases the basis.
 *
 * <p>The rank counts the singular values strictly above tolerance·σ_max. The gap is σ_r/σ_{r+1},
 * where σ_{r+1} is not taken below the noise floor of the method (what rounding alone leaves in the
 * place of an exact zero), so that the gap stays finite:
 *
 * <ul>
 *   <li>"tsqr", "smallSide": ε·σ_max;
 *   <li>"gram": σ² is not taken below the larger of ε·λ_max and the most negative eigenvalue's
 *       magnitude. Where nothing was dropped no noise was seen, and σ_{l+1} stands for all that
 *       noise might be: √(l·ε)·σ_max. So full-rank spectra that press against it have no gap.
 * </ul>
 *
 * For rank 0, that is A = 0, all is null space and the gap is infinite.
 */
public final class RowSpace implements AutoCloseable {
  /**
   * A gap below this is no gap. The noise floors are right to a factor of a few (they leave out
   * modest functions of the dimensions), so a value that stands out by less than one order of
   * magnitude may be noise; a random spectrum of l values spread over d decades has neighbours a
   * factor of 10^(d/l) apart, far below 10.
   */
  public static final double CLEAR_GAP = 10;

  /** Whether the rank may be relied upon. */
  public enum Verdict {
    /** The kept singular values stand clear of the dropped ones. */
    CLEAR,
    /**
     * The spectrum passes the cut without a gap of {@link RowSpace#CLEAR_GAP}: the rank depends on
     * the tolerance, or on noise. For "gram" the remedy is {@link Tsqr}.
     */
    NO_SPECTRAL_GAP
  }

  private final String method;
  private final int order;
  private final long rows;
  private final double[] singularValues;
  private final RankDecision decision;
  private final Matrix nullBasis;

  RowSpace(
      String method,
      int order,
      long rows,
      double[] singularValues,
      RankDecision decision,
      Matrix nullBasis) {
    this.method = method;
    this.order = order;
    this.rows = rows;
    this.singularValues = singularValues;
    this.decision = decision;
    this.nullBasis = nullBasis;
  }

  /** The name of the method that found this: "gram", "tsqr" or "smallSide". */
  public String method() {
    return method;
  }

  /** l, the number of columns of A. */
  public int order() {
    return order;
  }

  /** The number of rows of A. */
  public long rows() {
    return rows;
  }

  /**
   * The singular values of A, descending, copied. "tsqr" and "smallSide" give min(rows, l) of them,
   * each right to a small multiple of ε·σ_max; "gram" gives l, each right to about ε·σ_max²/σ, with
   * 0 for negative eigenvalues: those below √(l·ε)·σ_max are noise.
   */
  public double[] singularValues() {
    return singularValues.clone();
  }

  /** Number of singular values strictly above tolerance·σ_max. */
  public int rank() {
    return decision.rank();
  }

  /** l - rank, the dimension of the null space. */
  public int nullity() {
    return order - decision.rank();
  }

  /** σ_r/σ_{r+1}, the latter floored as said above; infinite for rank 0. */
  public double gap() {
    return decision.gap();
  }

  /** The tolerance used, relative to σ_max. */
  public double tolerance() {
    return decision.tolerance();
  }

  /** Whether the spectrum has a gap at the cut. */
  public Verdict verdict() {
    return decision.verdict();
  }

  /** l × nullity, orthonormal columns; the matrix itself, not to be written. */
  public Matrix nullBasis() {
    return nullBasis;
  }

  /** Releases the memory of {@link #nullBasis()}. */
  @Override
  public void close() {
    nullBasis.close();
  }

  @Override
  public String toString() {
    return "row space by "
        + method
        + ": rank "
        + rank()
        + " of "
        + order
        + ", gap "
        + gap()
        + " at tolerance "
        + tolerance()
        + ", "
        + verdict();
  }
}
