package org.extremum.job;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.sql.SparkSession;
import org.extremum.spark.Descriptions;
import org.extremum.training.Progress;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One line for each pass over the data: its share done and the time left, updated in place where a
 * person watches, else written once when the pass is over. Passes of the same name that follow one
 * another, as in an iteration, share a line.
 */
final class ProgressLine extends SparkListener implements Progress, AutoCloseable {
  private static final long PATIENCE_MILLIS = 300;

  private final Console console;
  private final SparkSession session;
  private final Map<Integer, Integer> stageToJob = new HashMap<>();
  private String name; // of the passes on this line, null: none
  private int passes;
  private int running; // jobs of ours that have begun and not ended
  private int tasks;
  private int done;
  private long lineStarted;
  private long passStarted;
  private boolean stepHadPasses;
  private String step = "";

  private ProgressLine(Console console, SparkSession session) {
    this.console = console;
    this.session = session;
  }

  /** Begins to watch a session's jobs, until closed. */
  static ProgressLine watching(Console console, SparkSession session) {
    ProgressLine line = new ProgressLine(console, session);
    session.sparkContext().addSparkListener(line);
    return line;
  }

  @Override
  public synchronized void stepStarted(String started, String detail) {
    finishLine();
    step = started + (detail.isEmpty() ? "" : " (" + detail + ")");
    stepHadPasses = false;
    if (console.terminal()) {
      console.err().print("\r\u001b[K" + step + " …");
      console.err().flush();
    }
  }

  @Override
  public synchronized void stepEnded(String ended, double seconds) {
    finishLine();
    if (!stepHadPasses) {
      clear();
      console.done(
          "step",
          step + ": " + duration(seconds),
          new TreeMap<>(Map.of("step", ended, "seconds", seconds)));
    }
  }

  @Override
  public synchronized void note(String message) {
    finishLine();
    clear();
    console.note(message);
  }

  @Override
  public synchronized void warn(String message) {
    finishLine();
    clear();
    console.warn(message);
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    String pass = Descriptions.in(job.properties()).orElse(null);
    if (pass == null) {
      return;
    }
    if (!pass.equals(name)) {
      finishLine();
      name = pass;
      passes = 0;
      lineStarted = job.time();
    }
    passes++;
    running++;
    stepHadPasses = true;
    passStarted = job.time();
    done = 0;
    tasks = 0;
    stageToJob.clear();
    for (StageInfo stage : CollectionConverters.asJava(job.stageInfos())) {
      tasks += stage.numTasks();
      stageToJob.put(stage.stageId(), job.jobId());
    }
    update();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    if (name != null && stageToJob.containsKey(task.stageId()) && task.taskInfo().successful()) {
      done = Math.min(tasks, done + 1);
      update();
    }
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd job) {
    if (stageToJob.containsValue(job.jobId())) {
      running--;
      done = tasks;
      notifyAll();
    }
  }

  private void update() {
    if (!console.terminal()) {
      return;
    }
    StringBuilder line = new StringBuilder(name);
    line.append(passes > 1 ? " (pass " + passes + ")" : "");
    line.append(": ").append(tasks == 0 ? 0 : 100 * done / tasks).append(" %");
    if (done > 0 && done < tasks) {
      double elapsed = (System.currentTimeMillis() - passStarted) / 1e3;
      line.append(", ").append(duration(elapsed / done * (tasks - done))).append(" left");
    }
    clear();
    console.err().print(line);
    console.err().flush();
  }

  private void finishLine() {
    if (name != null) {
      double seconds = (System.currentTimeMillis() - lineStarted) / 1e3;
      clear();
      console.done(
          "pass",
          name
              + (passes > 1 ? ": " + passes + " passes, " : ": 100 %, ")
              + tasks
              + (tasks == 1 ? " task, " : " tasks, ")
              + duration(seconds),
          new TreeMap<>(
              Map.of("step", name, "passes", passes, "tasks", tasks, "seconds", seconds)));
      name = null;
    }
  }

  private void clear() {
    if (console.terminal()) {
      console.err().print("\r\u001b[K");
    }
  }

  static String duration(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /** Ends the last line, so that something else may be printed. */
  synchronized void endLine() {
    long deadline = System.currentTimeMillis() + PATIENCE_MILLIS; // events come a little late
    try {
      while (running > 0 && System.currentTimeMillis() < deadline) {
        wait(PATIENCE_MILLIS / 10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    finishLine();
  }

  /** Ends the last line and stops watching. */
  @Override
  public void close() {
    endLine();
    session.sparkContext().removeSparkListener(this);
  }
}
