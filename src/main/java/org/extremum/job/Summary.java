package org.extremum.job;

import java.util.List;
import java.util.Locale;
import org.extremum.report.Figures;
import org.extremum.training.TrainingReport;
import org.extremum.verification.Stationarity;

/** Figures in words, for people. */
final class Summary {
  private Summary() {}

  /** A labelled line. */
  static String line(String label, Object value) {
    return String.format(Locale.ROOT, "%-13s %s%n", label, value);
  }

  static String percent(double share) {
    return Figures.percent(share);
  }

  /** Four digits, as plain as they can be. */
  static String figure(double value) {
    return Figures.figure(value);
  }

  static String stationarity(Stationarity stationarity) {
    return stationarity(stationarity.max(), stationarity.rms());
  }

  private static String stationarity(double max, double rms) {
    return "slope at the samples at most "
        + figure(max)
        + ", rms "
        + figure(rms)
        + " (of an output, over its deviation; 0 at an extremum)";
  }

  /**
   * What a training came to.
   *
   * @param report with the entries of run.json
   */
  static String of(TrainingReport report) {
    StringBuilder text = new StringBuilder();
    text.append(line("outcome", outcome(report)));
    text.append(
        line(
            "samples",
            report.get("samples")
                + " with "
                + report.get("features")
                + " features, "
                + report.get("essences")
                + " classes"));
    text.append(line("network", network(report)));
    if (report.get("selection.hidden") instanceof List<?> tried) {
      text.append(
          line("hidden", hidden(report, "selection.chosen") + ", chosen of " + tried.size()));
    }
    if (report.get("selection.chosen") != null) {
      text.append(line("penalty", penalty(report)));
    }
    for (String part : List.of("train", "heldOut", "validation", "test")) {
      if (report.get(part) != null) {
        String label = part.equals("heldOut") ? "held out" : part;
        text.append(line(label, scores(report, part)));
      }
    }
    if (report.get("stationarity.max") != null) {
      text.append(
          line(
              "stationarity",
              stationarity(report.number("stationarity.max"), report.number("stationarity.rms"))));
    }
    text.append(leftOut(report));
    text.append(ExactSummary.of(report));
    text.append(line("time", times(report)));
    if (report.get("plan.secondsTaken") != null) {
      text.append(line("plan", plan(report)));
    }
    return text.toString();
  }

  /** Rows that were not trained on, or not as they were. */
  private static String leftOut(TrainingReport report) {
    StringBuilder text = new StringBuilder();
    if (report.get("badRows") != null) {
      text.append(line("bad rows", report.get("badRows") + " left out"));
    }
    if (report.get("skippedRows") instanceof Number skipped && skipped.longValue() > 0) {
      text.append(line("skipped", skipped + " rows with missing features"));
    }
    if (report.get("completed.rows") instanceof Number rows && rows.longValue() > 0) {
      text.append(
          line(
              "completed",
              rows + " rows, " + report.get("completed.values") + " missing values, by means"));
    }
    return text.toString();
  }

  private static String plan(TrainingReport report) {
    return "said "
        + (Boolean.TRUE.equals(report.get("plan.atLeast")) ? "at least " : "")
        + ProgressLine.duration(report.number("plan.seconds"))
        + " for moments, solve and verify, took "
        + ProgressLine.duration(report.number("plan.secondsTaken"));
  }

  private static String outcome(TrainingReport report) {
    Object detail = report.get("outcomeDetail");
    return report.get("outcome")
        + (detail == null || detail.toString().isEmpty() ? "" : ", " + detail)
        + "; "
        + report.get("outcomeAdvice");
  }

  private static String network(TrainingReport report) {
    StringBuilder text = new StringBuilder().append(report.get("features"));
    if (report.get("hiddenLayers") instanceof List<?> widths) {
      widths.forEach(width -> text.append(" - ").append(width));
    }
    text.append(" - ").append(report.get("essences"));
    return text
        + ", "
        + report.get("options.activation")
        + ("softmax".equals(report.get("resolved.outputActivation")) ? ", softmax outputs" : "")
        + ", "
        + report.get("options.extremum");
  }

  private static String penalty(TrainingReport report) {
    String runnerUp = "";
    if (report.get("selection.runnerUp") != null) {
      String layers =
          report.get("selection.hidden") == null ? "" : hidden(report, "selection.runnerUp") + ", ";
      runnerUp = "; runner-up " + layers + candidate(report, "selection.runnerUp");
    }
    return candidate(report, "selection.chosen")
        + " chosen on "
        + report.get("selection.samples")
        + " samples ("
        + report.get("selection.comparedOn")
        + ")"
        + runnerUp;
  }

  private static String hidden(TrainingReport report, String entry) {
    return report.get(entry + ".hiddenLayers")
        + " neurons of scale "
        + report.get(entry + ".initScale");
  }

  private static String candidate(TrainingReport report, String entry) {
    return "gamma "
        + report.get(entry + ".gamma")
        + ", regParam "
        + report.get(entry + ".regParam")
        + " (log-loss "
        + figure(report.number(entry + ".logLoss"))
        + ", accuracy "
        + percent(report.number(entry + ".accuracy"))
        + ")";
  }

  private static String scores(TrainingReport report, String part) {
    return "accuracy "
        + percent(report.number(part + ".accuracy"))
        + ", log-loss "
        + figure(report.number(part + ".logLoss"))
        + (report.get(part + ".calibrationError") == null
            ? ""
            : ", calibration error " + percent(report.number(part + ".calibrationError")))
        + (report.get(part + ".samples") == null
            ? ""
            : " on " + report.get(part + ".samples") + " samples");
  }

  private static String times(TrainingReport report) {
    StringBuilder text = new StringBuilder();
    text.append(ProgressLine.duration(report.number("timings.total")));
    for (String part : List.of("read", "statistics", "moments", "solve", "verify")) {
      if (report.get("timings." + part) != null) {
        text.append(text.indexOf("(") < 0 ? " (" : ", ")
            .append(part)
            .append(' ')
            .append(ProgressLine.duration(report.number("timings." + part)));
      }
    }
    return text + (text.indexOf("(") < 0 ? "" : ")");
  }
}
