package org.extremum.job;

import java.util.List;
import java.util.Map;
import org.extremum.training.TrainingReport;

/** Batches in short. */
final class LedgerSummary {
  /** Latest batches that are shown. */
  private static final int SHOWN = 20;

  private LedgerSummary() {}

  /** What a retrained model is made of; nothing for a model of one training. */
  static String of(TrainingReport report) {
    if (!(report.get("retraining.ledger") instanceof List<?> batches)) {
      return "";
    }
    String header =
        "state "
            + report.get("retraining.state")
            + " after "
            + report.get("retraining.runs")
            + " runs, "
            + report.get("retraining.gate.line");
    return of(header, batches);
  }

  /**
   * A ledger.
   *
   * @param batches maps of id, samples, factor, standing, founding and kept
   */
  static String of(String header, List<?> batches) {
    StringBuilder text = new StringBuilder("\nretraining: " + header + "\n");
    if (batches.size() > SHOWN) {
      text.append("  ").append(Summary.line("…", (batches.size() - SHOWN) + " earlier batches"));
    }
    batches.subList(Math.max(0, batches.size() - SHOWN), batches.size()).stream()
        .map(entry -> (Map<?, ?>) entry)
        .forEach(
            batch ->
                text.append("  ")
                    .append(Summary.line(String.valueOf(batch.get("id")), words(batch))));
    return text.toString();
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
