package org.extremum.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.extremum.training.Progress;

/** Prints the steps of a training as they end, and keeps how long each took, in their order. */
final class StepTimes implements Progress {
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private String detail = "";

  @Override
  public void stepStarted(String step, String newDetail) {
    detail = newDetail;
  }

  @Override
  public void stepEnded(String step, double took) {
    String name = detail.isEmpty() ? step : step + " (" + detail + ")";
    seconds.merge(name, took, Double::sum);
    System.out.printf(Locale.ROOT, "%8.2f s  %s%n", took, name);
  }

  @Override
  public void note(String message) {
    System.out.println(message);
  }

  /** Seconds by step. */
  Map<String, Double> seconds() {
    return seconds;
  }
}
