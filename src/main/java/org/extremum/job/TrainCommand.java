package org.extremum.job;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.extremum.job.input.Input;
import org.extremum.job.input.InputFormat;
import org.extremum.job.input.Wanted;
import org.extremum.spark.Descriptions;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.spark.ExtremumClassifier;
import org.extremum.training.Performance;
import org.extremum.training.Problem;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingReport;
import picocli.CommandLine.Option;

/** Trains a model and writes its folder: complete, or not at all. */
@picocli.CommandLine.Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Trains a classifier and writes a model folder.")
final class TrainCommand extends Command {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "what to train on: csv, libsvm, parquet or json lines")
  private String data;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "column of the class (not for libsvm)")
  private String label;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "folder to write the model to")
  private String model;

  @Option(names = "--test", paramLabel = "FILE", description = "data to test the model on")
  private String test;

  @Option(
      names = "--test-fraction",
      paramLabel = "SHARE",
      description = "share of every class that is held out to test the model on, such as 0.2")
  private Double testFraction;

  TrainCommand(Console console) {
    super(console);
  }

  @Override
  void execute(TrainingOptions options) throws Exception {
    checkArguments();
    try (Sessions sessions = Sessions.open("train", common.master, common.debug);
        ProgressLine progress = ProgressLine.watching(console, sessions.session())) {
      Outputs outputs = new Outputs(sessions.session(), common.overwrite);
      outputs.checkModel(model);
      if (options.quarantinesBadRows()) {
        outputs.checkTable(quarantine());
      }
      new Run(sessions.session(), options, progress, outputs).execute();
    }
  }

  private void checkArguments() {
    if (label == null && common.formatOf(data) != InputFormat.LIBSVM) {
      throw Problem.of(
          Problem.Kind.USAGE, "--label", "the column of the class", "none", "say --label COLUMN");
    }
    if (test != null && testFraction != null) {
      throw Problem.of(
          Problem.Kind.USAGE, "test data", "--test or --test-fraction", "both", "choose one");
    }
    if (testFraction != null && !(testFraction > 0 && testFraction < 1)) {
      throw Problem.of(
          Problem.Kind.USAGE,
          "--test-fraction",
          "a number between 0 and 1",
          testFraction,
          "for example 0.2");
    }
  }

  private String quarantine() {
    return model.replaceAll("/+$", "") + ".quarantine";
  }

  /** One training, from the file to the folder. */
  private final class Run {
    private final SparkSession session;
    private final TrainingOptions options;
    private final ProgressLine progress;
    private final Outputs outputs;
    private final long start = System.nanoTime();
    private Runnable removeCheckpoints = () -> {};

    Run(SparkSession session, TrainingOptions options, ProgressLine progress, Outputs outputs) {
      this.session = session;
      this.options = options;
      this.progress = progress;
      this.outputs = outputs;
    }

    void execute() {
      enter(Stage.READING);
      Input input = open(data, Wanted.asAsked(label, options));
      if (common.dryRun) {
        new DryRun(session, console).train(input, options, model);
        return;
      }
      read(input, List.of());
      input.checkTrainable(labelName());
      Parts parts = parts(input);
      double readSeconds = seconds();

      enter(Stage.TRAINING);
      ExtremumClassificationModel trained = train(parts.train());
      double trainSeconds = trained.report().number("timings.total");
      readSeconds += seconds() - readSeconds - trainSeconds; // fit reads the rows into blocks
      TrainingReport report = trained.report();
      if (parts.test() != null) {
        test(parts.test(), trained, report);
      }
      describe(report, input, readSeconds);
      write(trained, input);
    }

    private double seconds() {
      return (System.nanoTime() - start) * 1e-9;
    }

    private Input open(String path, Wanted wanted) {
      return Input.open(session, path, common.formatOf(path), wanted, console::note)
          .passingMissing(!options.handleInvalid().equals("error"));
    }

    private void read(Input input, List<String> known) {
      Descriptions.during(
          session, "reading", () -> input.read(labelName(), known, options.quarantinesBadRows()));
      if (input.badRows() > 0) {
        progress.note(input.badRows() + " bad rows left out");
      }
    }

    /** For messages: LibSVM's label has no name. */
    private String labelName() {
      return label == null ? "label" : label;
    }

    private Parts parts(Input input) {
      Dataset<Row> all = input.samples(keepsPrototypes());
      if (test != null) {
        Input testInput = open(test, Wanted.asAsked(label, options).like(input));
        read(testInput, input.labelNames());
        return new Parts(all, testInput.samples(false));
      }
      return testFraction == null ? new Parts(all, null) : Parts.split(all, testFraction, options);
    }

    private boolean keepsPrototypes() {
      return options.exact() || options.prototypes() > 0;
    }

    private ExtremumClassificationModel train(Dataset<Row> samples) {
      ExtremumClassifier classifier =
          new ExtremumClassifier()
              .setFeaturesCol(Input.FEATURES)
              .setLabelCol(Input.LABEL)
              .setWeightCol(Input.WEIGHT)
              .withRowNames(keepsPrototypes() ? Input.ID : null)
              .withProgress(progress)
              .keepingCheckpoints(removal -> removeCheckpoints = removal);
      if (!options.validationIndicatorCol().isEmpty()) {
        classifier.setValidationIndicatorCol(Input.VALIDATION);
      }
      return classifier.setOptions(options).fit(samples);
    }

    private void test(
        Dataset<Row> samples, ExtremumClassificationModel trained, TrainingReport report) {
      Scores scores =
          Scores.of(samples, trained, options.handleInvalid(), options, Scores.Also.NOISE);
      Performance.into(report, "test", scores.evaluation());
      Performance.into(report, "test", scores.noise());
    }

    private void describe(TrainingReport report, Input input, double readSeconds) {
      report.put("options", options.asMap());
      report.put("versions", Versions.manifest());
      Provenance.note(report, data, input.featureNames(), label, options, input.fingerprint());
      report.put("timings.read", readSeconds);
      report.put("timings.total", seconds());
      if (options.quarantinesBadRows()) {
        report.put("badRows", input.badRows());
      }
    }

    private void write(ExtremumClassificationModel trained, Input input) {
      enter(Stage.WRITING);
      if (input.badRows() > 0) {
        outputs.writeTable(
            quarantine(),
            folder -> input.badRowsAside().write().mode(SaveMode.Overwrite).json(folder));
        progress.note(input.badRows() + " bad rows with their reasons are in " + quarantine());
      }
      outputs.writeModel(model, trained);
      removeCheckpoints.run();
      progress.endLine();
      console.out().print(Summary.of(trained.report()));
      console.out().print(Summary.line("model", model));
    }
  }
}
