package org.extremum.job;

import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.Path;
import org.extremum.report.Page;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.training.TrainingOptions;
import picocli.CommandLine.Option;

/** Writes how a model came to be, and how good it is, as one page of HTML. */
@picocli.CommandLine.Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Writes a model's report as one HTML file that needs nothing else: accuracy by class,"
            + " confusions, robustness, spectrum, stationarity, rounds, timings, provenance.")
final class ReportCommand extends Command {
  @Option(names = "--model", required = true, paramLabel = "DIR", description = "a model folder")
  private String model;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "file to write the page to")
  private String output;

  ReportCommand(Console console) {
    super(console);
  }

  @Override
  void execute(TrainingOptions options) throws Exception {
    try (Sessions sessions = Sessions.open("report", common.master, common.debug)) {
      Outputs outputs = new Outputs(sessions.session(), common.overwrite);
      outputs.checkFile(output);
      enter(Stage.READING_MODEL);
      ExtremumClassificationModel loaded =
          ExtremumClassificationModel.read().session(sessions.session()).load(model);
      if (common.dryRun) {
        console.out().println("nothing written: the model can be read");
        return;
      }
      enter(Stage.WRITING);
      Page page = new Page(new Path(model).getName(), loaded.report(), loaded.labelNames());
      byte[] html = page.html().getBytes(StandardCharsets.UTF_8);
      long bytes = outputs.writeFile(output, out -> out.write(html));
      console.out().print(Summary.line("report", bytes + " bytes in " + output));
    }
  }
}
