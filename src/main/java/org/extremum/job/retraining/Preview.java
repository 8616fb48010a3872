package org.extremum.job.retraining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.extremum.retraining.Ledger;
import org.extremum.retraining.TrainingState;
import org.extremum.spark.Pointer;
import org.extremum.spark.SparkMemory;
import org.extremum.training.MemoryBudget;
import org.extremum.training.MemoryPlan;
import org.extremum.training.Problem;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;
import org.extremum.training.UsualWidth;

/** What a run would do, as far as that is known without doing it. Touches nothing, nor the lock. */
public final class Preview {
  private final Job job;
  private final Request request;
  private final StateDirectory directory;
  private final TrainingOptions asked;
  private final Map<String, String> lines = new LinkedHashMap<>();

  /**
   * @param asked the options
   * @throws Problem where the directory is none of retraining
   */
  public Preview(Job job, TrainingOptions asked) {
    this.job = job;
    this.request = job.request();
    this.asked = asked;
    this.directory =
        StateDirectory.at(job.session().sparkContext().hadoopConfiguration(), request.state());
  }

  /**
   * The plan: labels and words.
   *
   * @throws Problem as the run would: locked, bad data, a state that cannot be read, no memory
   */
  public Map<String, String> lines() {
    if (!request.breakLock()) {
      Lock.requireFree(directory);
    }
    lines.put("lock", request.breakLock() ? "would be removed, if there is one" : "free");
    if (request.rollback()) {
      rollback();
    }
    if (request.trains()) {
      training();
    }
    lines.put("nothing", "was touched in " + directory.path());
    return lines;
  }

  private void rollback() {
    Optional<Pointer.Position> now = directory.position();
    lines.put(
        "champion",
        now.flatMap(position -> Rollback.leftFor(directory, position))
            .map(from -> "would stay: a rollback to it from " + from + " was killed before its end")
            .or(
                () ->
                    now.flatMap(Pointer.Position::rolledBack)
                        .map(next -> "would be " + next.champion()))
            .orElse("there is none to go back to"));
  }

  private void training() {
    Opened opened = Opened.of(job, directory, asked, new Steps(job.progress()));
    List<BatchFile> files = opened.batches();
    String runId = RunId.of(job, files, asked);
    boolean founding = opened.state().isEmpty() || request.redraw();
    Ledger ledger = founding ? Ledger.EMPTY : opened.state().get().ledger();
    boolean done = opened.state().filter(state -> state.ledger().hasRun(runId)).isPresent();
    lines.put("run", runId + (done ? ", committed before: nothing would be done" : ""));
    if (request.rebuild() && !founding) {
      StateChange.matched(opened.state().get(), files);
      lines.put("sums", "would be made anew from " + files.size() + " files");
    } else {
      changes(Changes.of(request, ledger, files), founding);
    }
    List<String> known = opened.state().map(TrainingState::labels).orElse(List.of());
    List<String> labels =
        founding ? Founder.labels(known, files) : StateChange.labels(known, files);
    lines.put("classes", String.join(", ", labels));
    if (!known.isEmpty() && labels.size() > known.size()) {
      lines.put("new classes", String.join(", ", labels.subList(known.size(), labels.size())));
    }
    memory(opened, founding, files);
    holdout(opened.files());
  }

  private void changes(Changes changes, boolean founding) {
    changes.forget().forEach(batch -> put("forget", batch.id() + ", " + batch.samples() + " rows"));
    changes.gone().forEach(id -> put("forget", id + ": forgotten before"));
    if (changes.decay() != 1) {
      lines.put("decay", "everything by " + changes.decay());
    }
    changes
        .add()
        .forEach(
            file ->
                put(
                    founding ? "found with" : "add",
                    file.id() + ", " + file.samples() + " rows of " + file.file()));
    changes.known().forEach(file -> put("add", file.id() + ": is there"));
  }

  private void put(String label, String words) {
    lines.merge(label, words, (before, more) -> before + "; " + more);
  }

  private void memory(Opened opened, boolean founding, List<BatchFile> files) {
    long rows = files.stream().mapToLong(BatchFile::samples).sum();
    MemoryBudget budget = SparkMemory.budget(job.session().sparkContext());
    MemoryPlan plan;
    TrainingOptions options = opened.options();
    if (founding) {
      int features = files.get(0).input().features();
      options = UsualWidth.resolved(options, rows, features, budget);
      plan = MemoryPlan.of(rows, features, options.largestHiddenLayers(), options);
    } else {
      plan = NightMemory.of(opened.state().get(), rows);
    }
    List<Integer> widths = options.largestHiddenLayers();
    plan.requireWithin(budget, widths.get(widths.size() - 1));
    lines.put("memory", plan.inWords());
    opened
        .state()
        .map(TrainingState::sums)
        .ifPresent(sums -> lines.put("state", sums.samples() + " samples are there"));
  }

  private void holdout(BatchFiles files) {
    if (request.holdout() != null) {
      lines.put("holdout", files.read(request.holdout()).samples() + " rows");
    }
  }
}
