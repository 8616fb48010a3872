package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** gamma=auto and the validation column on the command line. */
class PenaltyCommandTest {
  @TempDir private Path folder;

  /** Every fourth pair of rows is marked, in the ways in which truth is written. */
  private Path marked(String odd) {
    List<String> lines = new ArrayList<>(List.of("x,y,held,label"));
    for (Samples.Point p : Samples.points()) {
      int row = lines.size();
      boolean marked = row / 2 % 4 == 0; // pairs of rows have both classes
      String held = marked ? (row % 2 == 0 ? "1" : "True") : row % 3 == 0 ? "0" : odd;
      lines.add(p.x() + "," + p.y() + "," + held + "," + p.label());
    }
    return Samples.write(folder.resolve("marked.csv"), lines);
  }

  private static String[] auto() {
    return new String[] {
      "--set", "gamma=auto", "--set", "regParam=auto", "--set", "validationIndicatorCol=held"
    };
  }

  @Test
  void thePenaltyIsChosenOnTheMarkedRows() throws Exception {
    Path model = folder.resolve("model");
    Cli.Result result = Cli.train(marked("false"), model, auto());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("chosen on 10 samples (validation); runner-up gamma");
    JsonNode run = new ObjectMapper().readTree(Files.readString(model.resolve("run.json")));
    assertThat(run.path("samples").asInt()).isEqualTo(30);
    assertThat(run.path("input").path("features").size()).isEqualTo(2);
    // Of each gamma the three weakest ridges, and stronger ones for as long as they are as good.
    assertThat(run.path("selection").path("candidates").size()).isBetween(4 * 3, 4 * 6);
    assertThat(run.path("selection").path("chosen").path("gamma").asDouble())
        .isEqualTo(run.path("resolved").path("gamma").asDouble());
    assertThat(run.path("validation").path("accuracy").isNumber()).isTrue();
    Cli.Result shown = Cli.run("inspect", "--model", model.toString());
    assertThat(shown.out()).contains("chosen on 10 samples (validation); runner-up gamma");
    Cli.Result scored =
        Cli.run("evaluate", "--model", model.toString(), "--data", marked("false").toString());
    assertThat(scored.code()).as(scored.err()).isZero();
  }

  @Test
  void hiddenLayersAreChosenAndTheirPassesAnnounced() throws Exception {
    String[] asked = {
      "--set",
      "widthCandidates=[5,10,20]",
      "--set",
      "initScaleCandidates=2, 4",
      "--set",
      "gamma=auto"
    };
    Path data = Samples.csv(folder);
    Path model = folder.resolve("model");
    Cli.Result planned = Cli.train(data, model, Cli.join(asked, "--dry-run"));
    assertThat(planned.code()).as(planned.err()).isZero();
    assertThat(planned.out()).contains("passes        6 for Moments");
    Cli.Result result = Cli.train(data, model, asked);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err())
        .contains("6 passes for Moments, one for each of 3 widths x 2 initScale");
    JsonNode run = new ObjectMapper().readTree(Files.readString(model.resolve("run.json")));
    assertThat(run.path("selection").path("hidden")).hasSize(6);
    JsonNode chosen = run.path("selection").path("chosen");
    assertThat(run.path("hiddenLayers")).isEqualTo(chosen.path("hiddenLayers"));
    assertThat(result.out())
        .containsPattern(
            "hidden        \\["
                + chosen.path("hiddenLayers").path(0).asInt()
                + "] neurons of scale "
                + chosen.path("initScale").asDouble()
                + ", chosen of 6")
        .containsPattern("runner-up \\[\\d+] neurons of scale \\d.0, gamma");
    Path page = folder.resolve("report.html");
    Cli.run("report", "--model", model.toString(), "--output", page.toString());
    assertThat(Files.readString(page)).contains(" of 6 hidden stacks.");
  }

  @Test
  void aMarkThatIsNeitherTrueNorFalseIsABadRow() {
    Cli.Result result = Cli.train(marked("maybe"), folder.resolve("model"), auto());
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.error())
        .contains("column 'held'")
        .contains("true or false")
        .contains("maybe");
  }

  @Test
  void libsvmHasNoSuchColumn() {
    Cli.Result result = Cli.train(Samples.libsvm(folder), folder.resolve("model"), auto());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.error()).contains("validationIndicatorCol").contains("libsvm");
  }
}
