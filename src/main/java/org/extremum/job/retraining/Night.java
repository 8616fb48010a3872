package org.extremum.job.retraining;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.extremum.job.Stage;
import org.extremum.retraining.TrainingState;
import org.extremum.spark.Pointer;
import org.extremum.training.Problem;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;

/**
 * One run of {@code retrain}: the state is read, what has not been done yet is done to it (decay,
 * forget, add), a network is solved from it, and published where it passes the gate. One swap of
 * the pointer puts state and champion in force; before it nothing has changed.
 */
public final class Night {
  private final Job job;
  private final Request request;
  private final StateDirectory directory;
  private final Steps steps;
  private final RunReport report;
  private volatile Lock held; // null before it is acquired
  private final TrainingOptions options;

  /**
   * @param options as asked
   * @throws Problem where the directory is none of retraining
   */
  public Night(Job job, TrainingOptions options) {
    this.job = job;
    this.request = job.request();
    this.options = options;
    this.directory = StateDirectory.at(conf(job), request.state());
    this.steps = new Steps(job.progress());
    this.report = new RunReport(job.versions());
  }

  private static Configuration conf(Job job) {
    return job.session().sparkContext().hadoopConfiguration();
  }

  /** Where it all is. */
  public StateDirectory directory() {
    return directory;
  }

  /** What is known so far, for status.json. */
  public RunReport report() {
    return report;
  }

  /**
   * Does what is asked for, under the lock, and writes status.json however it ends; not where
   * another run is on, since the status is that run's.
   *
   * @throws Problem (locked) when another run is on
   */
  public Ending run() {
    if (request.breakLock()) {
      breakLock();
      if (!request.trains() && !request.rollback()) {
        return Ending.NOTHING_TO_DO;
      }
    }
    Duration timeToLive = Duration.ofMillis(Math.round(60_000 * options.lockMinutes()));
    job.command().enter(Stage.WRITING);
    try (Lock lock = Lock.acquire(directory, timeToLive, job::warn)) {
      held = lock;
      return underLock(lock);
    }
  }

  private Ending underLock(Lock lock) {
    try {
      job.command().enter(Stage.READING_MODEL);
      StateWriter writer = new StateWriter(directory, lock);
      Rollback rollback = new Rollback(directory, writer, lock);
      Ending ending = request.rollback() ? rolledBack(writer, rollback) : retrained(writer);
      report.end(ending, steps);
      if (lock.isHeld()) {
        writeStatus();
      } else {
        job.warn(
            "the lock was lost "
                + (ending == Ending.NOTHING_TO_DO ? "at the end" : "after the commit")
                + ": status.json is left to the run that has it");
      }
      if (request.rollback()) {
        rollback.end().ifPresent(job::warn);
      }
      return ending;
    } catch (Throwable failure) { // Spark throws checked exceptions, undeclared
      boolean others = failure instanceof Problem p && p.kind() == Problem.Kind.LOCKED;
      if (!others) {
        failed(job.command().exitCode(failure), job.command().reason(failure));
      }
      throw failure;
    }
  }

  /** Writes down that nothing has changed, and why; unless another run has the word by now. */
  public void failed(int exitCode, String reason) {
    report.failed(exitCode, reason);
    Lock own = held;
    if (own != null && own.isHeld()) {
      writeStatus();
    }
  }

  private void writeStatus() {
    Status.write(directory, report.asMap()).ifPresent(job::warn);
  }

  private void breakLock() {
    Optional<String> broken = Lock.breakLock(directory);
    job.progress().note(broken.map(owner -> "lock of " + owner + " removed").orElse("no lock"));
  }

  /** How it ends is known before its one step, and said after it. */
  private Ending rolledBack(StateWriter writer, Rollback rollback) {
    writer.before().ifPresent(report::found);
    Optional<String> left = writer.before().flatMap(now -> Rollback.leftFor(directory, now));
    if (left.isPresent()) {
      String line =
          "a rollback from "
              + left.get()
              + " to "
              + writer.before().get().champion()
              + " had been killed after it: it is not done twice";
      job.warn(line);
      report.advise(line);
    } else {
      Pointer.Position next = rollback.target();
      report.position(next);
      report.end(Ending.ROLLED_BACK, steps);
      rollback.to(next);
    }
    report.committed();
    report.advise(
        "the state still has what the champion before was made of: --forget the batches that are"
            + " to blame, or the next run adds to them");
    return Ending.ROLLED_BACK;
  }

  /** State and files are read; what is left to do is done. */
  private Ending retrained(StateWriter writer) {
    writer.before().ifPresent(report::found);
    Opened opened = Opened.of(job, directory, options, steps);
    List<BatchFile> batches = opened.batches();
    String runId = RunId.of(job, batches, options);
    report.put("runId", runId);
    String frozenDigest = opened.state().map(state -> FrozenDigest.of(state.frozen())).orElse(null);
    RunCheckpoints checkpoints =
        new RunCheckpoints(
            directory, opened.options().checkpointDir(), runId, frozenDigest, request.redraw());
    if (opened.state().filter(state -> state.ledger().hasRun(runId)).isPresent()) {
      // That run may have died between its commit and this.
      new Tidying(job, directory, writer, checkpoints).after(opened.state().get(), frozenDigest);
      return doneBefore(opened.state().get(), batches);
    }
    try (Stores stores = new Stores(opened.options(), opened.files().labelColumn(), steps)) {
      Tools tools =
          new Tools(
              job,
              directory,
              writer,
              steps,
              report,
              opened.options(),
              opened.files(),
              stores,
              runId,
              checkpoints);
      return new Retraining(tools).of(opened.state(), frozenDigest, batches);
    }
  }

  /** The same run is done once, whatever came after it: what it would do by now is only said. */
  private Ending doneBefore(TrainingState state, List<BatchFile> batches) {
    report.advise(
        "this very run was committed before; give it another --run-id to do the same again");
    if (!request.rebuild()) {
      pending(state, batches);
    }
    return Ending.NOTHING_TO_DO;
  }

  private void pending(TrainingState state, List<BatchFile> batches) {
    try {
      Changes pending = Changes.of(request, state.ledger(), batches);
      pending
          .add()
          .forEach(
              file -> advise("batch '" + file.id() + "' was forgotten since: not added again"));
      pending
          .forget()
          .forEach(batch -> advise("batch '" + batch.id() + "' was added again: not forgotten"));
    } catch (Problem e) { // later runs put other rows under its ids, or drew the state anew
      advise("the state has changed since, and it could not be done by now: " + e.getMessage());
    }
  }

  private void advise(String line) {
    String words = line + "; give the run another --run-id";
    job.warn(words);
    report.advise(words);
  }
}
