package org.extremum.retraining;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.training.Outcome;
import org.extremum.training.SharedEntries;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingReport;

/**
 * How a model of a state came to be, under the stable names of run.json and {@code retraining} for
 * what only a state has. What takes the samples themselves, such as accuracy in training, is not in
 * it.
 */
public final class SolutionReport {
  private SolutionReport() {}

  /** Of a state and its solution, with the timings of what was done so far. */
  public static TrainingReport of(TrainingState state, StateSolution solution, Steps steps) {
    TrainingOptions options = state.frozen().options();
    TrainingReport report = new TrainingReport();
    report.put("outcome", Outcome.SOLVED.name());
    report.put("outcomeAdvice", Outcome.SOLVED.advice());
    report.put("outcomeDetail", "gamma " + options.gamma() + ", regParam " + options.regParam());
    report.put("seed", options.seed());
    report.put("samples", state.sums().samples());
    report.put("features", state.frozen().standardiser().inputFeatures());
    report.put("essences", state.essences());
    report.put("hiddenLayers", options.hiddenLayers());
    report.put("options", options.asMap());
    report.put("resolved", resolved(state, solution));
    SharedEntries.layers(
        report, options.hiddenLayers().size() + 1, options.hiddenLayers().size() + 1);
    report.put("retraining", retraining(state));
    SharedEntries.blas(report);
    steps.into(report);
    double flops = steps.flops("moments");
    if (flops > 0) { // none where only sums that were kept were taken away
      report.put("moments.flops", flops);
      report.put("moments.gflops", flops / steps.seconds("moments") * 1e-9);
    }
    return report;
  }

  private static Map<String, Object> resolved(TrainingState state, StateSolution solution) {
    TrainingOptions options = state.frozen().options();
    Map<String, Object> resolved = new LinkedHashMap<>();
    for (String key :
        List.of(
            "initialization",
            "initScale",
            "standardization",
            "outputActivation",
            "polarization",
            "gamma",
            "regParam")) {
      resolved.put(key, options.asMap().get(key));
    }
    if (state.frozen().classFactors().any()) {
      resolved.put("classFactors", boxed(state.frozen().classFactors().factors()));
    }
    resolved.put("scaleFittedOn", solution.scaleFittedOn());
    resolved.put("scale", solution.scale());
    return resolved;
  }

  private static Map<String, Object> retraining(TrainingState state) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("batches", state.ledger().present().size());
    facts.put("forgotten", state.ledger().batches().size() - state.ledger().present().size());
    facts.put("counts", Arrays.stream(state.counts()).boxed().toList());
    facts.put("weights", boxed(state.weights()));
    facts.put("judges", state.sums().judges().count());
    facts.put("judgesThinned", state.judgesThinned());
    facts.put("drift", state.drift());
    facts.put("rebuildAdvised", state.rebuildAdvised());
    return facts;
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
