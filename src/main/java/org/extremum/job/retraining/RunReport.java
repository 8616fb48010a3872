package org.extremum.job.retraining;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.extremum.spark.Pointer;
import org.extremum.spark.RetrainingMetrics;
import org.extremum.spark.RetrainingMetrics.Figure;
import org.extremum.training.Steps;
import org.extremum.training.TrainingReport;

/** What a run came to, growing as it goes: status.json, the manifest, and the gauges. */
public final class RunReport {
  private final TrainingReport entries = new TrainingReport();
  private final List<String> advice = new ArrayList<>();
  private final long start = System.nanoTime();
  private volatile boolean committed;
  private Pointer.Position before; // null where there was none

  RunReport(Map<String, Object> versions) {
    RetrainingMetrics.reset();
    entries.put("outcome", null); // set at the end; these stand first
    entries.put("exitCode", null);
    entries.put("runId", null);
    entries.put("started", Instant.now().toString());
    entries.put("versions", versions);
  }

  /** What was in force when the run began, and is if it fails. */
  void found(Pointer.Position position) {
    before = position;
    position(position);
  }

  /** What is in force. */
  void position(Pointer.Position position) {
    entries.put("state", position.state());
    entries.put("champion", position.champion());
  }

  void put(String entry, Object value) {
    entries.put(entry, value);
  }

  /** Something that the user should do or know, said at the end. */
  void advise(String line) {
    advice.add(line);
  }

  /** Shows a figure among Spark's metrics. */
  void show(Figure figure, double value) {
    RetrainingMetrics.set(figure, value);
  }

  /** Times so far; the outcome as it will be if nothing goes wrong from here on. */
  void end(Ending ending, Steps steps) {
    entries.put("outcome", ending.name());
    entries.put("exitCode", 0);
    steps.into(entries);
    entries.put("timings.read", steps.seconds("read"));
    entries.put("timings.state", steps.seconds("state"));
    entries.put("timings.write", steps.seconds("write"));
    entries.put("timings.total", seconds());
    entries.put("advice", List.copyOf(advice));
    show(Figure.SECONDS, seconds());
  }

  /** From here on nothing that goes wrong changes what was done. */
  void committed() {
    committed = true;
  }

  /** Nothing has changed; unless it was committed before, and what failed was the tidying. */
  void failed(int exitCode, String error) {
    if (committed) {
      return;
    }
    entries.put("outcome", Ending.FAILED.name());
    entries.put("state", before == null ? null : before.state());
    entries.put("champion", before == null ? null : before.champion());
    entries.put("exitCode", exitCode);
    entries.put("error", error);
    entries.put("timings.total", seconds());
    entries.put("advice", List.copyOf(advice));
  }

  private double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }

  public List<String> advice() {
    return List.copyOf(advice);
  }

  /** An entry under a dotted name, or null. */
  public Object get(String name) {
    return entries.get(name);
  }

  /** All entries; not a copy. */
  public Map<String, Object> asMap() {
    return entries.asMap();
  }
}
