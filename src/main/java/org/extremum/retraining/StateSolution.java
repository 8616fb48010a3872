package org.extremum.retraining;

import java.util.Arrays;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.NotPositiveDefiniteException;
import org.extremum.neighbourhood.Prototypes;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.polarization.NormalEquations;
import org.extremum.polarization.Scale;
import org.extremum.samples.SampleStore;
import org.extremum.training.MemoryPlan;
import org.extremum.training.ModelContent;
import org.extremum.training.Problem;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;

/**
 * The network of a state, weakened as method.md 6 has it and without any data: a solve without the
 * held-out tenth, on whose judges the scale κ is fitted; the tenth merged; the final solve.
 *
 * @param network of all samples
 * @param withoutTenth solved without the held-out rows and scaled by the same κ: what they may
 *     judge. Null where κ is not fitted on them
 * @param scale κ
 * @param scaleFittedOn "heldOut"; "before" where the judges are too few or of one class and the κ
 *     before is used; "none" where there was none either, and κ is 1
 * @param means weighted mean of each input feature
 * @param outputs of {@code withoutTenth} before it was scaled, and of the champion, for all judges;
 *     null where they were not asked for, or κ is not fitted
 */
public record StateSolution(
    Network network,
    Network withoutTenth,
    double scale,
    String scaleFittedOn,
    double[] means,
    PairedOutputs outputs) {
  /**
   * Solves. 2·l²·m + 2/3·l³ FLOPs; beside the state at most two packed triangles, 8·l·(l+1) bytes.
   *
   * @param state not modified
   * @param steps runs the solves and tells progress
   * @throws Problem (bad data) when fewer than two classes have samples; (no model) when regParam
   *     is too small for the precision
   */
  public static StateSolution of(TrainingState state, Steps steps) {
    return of(state, null, false, steps);
  }

  /**
   * Solves, and scores all judges by the champion too while their hidden layers are at hand: what a
   * gate decides by that has no other rows. 2·l·m FLOPs for each judge.
   *
   * @param champion for the same features; null where there is none
   * @throws Problem as {@link #of}
   */
  public static StateSolution judging(TrainingState state, Network champion, Steps steps) {
    return of(state, champion, true, steps);
  }

  private static StateSolution of(
      TrainingState state, Network champion, boolean judging, Steps steps) {
    requireClasses(state);
    try {
      return new Solving(state, champion, judging, steps).solve();
    } catch (NotPositiveDefiniteException e) {
      throw Problem.because(
              Problem.Kind.NO_MODEL,
              "regParam " + state.frozen().options().regParam() + ": " + e.getMessage(),
              "make the state anew with a larger regParam")
          .causedBy(e);
    }
  }

  private static void requireClasses(TrainingState state) {
    long present = Arrays.stream(state.counts()).filter(count -> count > 0).count();
    if (present < 2) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          "classes with samples in the state",
          "at least two",
          present,
          "add rows of other classes, or forget fewer batches");
    }
  }

  /** What a model consists of. */
  public ModelContent content() {
    return new ModelContent(
        network, means, Prototypes.none(network.hidden().inputs(), network.essences()));
  }

  private static final class Solving {
    private final TrainingState state;
    private final Network champion; // or null
    private final boolean judging;
    private final Steps steps;
    private final Frozen frozen;
    private final HiddenStack hidden;
    private final TrainingOptions options;

    Solving(TrainingState state, Network champion, boolean judging, Steps steps) {
      this.state = state;
      this.champion = champion;
      this.judging = judging;
      this.steps = steps;
      this.frozen = state.frozen();
      this.hidden = frozen.hidden();
      this.options = frozen.options();
    }

    StateSolution solve() {
      BatchStatistics sums = state.sums();
      NormalEquations equations =
          onAllCores(
              "normal equations",
              () ->
                  NormalEquations.copying(
                      sums.training(), hidden, options.gamma(), options.fitIntercept()));
      Judges judges = sums.judges().first();
      Layer judged = null;
      PairedOutputs outputs = null;
      double kappa = state.scale();
      String fittedOn = Double.isNaN(kappa) ? "none" : "before";
      if (judges.essencesPresent() > 1 && equations.essencesPresent() > 1) {
        judged = equations(equations, "without the tenth");
        outputs = outputs(judged, judging ? sums.judges() : judges);
        kappa = Scale.fit(outputs.first(judges.count(), network(judged)));
        fittedOn = "heldOut";
      }
      if (Double.isNaN(kappa)) {
        kappa = 1; // outputs stay as they are solved: nothing says how certain they are
      }
      onAllCores(
          "normal equations",
          () -> {
            equations.merge(sums.heldOut(), hidden, options.gamma());
            return null;
          });
      Layer all = equations(equations, "all samples");
      return new StateSolution(
          network(Scale.apply(kappa, all)),
          judged == null ? null : network(Scale.apply(kappa, judged)),
          kappa,
          fittedOn,
          state.means(),
          judging ? outputs : null);
    }

    private <T> T onAllCores(String step, java.util.function.Supplier<T> work) {
      return steps.run("solve", step, "", () -> BlasThreads.onAllCores(work));
    }

    private Layer equations(NormalEquations equations, String rows) {
      double ridge = options.regParam();
      return steps.run("solve", "solve", rows, () -> equations.solve(ridge));
    }

    private Network network(Layer output) {
      return new Network(
          frozen.standardiser(),
          hidden,
          frozen.outputActivation().inGauge(output),
          frozen.outputActivation());
    }

    /** The rows are here: each core passes over a part of them. */
    private PairedOutputs outputs(Layer layer, Judges judges) {
      int features = frozen.standardiser().inputFeatures();
      int blockSize = MemoryPlan.blockSize(features, hidden.widest());
      SampleStore rows = judges.store(features, blockSize, BlasThreads.driverThreads());
      PairedOutputs.Scoring scoring =
          new PairedOutputs.Scoring(judging ? champion : null, network(layer));
      return steps.run("solve", "scale", "", () -> rows.aggregate(scoring));
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return network.essences() + " essences, scale " + scale + " fitted on " + scaleFittedOn;
  }
}
