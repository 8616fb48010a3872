package org.extremum.training;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.NativeLibrary;
import org.extremum.neighbourhood.Prototypes;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.polarization.Minimizer;
import org.extremum.samples.PresentMeans;
import org.extremum.samples.SampleStore;
import org.extremum.verification.Conditions;
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
        progress.note("warning: feature " + j + " has no value in any row; it is left out");
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
    ResolvedPlan plan = foundation.plan();
    SampleStore samples = foundation.seen(surfaces);
    SampleStore others = validation == null ? null : foundation.seen(validation);

    TrainingReport report = new TrainingReport();
    describe(report, foundation);
    if (present != null) {
      report.put("completed.rows", present.incompleteRows());
      report.put("completed.values", present.missingValues());
    }
    OutputActivation outputs = OutputActivation.named(options.outputActivation());
    Samples data =
        new Samples(
            samples,
            others,
            foundation.standardiser(),
            foundation.hidden(),
            outputs,
            plan.essences(),
            plan.samples(),
            foundation.gradientRows());
    Run run =
        new Run(
            foundation.options(),
            minimizer,
            steps,
            report,
            checkpoints,
            foundation.counts(),
            foundation.layers(),
            SpareMemory.beside(foundation.memory(), budget, surfaces.tasksAtOnce()));
    Solution solution =
        options.exact() ? new ExactSolution(run).solve(data) : WeakenedSolution.solve(run, data);
    Prototypes prototypes = null;
    if (solution.network() != null) {
      prototypes = new PrototypeStep(run, data).of(solution);
      evaluateTraining(solution.network(), samples, plan.samples(), steps, report);
      if (others != null) {
        evaluateValidation(solution.network(), others, steps, report);
      }
    }
    steps.into(report);
    WorkPlan.taken(report, steps);
    report.put("outcome", solution.outcome().name());
    report.put("outcomeAdvice", solution.outcome().advice(run.options()));
    report.put("outcomeDetail", solution.detail());
    ModelContent content =
        solution.network() == null
            ? null
            : new ModelContent(
                solution.network(),
                present == null ? foundation.means() : present.means(),
                prototypes);
    return new TrainingResult(solution.outcome(), solution.detail(), content, report);
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
                    ? samples.aggregate(new Evaluation.Scoring(network, conditions()))
                    : Performance.ofTraining(
                        samples, network, conditions(), count, options.seed()));
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
            () -> samples.aggregate(new Evaluation.Scoring(network, conditions())));
    Performance.into(report, "validation", evaluation);
  }

  private Conditions conditions() {
    return new Conditions(options.epsilon(), options.alpha(), options.beta());
  }

  private void describe(TrainingReport report, Foundation foundation) {
    ResolvedPlan plan = foundation.plan();
    ClassFactors factors = foundation.factors();
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
    List<Map<String, Object>> layers =
        IntStream.rangeClosed(1, plan.widths().size() + 1)
            .<Map<String, Object>>mapToObj(
                u -> Map.of("u", u, "state", u <= plan.widths().size() ? "init" : "update"))
            .toList();
    report.put("layers", layers);
    foundation.into(report);
    report.put("blas.implementation", NativeLibrary.implementation());
    report.put("blas.kernel", NativeLibrary.processor());
    report.put("blas.threadsTask", 1);
    report.put("blas.threadsDriver", BlasThreads.driverThreads());
  }
}
