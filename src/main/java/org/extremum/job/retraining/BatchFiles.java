package org.extremum.job.retraining;

import java.util.List;
import java.util.Map;
import org.extremum.job.input.Input;
import org.extremum.job.input.InputFormat;
import org.extremum.job.input.ReadingSession;
import org.extremum.job.input.RowLimit;
import org.extremum.job.input.TableAhead;
import org.extremum.job.input.Wanted;
import org.extremum.retraining.Outline;
import org.extremum.spark.Descriptions;
import org.extremum.spark.SparkMemory;
import org.extremum.training.Problem;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;

/** Opens files of rows, all in the same way: as the first run's options say or the state knows. */
final class BatchFiles {
  /** Where the label is called something that the user has no say in. */
  private static final String LIBSVM_LABEL = "label";

  private final Job job;
  private final TrainingOptions options;
  private final Steps steps;
  private Wanted wanted;
  private RowLimit few = RowLimit.NONE;
  private TableAhead ahead; // or null

  private BatchFiles(Job job, TrainingOptions options, Steps steps, Wanted wanted) {
    this.job = job;
    this.options = options;
    this.steps = steps;
    this.wanted = wanted;
  }

  /**
   * For the first run.
   *
   * @throws Problem (usage) when it is not said which column the label is
   */
  static BatchFiles asAsked(Job job, TrainingOptions options, Steps steps) {
    String label = job.request().label();
    for (Request.Addition addition : job.request().additions()) {
      if (label == null && job.formats().apply(addition.file()) != InputFormat.LIBSVM) {
        throw Problem.of(
            Problem.Kind.USAGE,
            "--label",
            "the column of the class, at the first run",
            "none",
            "say --label COLUMN");
      }
    }
    return new BatchFiles(job, options, steps, Wanted.asAsked(label, options));
  }

  /**
   * For later runs.
   *
   * @param state whose input is as {@link #facts} wrote it
   * @throws Problem (usage) when another label column is asked for
   */
  static BatchFiles asBefore(Job job, TrainingOptions options, Steps steps, Outline state) {
    Map<String, Object> facts = state.input();
    String label = (String) facts.get("label");
    String asked = job.request().label();
    if (asked != null && !asked.equals(label)) {
      throw Problem.of(
          Problem.Kind.USAGE,
          "--label",
          label == null ? "none, as at the first run" : "'" + label + "', as at the first run",
          "'" + asked + "'",
          "leave it out");
    }
    List<String> names =
        ((List<?>) facts.getOrDefault("features", List.of()))
            .stream().map(String.class::cast).toList();
    BatchFiles files =
        new BatchFiles(
            job, options, steps, Wanted.asAsked(label, options).like(names, state.inputFeatures()));
    files.few = FewRows.limit(state, options, SparkMemory.budget(job.session().sparkContext()));
    return files;
  }

  /** What later runs have to know of how files are read. */
  Map<String, Object> facts(Input like) {
    Map<String, Object> facts = new java.util.LinkedHashMap<>();
    if (wanted.label() != null) {
      facts.put("label", wanted.label());
    }
    facts.put("features", like.featureNames());
    return facts;
  }

  /** The column of the class, for messages. */
  String labelColumn() {
    return wanted.label() == null ? LIBSVM_LABEL : wanted.label();
  }

  /** Opens and looks through a batch. */
  BatchFile batch(Request.Addition addition) {
    Input input = read(addition.file());
    if (wanted.count() == 0) { // whatever the first file has, the others must have
      wanted = wanted.like(input);
    }
    String id = addition.id() == null ? input.fingerprint() : addition.id();
    return new BatchFile(addition.file(), id, input);
  }

  /** Opens a file and looks at every row once. */
  Input read(String file) {
    Input input = steps.run("read", "reading", file, () -> scanned(file));
    if (input.badRows() > 0) {
      job.progress().note(input.badRows() + " bad rows of " + file + " left out");
    }
    return input;
  }

  /** Has a file that is being opened already taken up from there, once. */
  BatchFiles takingUp(TableAhead table) {
    ahead = table;
    return this;
  }

  private Input opened(String file) {
    if (ahead != null && ahead.path().equals(file)) {
      TableAhead table = ahead;
      ahead = null;
      return Input.open(table, wanted, job.progress()::note);
    }
    return Input.open(
        ReadingSession.of(job.session(), file),
        file,
        job.formats().apply(file),
        wanted,
        job.progress()::note);
  }

  private Input scanned(String file) {
    Input input = opened(file).passingMissing(options.handleInvalid().equals("skip")).bringing(few);
    Descriptions.during(
        job.session(),
        "reading",
        () -> input.readAnyLabels(labelColumn(), options.labels(), options.quarantinesBadRows()));
    few = few.less(input.brought());
    return input;
  }
}
