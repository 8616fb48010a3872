package org.extremum.job;

import org.extremum.export.ExportedModel;
import org.extremum.export.Exporter;
import org.extremum.export.JsonExport;
import org.extremum.export.MlpcExport;
import org.extremum.export.OnnxExport;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.training.Problem;
import org.extremum.training.TrainingOptions;
import picocli.CommandLine.Option;

/** Writes a model in a form that other programs read. */
@picocli.CommandLine.Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Writes a model for other programs: onnx, a graph for scoring anywhere; mlpc, initial"
            + " weights of Spark's MultilayerPerceptronClassifier; json, network, standardiser and report.")
final class ExportCommand extends Command {
  /** What a model can be written as. */
  enum Form {
    onnx,
    mlpc,
    json
  }

  /** What an ONNX graph can compute in. */
  enum Precision {
    doubles,
    floats
  }

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FORM",
      description = "${COMPLETION-CANDIDATES}")
  private Form form;

  @Option(names = "--model", required = true, paramLabel = "DIR", description = "a model folder")
  private String model;

  @Option(names = "--output", required = true, paramLabel = "FILE", description = "file to write")
  private String output;

  @Option(
      names = "--numbers",
      paramLabel = "PRECISION",
      description =
          "of onnx: ${COMPLETION-CANDIDATES} (default: doubles; floats halve the file, and some"
              + " runtimes take nothing else)")
  private Precision precision;

  ExportCommand(Console console) {
    super(console);
  }

  @Override
  void execute(TrainingOptions options) throws Exception {
    Exporter exporter = exporter();
    try (Sessions sessions = Sessions.open("export", common.master, common.debug)) {
      Outputs outputs = new Outputs(sessions.session(), common.overwrite);
      outputs.checkFile(output);
      enter(Stage.READING_MODEL);
      ExportedModel exported =
          exported(ExtremumClassificationModel.read().session(sessions.session()).load(model));
      exporter.check(exported);
      if (common.dryRun) {
        console.out().println("nothing written: the model can be written as " + form);
        return;
      }
      enter(Stage.WRITING);
      StringBuilder contents = new StringBuilder();
      long bytes = outputs.writeFile(output, out -> contents.append(exporter.write(exported, out)));
      console
          .out()
          .print(
              Summary.line(
                  "exported", form + ", " + contents + ", " + bytes + " bytes in " + output));
    }
  }

  private Exporter exporter() {
    if (precision != null && form != Form.onnx) {
      throw Problem.of(
          Problem.Kind.USAGE, "--numbers", "none with --to " + form, precision, "leave it out");
    }
    return switch (form) {
      case onnx -> precision == Precision.floats ? OnnxExport.inFloats() : OnnxExport.inDoubles();
      case mlpc -> new MlpcExport();
      case json -> new JsonExport();
    };
  }

  private static ExportedModel exported(ExtremumClassificationModel loaded) {
    return new ExportedModel(
        loaded.network(),
        Provenance.labelNames(loaded),
        loaded.featureNames(),
        loaded.isDefined(loaded.thresholds()) ? loaded.getThresholds() : new double[0],
        loaded.report());
  }
}
