package org.extremum.verification;

import java.io.Serializable;
import java.util.Arrays;
import org.extremum.linalg.Matrix;
import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * Stationary, of the right sign, definite: three counts of (sample, output) pairs, kept apart since
 * a stationary point need not be an extremum (§6.4; method.md 2). A saddle counts as stationary and
 * never as definite.
 *
 * <p>For each essence y there are two groups of pairs: those of a sample of y with y's own output,
 * one a sample, which should be a maximum with z_y &gt; 0; and those with the V - 1 other outputs,
 * each of which should be a minimum with z_v &lt; 0. The counts are independent of each other: a
 * pair may be definite and not stationary. {@link Counts#extrema()} are those that have all three.
 */
public final class CriticalPoints implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Counts[] own; // V
  private final Counts[] others; // V

  private CriticalPoints(Counts[] own, Counts[] others) {
    this.own = own;
    this.others = others;
  }

  private static CriticalPoints none(int essences) {
    Counts[] zero = new Counts[essences];
    Arrays.setAll(zero, v -> new Counts(0, 0, 0, 0, 0, 0));
    return new CriticalPoints(zero, zero.clone());
  }

  /** Pairs of the samples of an essence with its own output. */
  public Counts own(int essence) {
    return own[essence];
  }

  /** Pairs of the samples of an essence with the outputs of the other essences. */
  public Counts others(int essence) {
    return others[essence];
  }

  /** {@link #own(int)} over all essences. */
  public Counts own() {
    return total(own);
  }

  /** {@link #others(int)} over all essences. */
  public Counts others() {
    return total(others);
  }

  private static Counts total(Counts[] counts) {
    return Arrays.stream(counts).reduce(new Counts(0, 0, 0, 0, 0, 0), Counts::plus);
  }

  /**
   * What holds for a group of (sample, output) pairs.
   *
   * @param pairs how many there are
   * @param stationary ‖∇z_v‖/sd_v at most the tolerance
   * @param rightSign s_v·z_v &gt; 0
   * @param definite the Hessian of z_v negative definite for the own output, positive definite for
   *     the others
   * @param extrema all three: a maximum above zero, or a minimum below
   * @param unknown pairs whose definiteness was not found within {@link Lanczos#STEPS} steps; not
   *     among the definite
   */
  public record Counts(
      long pairs, long stationary, long rightSign, long definite, long extrema, long unknown)
      implements Serializable {
    Counts plus(Counts other) {
      return new Counts(
          pairs + other.pairs,
          stationary + other.stationary,
          rightSign + other.rightSign,
          definite + other.definite,
          extrema + other.extrema,
          unknown + other.unknown);
    }
  }

  /**
   * Counts over samples in standardised coordinates, with essences known to the network.
   *
   * <p>Cost of a sample beside its gradients, one hidden layer: up to {@link SpectrumEnds#DENSE}
   * coordinates V·(2·l·m² + 9·m³) FLOPs for full Hessians and their eigenvalues; above, V·4·l·m for
   * each step of Lanczos, of which a saddle takes a few and a definite Hessian some tens to {@link
   * Lanczos#STEPS}. Meant for the central samples or a share of all.
   *
   * @param network the network examined
   * @param deviations sd_v of each output over the training samples ({@link
   *     Stationarity#deviation}); not copied
   * @param tolerance of the residual
   * @param seed of Lanczos' start vectors, with the surface's hash and the output
   */
  public record Counting(Network network, double[] deviations, double tolerance, long seed)
      implements Accumulator<CriticalPoints> {
    /** Checks that there is a deviation for each output. */
    public Counting {
      if (deviations.length != network.essences()) {
        throw new IllegalArgumentException(
            "deviations: expected "
                + network.essences()
                + ", one for each output, got "
                + deviations.length);
      }
    }

    /** With the deviations of a measured stationarity. */
    public static Counting of(Network network, Stationarity measured, double tolerance, long seed) {
      double[] deviations = new double[network.essences()];
      Arrays.setAll(deviations, measured::deviation);
      return new Counting(network, deviations, tolerance, seed);
    }

    @Override
    public String name() {
      return "critical points";
    }

    /** Twelve numbers for each essence, and headers of two objects. */
    @Override
    public long wireBytes() {
      return 160L * network.essences() + 512;
    }

    @Override
    public Running<CriticalPoints> begin() {
      return new Examination(this);
    }

    @Override
    public CriticalPoints merge(CriticalPoints left, CriticalPoints right) {
      CriticalPoints sum = none(network.essences());
      for (int v = 0; v < sum.own.length; v++) {
        sum.own[v] = left.own[v].plus(right.own[v]);
        sum.others[v] = left.others[v].plus(right.others[v]);
      }
      return sum;
    }
  }

  private static final class Examination implements Accumulator.Running<CriticalPoints> {
    private final Counting asked;
    private final Scorer scorer;
    private final OutputGradients gradients;
    private final SpectrumEnds curvature;
    private final CriticalPoints sum;
    private final double[] z;

    Examination(Counting asked) {
      this.asked = asked;
      this.scorer = new Scorer(asked.network);
      this.gradients = new OutputGradients(asked.network);
      this.curvature = new SpectrumEnds(asked.network, asked.seed);
      this.sum = none(asked.network.essences());
      this.z = new double[asked.network.essences()];
    }

    @Override
    public void add(SampleBlock block) {
      Matrix scores = scorer.score(block, true);
      double[] x = new double[block.features()];
      gradients.forEach(
          scorer.forward(),
          block.size(),
          (i, all) -> {
            scores.getColumns(i, 1, z, 0);
            block.copySurface(i, x);
            curvature.at(x, block.hash(i));
            for (int v = 0; v < z.length; v++) {
              Counts[] group = v == block.essence(i) ? sum.own : sum.others;
              int y = block.essence(i);
              group[y] = group[y].plus(examine(v, v == y, all));
            }
          });
    }

    private Counts examine(int v, boolean own, double[] all) {
      double gradient = Math.sqrt(OutputGradients.squaredNorm(all, v, z.length));
      boolean stationary = gradient <= asked.tolerance * asked.deviations[v];
      boolean rightSign = (own ? z[v] : -z[v]) > 0;
      Definiteness found = curvature.ofOutput(v);
      boolean definite = found == (own ? Definiteness.NEGATIVE : Definiteness.POSITIVE);
      return new Counts(
          1,
          stationary ? 1 : 0,
          rightSign ? 1 : 0,
          definite ? 1 : 0,
          stationary && rightSign && definite ? 1 : 0,
          found == Definiteness.UNKNOWN ? 1 : 0);
    }

    @Override
    public CriticalPoints finish() {
      return sum;
    }

    @Override
    public void close() {
      scorer.close();
      gradients.close();
      curvature.close();
    }
  }
}
