package org.extremum.job.retraining;

import java.util.List;
import org.extremum.job.Provenance;
import org.extremum.retraining.Batch;
import org.extremum.retraining.SolutionReport;
import org.extremum.retraining.StateSolution;
import org.extremum.retraining.TrainingState;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.training.TrainingReport;

/** The model of a state, with all that is known of how it came to be. */
final class Version {
  /** Batches that a model's report lists; the state has all. */
  private static final int LISTED = 100;

  private final Tools tools;

  Version(Tools tools) {
    this.tools = tools;
  }

  /**
   * The model.
   *
   * @param origin what else goes into its report: memory as planned, and how gamma and regParam
   *     were chosen, where this run chose them
   */
  ExtremumClassificationModel of(
      TrainingState state, StateSolution solution, Judgement judgement, TrainingReport origin) {
    return new ExtremumClassificationModel(
            "extremum-" + tools.runId(),
            solution.content(),
            report(state, solution, judgement, origin),
            state.labels(),
            featureNames(state))
        .setOptions(tools.options());
  }

  private static List<String> featureNames(TrainingState state) {
    List<?> names = (List<?>) state.frozen().input().getOrDefault("features", List.of());
    return names.stream().map(String.class::cast).toList();
  }

  private TrainingReport report(
      TrainingState state, StateSolution solution, Judgement judgement, TrainingReport origin) {
    TrainingReport report = SolutionReport.of(state, solution, tools.steps());
    report.asMap().putAll(origin.asMap());
    report.put("options", tools.options().asMap());
    report.put("versions", tools.job().versions());
    judgement.into(report);
    Provenance.note(
        report,
        tools.directory().path().toString(),
        featureNames(state),
        (String) state.frozen().input().get("label"),
        tools.options(),
        fingerprint(state.ledger().present()));
    report.put("retraining.runId", tools.runId());
    report.put("retraining.state", tools.writer().nextState());
    report.put("retraining.runs", state.ledger().runs().size());
    report.put("retraining.gate", judgement.asMap());
    report.put("retraining.data", tools.report().get("drift.data"));
    report.put("retraining.advice", tools.report().advice());
    report.put("retraining.ledger", ledger(state));
    report.put("timings.read", tools.steps().seconds("read"));
    report.put("timings.state", tools.steps().seconds("state"));
    report.put("timings.write", tools.steps().seconds("write"));
    return report;
  }

  /** Fingerprints add up: that of all rows, as one training on them would have it. */
  static String fingerprint(List<Batch> batches) {
    long high = 0;
    long low = 0;
    for (Batch batch : batches) {
      high += Long.parseUnsignedLong(batch.fingerprint().substring(0, 16), 16);
      low += Long.parseUnsignedLong(batch.fingerprint().substring(16), 16);
    }
    return String.format("%016x%016x", high, low);
  }

  /** The latest batches, with what has become of them. */
  private static List<?> ledger(TrainingState state) {
    List<?> all = (List<?>) state.ledger().asFacts().get("batches");
    return all.subList(Math.max(0, all.size() - LISTED), all.size());
  }
}
