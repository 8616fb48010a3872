package org.extremum.job.retraining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.extremum.linalg.BlasThreads;
import org.extremum.network.Network;
import org.extremum.retraining.Decision;
import org.extremum.retraining.Gate;
import org.extremum.retraining.Holdout;
import org.extremum.retraining.Judges;
import org.extremum.retraining.StateSolution;
import org.extremum.retraining.TrainingState;
import org.extremum.samples.SampleStore;
import org.extremum.training.MemoryPlan;
import org.extremum.training.Performance;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingReport;
import org.extremum.verification.Evaluation;

/**
 * Champion and challenger on the same rows, which neither was solved with: those of a file, or the
 * held-out rows of the state, on which both are judged as they were before these rows were merged.
 *
 * @param decision of the gate
 * @param evaluation of the challenger
 * @param heldOn "holdout" or "judges", or "trainedOn" where the held-out rows are too few to be
 *     left out
 */
record Judgement(Decision decision, Evaluation evaluation, String heldOn) {
  /** Judges by a file's rows, unstandardised. */
  static Judgement byHoldout(
      SampleStore rows,
      StateSolution solution,
      Champion champion,
      List<String> labels,
      TrainingOptions options,
      Steps steps) {
    Network served = champion == null ? null : champion.served();
    return of(rows, solution.network(), served, labels, options, steps, "holdout");
  }

  /**
   * Judges by the held-out rows of the state.
   *
   * @param solution by {@link StateSolution#judging}
   */
  static Judgement byJudges(
      TrainingState state,
      StateSolution solution,
      Champion champion,
      TrainingOptions options,
      Steps steps) {
    if (solution.outputs() != null) {
      return byOutputs(state, solution, champion, options, steps);
    }
    Judges judges = state.sums().judges();
    int features = state.frozen().standardiser().inputFeatures();
    int widest = state.frozen().hidden().widest();
    SampleStore rows = judges.store(features, MemoryPlan.blockSize(features, widest));
    Network before = champion == null ? null : champion.judged();
    // All cores for one task: the rows are here and not with Spark.
    return BlasThreads.onAllCores(
        () -> of(rows, solution.network(), before, state.labels(), options, steps, "trainedOn"));
  }

  /** Both were scored when κ was fitted. */
  private static Judgement byOutputs(
      TrainingState state,
      StateSolution solution,
      Champion champion,
      TrainingOptions options,
      Steps steps) {
    Network before = champion == null ? null : champion.judged();
    return of(
        () ->
            solution
                .outputs()
                .judged(solution.scale(), before, solution.withoutTenth(), options.conditions()),
        state.labels(),
        options,
        steps,
        "judges");
  }

  private static Judgement of(
      SampleStore rows,
      Network challenger,
      Network champion,
      List<String> labels,
      TrainingOptions options,
      Steps steps,
      String heldOn) {
    return of(
        () -> rows.aggregate(new Holdout.Judging(champion, challenger, options.conditions())),
        labels,
        options,
        steps,
        heldOn);
  }

  private static Judgement of(
      Supplier<Holdout> looked,
      List<String> labels,
      TrainingOptions options,
      Steps steps,
      String heldOn) {
    Holdout holdout = steps.run("verify", "holdout", heldOn, looked);
    Gate gate = new Gate(options.minAccuracy(), options.minGain(), options.maxRecallLoss());
    return new Judgement(gate.decide(holdout, labels), holdout.evaluation(), heldOn);
  }

  boolean promoted() {
    return decision.promoted();
  }

  /** Enters the part "test" of a model's report. */
  void into(TrainingReport report) {
    Performance.into(report, "test", evaluation);
  }

  /** For status and manifest. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("heldOn", heldOn);
    map.putAll(decision.toMap());
    return map;
  }
}
