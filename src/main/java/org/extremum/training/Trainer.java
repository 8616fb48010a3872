package org.extremum.training;

import java.util.Arrays;
import org.extremum.neighbourhood.Prototypes;
import org.extremum.network.Network;
import org.extremum.polarization.Minimizer;
import org.extremum.samples.PresentMeans;
import org.extremum.samples.SampleStore;
import org.extremum.verification.Evaluation;
import org.extremum.verification.NoiseCurve;

/**
 * Extremum-increment training (method.md; paper §3.3, §4.1): statistics, standardising, hidden
 * weights, then the output layer solved, exactly or weakened, and what was reached.
 */
public final class Trainer {
  private final TrainingOptions options;
  private final Minimizer minimizer;
  private final Progress progress;
  private final MemoryBudget budget;
  private final Checkpoints checkpoints;

  public Trainer(
      TrainingOptions options, Minimizer minimizer, Progress progress, MemoryBudget budget) {
    this(options, minimizer, progress, budget, Checkpoints.NONE);
  }

  /**
   * @param checkpoints of this run's data and options; not cleared, since what comes of the
   *     training is not safe yet when it ends
   */
  public Trainer(
      TrainingOptions options,
      Minimizer minimizer,
      Progress progress,
      MemoryBudget budget,
      Checkpoints checkpoints) {
    this.options = options;
    this.minimizer = minimizer;
    this.progress = progress;
    this.budget = budget;
    this.checkpoints = checkpoints;
  }

  /**
   * Trains on all samples of a store.
   *
   * @param surfaces unstandardised; passed over several times, so they should be cached
   * @param essences V where it is known, or 0 for the largest essence + 1
   * @return the model with its report, or an outcome that has no model
   * @throws Problem when the data cannot be trained on, or what is needed does not fit in memory
   */
  public TrainingResult train(SampleStore surfaces, int essences) {
    return train(surfaces, null, essences);
  }

  /**
   * Trains on all samples of a store, while others decide the outputs' scale and, where they are to
   * be chosen, gamma and regParam.
   *
   * @param surfaces unstandardised; passed over several times, so they should be cached
   * @param validation samples like them that are not trained on; null: none
   * @param essences V where it is known, or 0 for the largest essence of {@code surfaces} + 1
   * @return the model with its report, or an outcome that has no model
   * @throws Problem when the data cannot be trained on, or what is needed does not fit in memory
   */
  public TrainingResult train(SampleStore surfaces, SampleStore validation, int essences) {
    Steps steps = new Steps(progress);
    if (!options.handleInvalid().equals("keep")) {
      return train(steps, surfaces, validation, essences, null);
    }
    PresentMeans present = presentMeans(steps, surfaces);
    return train(
        steps,
        present.missingValues() == 0 ? surfaces : present.completing(surfaces),
        validation == null ? null : present.completing(validation),
        essences,
        present);
  }

  /** What takes the place of missing values, in training as in scoring. */
  private PresentMeans presentMeans(Steps steps, SampleStore surfaces) {
    PresentMeans present =
        steps.run(
            "statistics",
            "means",
            "of what is not missing",
            () -> surfaces.aggregate(new PresentMeans.Gathering(surfaces.features())));
    progress.note(
        present.missingValues()
            + " missing values in "
            + present.incompleteRows()
            + " rows replaced by means");
    for (int j = 0; j < surfaces.features(); j++) {
      if (!present.isPresent(j)) {
        progress.warn("feature " + j + " has no value in any row; it is left out");
      }
    }
    return present;
  }

  /**
   * @param present what was missing, and put in its place; null where nothing may be
   */
  private TrainingResult train(
      Steps steps,
      SampleStore surfaces,
      SampleStore validation,
      int essences,
      PresentMeans present) {
    Foundation foundation = Foundation.of(surfaces, essences, options, budget, steps);
    Samples data = foundation.samples(surfaces, validation);
    TrainingReport report = described(foundation, present);
    SpareMemory spare = SpareMemory.beside(foundation.memory(), budget, surfaces.tasksAtOnce());
    Run run = foundation.run(minimizer, steps, report, checkpoints, spare);
    Solution solution =
        options.exact() ? new ExactSolution(run).solve(data) : WeakenedSolution.solve(run, data);
    ModelContent content = null;
    if (solution.network() != null) {
      Prototypes prototypes = new PrototypeStep(run, data).of(solution);
      double[] means = present == null ? foundation.means() : present.means();
      content = new ModelContent(solution.network(), means, prototypes);
      evaluate(solution.network(), data, steps, report);
    }
    conclude(report, solution, run);
    return new TrainingResult(solution.outcome(), solution.detail(), content, report);
  }

  private void evaluate(Network network, Samples data, Steps steps, TrainingReport report) {
    evaluateTraining(network, data.store(), data.count(), steps, report);
    if (data.validation() != null) {
      evaluateValidation(network, data.validation(), steps, report);
    }
  }

  /** How well the training's own samples are told: of many a share, unless all are promised. */
  private void evaluateTraining(
      Network network, SampleStore samples, long count, Steps steps, TrainingReport report) {
    Evaluation evaluation =
        steps.run(
            "verify",
            "evaluation",
            "train samples",
            () ->
                options.exact()
                    ? samples.aggregate(new Evaluation.Scoring(network, options.conditions()))
                    : Performance.ofTraining(
                        samples, network, options.conditions(), count, options.seed()));
    Performance.into(report, "train", evaluation);
    NoiseCurve noise =
        steps.run(
            "verify",
            "noise",
            "accuracy by radius",
            () -> Performance.underNoise(samples, network, count, options.seed()));
    Performance.into(report, "train", noise);
  }

  private void evaluateValidation(
      Network network, SampleStore samples, Steps steps, TrainingReport report) {
    Evaluation evaluation =
        steps.run(
            "verify",
            "evaluation",
            "validation samples",
            () -> samples.aggregate(new Evaluation.Scoring(network, options.conditions())));
    Performance.into(report, "validation", evaluation);
  }

  /** What is known before anything is solved. */
  private TrainingReport described(Foundation foundation, PresentMeans present) {
    ResolvedPlan plan = foundation.plan();
    ClassFactors factors = foundation.factors();
    TrainingReport report = new TrainingReport();
    report.put("outcome", null); // set at the end; stands first
    report.put("outcomeAdvice", null);
    report.put("seed", options.seed());
    report.put("samples", plan.samples());
    report.put("features", plan.features());
    report.put("essences", plan.essences());
    report.put("hiddenLayers", plan.widths());
    report.put("options", options.asMap());
    report.put("resolved", plan.asMap());
    report.put("resolved.outputActivation", options.outputActivation());
    if (factors.any()) {
      report.put("resolved.classFactors", Arrays.stream(factors.factors()).boxed().toList());
    }
    int layers = plan.widths().size() + 1;
    SharedEntries.layers(report, layers, layers); // deeper rounds say so themselves
    foundation.into(report);
    SharedEntries.blas(report);
    if (present != null) {
      report.put("completed.rows", present.incompleteRows());
      report.put("completed.values", present.missingValues());
    }
    return report;
  }

  private static void conclude(TrainingReport report, Solution solution, Run run) {
    run.steps().into(report);
    WorkPlan.taken(report, run.steps());
    report.put("outcome", solution.outcome().name());
    report.put("outcomeAdvice", solution.outcome().advice(run.options()));
    report.put("outcomeDetail", solution.detail());
  }
}
