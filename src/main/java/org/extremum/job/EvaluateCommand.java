package org.extremum.job;

import java.util.List;
import org.extremum.job.input.Input;
import org.extremum.job.input.InputFormat;
import org.extremum.spark.Descriptions;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.training.Problem;
import org.extremum.training.TrainingOptions;
import picocli.CommandLine.Option;

/** Scores labelled data with a model. */
@picocli.CommandLine.Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Scores labelled data with a model.")
final class EvaluateCommand extends Command {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "a model folder")
  private String model;

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "labelled data")
  private String data;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "column of the class (default: the one the model was trained with)")
  private String label;

  @Option(names = "--json", description = "print one JSON object and nothing else on stdout")
  private boolean json;

  EvaluateCommand(Console console) {
    super(console);
  }

  @Override
  void execute(TrainingOptions options) throws Exception {
    try (Sessions sessions = Sessions.open("evaluate", common.master, common.debug);
        ProgressLine progress = ProgressLine.watching(console, sessions.session())) {
      enter(Stage.READING_MODEL);
      ExtremumClassificationModel loaded = ExtremumClassificationModel.load(model);
      warnOfSlowBlas();
      enter(Stage.READING);
      String column = labelColumn(loaded);
      String handleInvalid = Provenance.handleInvalid(loaded, options);
      Input input =
          Input.open(
                  sessions.session(),
                  data,
                  common.formatOf(data),
                  Provenance.wanted(loaded, column, options),
                  console::note)
              .passingMissing(!handleInvalid.equals("error"));
      if (common.dryRun) {
        console.out().println("nothing scored: the model and the columns of the data fit");
        return;
      }
      List<String> essences = Provenance.labelNames(loaded);
      Descriptions.during(
          sessions.session(),
          "reading",
          () -> input.read(column, essences, options.quarantinesBadRows()));
      if (input.badRows() > 0) {
        progress.note(input.badRows() + " bad rows left out");
      }
      if (input.incompleteRows() > 0) {
        progress.note(
            input.incompleteRows()
                + " rows with missing features "
                + (handleInvalid.equals("skip") ? "left out" : "completed by means"));
      }
      Scores scores =
          Scores.of(input.samples(false), loaded, handleInvalid, options, Scores.Also.STATIONARITY);
      progress.endLine();
      console.out().print(json ? Json.of(scores.asMap(essences)) + "\n" : scores.inWords(essences));
    }
  }

  private String labelColumn(ExtremumClassificationModel loaded) {
    String column = label != null ? label : Provenance.label(loaded);
    if (column != null) {
      return column;
    }
    if (common.formatOf(data) == InputFormat.LIBSVM) {
      return "label";
    }
    throw Problem.of(
        Problem.Kind.USAGE,
        "--label",
        "the column of the class",
        "none, and the model does not say",
        "say --label COLUMN");
  }
}
