package org.extremum.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.extremum.job.retraining.Ending;
import org.extremum.job.retraining.Night;
import org.extremum.job.retraining.RunReport;

/** What a run of {@code retrain} came to, for people. */
final class RetrainSummary {
  private RetrainSummary() {}

  static String of(Ending ending, Night night) {
    RunReport report = night.report();
    StringBuilder text = new StringBuilder();
    text.append(Summary.line("outcome", ending));
    append(text, "run", report.get("runId"));
    if (report.get("batches") instanceof Map<?, ?> batches) {
      text.append(Summary.line("batches", batches(batches)));
    }
    if (report.get("samples") != null) {
      text.append(
          Summary.line(
              "state",
              report.get("state")
                  + ", "
                  + report.get("samples")
                  + " samples of "
                  + ((List<?>) report.get("labels")).size()
                  + " classes"));
    }
    append(text, "gate", report.get("gate.line"));
    append(text, "champion", report.get("champion"));
    report.advice().forEach(line -> text.append(Summary.line("advice", line)));
    if (report.get("timings.total") != null) {
      double seconds = ((Number) report.get("timings.total")).doubleValue();
      text.append(Summary.line("time", ProgressLine.duration(seconds)));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String label, Object value) {
    if (value != null) {
      text.append(Summary.line(label, value));
    }
  }

  private static String batches(Map<?, ?> batches) {
    List<String> parts = new ArrayList<>();
    for (String what : List.of("added", "known", "forgotten", "forgottenBefore")) {
      if (batches.get(what) instanceof List<?> list && !list.isEmpty()) {
        parts.add(list.size() + " " + (what.equals("forgottenBefore") ? "forgotten before" : what));
      }
    }
    if (!Double.valueOf(1).equals(batches.get("decay"))) {
      parts.add("all decayed by " + batches.get("decay"));
    }
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }
}
