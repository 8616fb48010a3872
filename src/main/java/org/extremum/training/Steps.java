package org.extremum.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Runs the steps of a training, tells progress of each and keeps how long it took. */
final class Steps {
  private final Progress progress;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final long start = System.nanoTime();

  Steps(Progress progress) {
    this.progress = progress;
  }

  /**
   * Runs one step.
   *
   * @param timing the entry of the report's timings it counts to
   * @param step its name in progress lines
   * @param detail its size in words
   */
  <T> T run(String timing, String step, String detail, Supplier<T> work) {
    progress.stepStarted(step, detail);
    long begin = System.nanoTime();
    T result = work.get();
    double took = (System.nanoTime() - begin) * 1e-9;
    seconds.merge(timing, took, Double::sum);
    progress.stepEnded(step, took);
    return result;
  }

  void note(String message) {
    progress.note(message);
  }

  double seconds(String timing) {
    return seconds.getOrDefault(timing, 0.0);
  }

  /** Timings by entry, with the total since this began. */
  void into(TrainingReport report) {
    report.put("timings.total", (System.nanoTime() - start) * 1e-9);
    for (String timing : new String[] {"statistics", "moments", "solve", "verify"}) {
      report.put("timings." + timing, seconds(timing));
    }
  }
}
