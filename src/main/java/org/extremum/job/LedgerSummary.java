package org.extremum.job;

import java.util.List;
import java.util.Map;
import org.extremum.training.TrainingReport;

/** What a retrained model is made of, in short; the state has all of it. */
final class LedgerSummary {
  /** Latest batches that are shown. */
  private static final int SHOWN = 20;

  private LedgerSummary() {}

  /** Nothing for a model of one training. */
  static String of(TrainingReport report) {
    if (!(report.get("retraining.ledger") instanceof List<?> batches)) {
      return "";
    }
    StringBuilder text = new StringBuilder("\nretraining\n");
    append(
        text,
        "state",
        report.get("retraining.state")
            + " after "
            + report.get("retraining.runs")
            + " runs, this one "
            + report.get("retraining.runId"));
    append(
        text,
        "batches",
        report.get("retraining.batches")
            + " present, "
            + report.get("retraining.forgotten")
            + " forgotten");
    append(text, "gate", report.get("retraining.gate.line"));
    append(text, "rounding", "at most " + report.get("retraining.drift") + " of the sums");
    if (batches.size() > SHOWN) {
      append(text, "…", (batches.size() - SHOWN) + " earlier ones");
    }
    batches.subList(Math.max(0, batches.size() - SHOWN), batches.size()).stream()
        .map(entry -> (Map<?, ?>) entry)
        .forEach(batch -> append(text, String.valueOf(batch.get("id")), words(batch)));
    return text.toString();
  }

  private static void append(StringBuilder text, String label, Object value) {
    text.append("  ").append(Summary.line(label, value));
  }

  private static String words(Map<?, ?> batch) {
    StringBuilder words = new StringBuilder(batch.get("samples") + " samples");
    double factor = ((Number) batch.get("factor")).doubleValue();
    if ("FORGOTTEN".equals(batch.get("standing"))) {
      words.append(", forgotten");
    } else if (factor != 1) {
      words.append(", decayed to ").append(Summary.figure(factor));
    }
    words.append(Boolean.TRUE.equals(batch.get("founding")) ? ", founding" : "");
    words.append(Boolean.TRUE.equals(batch.get("kept")) ? ", sums kept" : "");
    return words.toString();
  }
}
