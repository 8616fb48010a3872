package org.extremum.job;

import java.util.List;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.extremum.job.input.Input;
import org.extremum.spark.Descriptions;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.training.TrainingOptions;
import picocli.CommandLine.Option;

/** Writes the predictions of a model. */
@picocli.CommandLine.Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Writes a model's predictions: id or row number, class, the probability of each class,"
            + " and on request what supports it: --set certifiedRadiusCol=NAME, gradientNormCol,"
            + " supportDistanceCol, supportIdCol, abstainCol.")
final class PredictCommand extends Command {
  /** What predictions can be written as. */
  enum OutputFormat {
    csv,
    parquet,
    json
  }

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "a model folder")
  private String model;

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "data to predict")
  private String data;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "folder to write the predictions to")
  private String output;

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private OutputFormat outputFormat = OutputFormat.csv;

  PredictCommand(Console console) {
    super(console);
  }

  @Override
  void execute(TrainingOptions options) throws Exception {
    try (Sessions sessions = Sessions.open("predict", common.master, common.debug);
        ProgressLine progress = ProgressLine.watching(console, sessions.session())) {
      Outputs outputs = new Outputs(sessions.session(), common.overwrite);
      outputs.checkTable(output);
      enter(Stage.READING_MODEL);
      ExtremumClassificationModel loaded = load(options);
      enter(Stage.READING);
      Input input = open(sessions.session(), loaded, options);
      if (common.dryRun) {
        console.out().println("nothing written: the model and the columns of the data fit");
        return;
      }
      Descriptions.during(
          sessions.session(),
          "reading",
          () -> input.read(null, List.of(), options.quarantinesBadRows()));
      Dataset<Row> predictions = Predictions.of(loaded, input.samples(true));
      enter(Stage.WRITING);
      Descriptions.during(
          sessions.session(),
          "predictions",
          () -> {
            outputs.writeTable(output, folder -> write(predictions, folder));
            return null;
          });
      long skipped = loaded.getHandleInvalid().equals("skip") ? input.incompleteRows() : 0;
      say(progress, input, skipped);
    }
  }

  /** The model, with the columns and the treatment of missing features that are asked for. */
  private ExtremumClassificationModel load(TrainingOptions options) {
    ExtremumClassificationModel loaded = ExtremumClassificationModel.load(model);
    warnOfSlowBlas();
    Predictions.name(loaded, options);
    loaded.setHandleInvalid(Provenance.handleInvalid(loaded, options));
    Predictions.schema(loaded); // refuses names that are taken before anything is read
    return loaded;
  }

  private Input open(
      SparkSession session, ExtremumClassificationModel loaded, TrainingOptions options) {
    return Input.open(
            session,
            data,
            common.formatOf(data),
            Provenance.wanted(loaded, null, options),
            console::note)
        .passingMissing(!loaded.getHandleInvalid().equals("error"));
  }

  /** What was written, and what was not. */
  private void say(ProgressLine progress, Input input, long skipped) {
    if (input.badRows() > 0) {
      progress.note(input.badRows() + " bad rows have no prediction");
    }
    if (skipped > 0) {
      progress.note(skipped + " rows with missing features have no prediction");
    }
    progress.endLine();
    long written = input.usableRows() - skipped;
    console.out().print(Summary.line("predictions", written + " rows in " + output));
  }

  private void write(Dataset<Row> predictions, String folder) {
    DataFrameWriter<Row> writer =
        predictions.write().mode(SaveMode.Overwrite).option("header", true);
    writer.format(outputFormat.name()).save(folder);
  }
}
