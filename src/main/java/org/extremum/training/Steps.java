package org.extremum.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Runs the steps of a training, tells progress of each and keeps how long it took. */
public final class Steps {
  /** Steps that the history lists; the rounds of a long training have more. */
  private static final int MOST_LISTED = 200;

  private final Progress progress;
  private final List<Map<String, Object>> history = new ArrayList<>();
  private int unlisted;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final Map<String, Double> flops = new LinkedHashMap<>();
  private final long start = System.nanoTime();

  /**
   * @param progress receives every step and note
   */
  public Steps(Progress progress) {
    this.progress = progress;
  }

  /**
   * Runs one step.
   *
   * @param timing the entry of the report's timings it counts to
   * @param step its name in progress lines
   * @param detail its size in words
   */
  public <T> T run(String timing, String step, String detail, Supplier<T> work) {
    progress.stepStarted(step, detail);
    long begin = System.nanoTime();
    T result = work.get();
    double took = (System.nanoTime() - begin) * 1e-9;
    seconds.merge(timing, took, Double::sum);
    list(timing, step, detail, (begin - start) * 1e-9, took);
    progress.stepEnded(step, took);
    return result;
  }

  private void list(String timing, String step, String detail, double begin, double took) {
    if (history.size() == MOST_LISTED) {
      unlisted++;
      return;
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("step", step);
    entry.put("detail", detail);
    entry.put("timing", timing);
    entry.put("start", begin);
    entry.put("seconds", took);
    history.add(entry);
  }

  /** Passes on something that the user should know now. */
  public void note(String message) {
    progress.note(message);
  }

  /** Passes on something that asks for attention. */
  public void warn(String message) {
    progress.warn(message);
  }

  /** Counts operations that a timing's steps were for. */
  public void worked(String timing, double operations) {
    flops.merge(timing, operations, Double::sum);
  }

  /** Operations that were counted for a timing so far. */
  public double flops(String timing) {
    return flops.getOrDefault(timing, 0.0);
  }

  /** What the steps of a timing took so far. */
  public double seconds(String timing) {
    return seconds.getOrDefault(timing, 0.0);
  }

  /** Timings by entry, with the total since this began; then step by step. */
  public void into(TrainingReport report) {
    report.put("timings.total", (System.nanoTime() - start) * 1e-9);
    for (String timing : new String[] {"statistics", "moments", "solve", "verify"}) {
      report.put("timings." + timing, seconds(timing));
    }
    report.put("timings.history", List.copyOf(history));
    report.put("timings.unlisted", unlisted);
  }
}
