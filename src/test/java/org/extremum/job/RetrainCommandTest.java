package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.extremum.spark.TestSpark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches come, are forgotten and fade; the champion follows. */
class RetrainCommandTest {
  /** Whatever comes of it becomes the champion. */
  private static final Object[] OPEN = {"--set", "minGain=-1", "--set", "maxRecallLoss=1"};

  @TempDir Path folder;
  private Nights nights;

  @BeforeEach
  void begin() {
    nights = new Nights(folder);
  }

  @AfterEach
  void nothingStaysCached() {
    assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
  }

  @Test
  void aStateIsFoundedAndGrowsAndServes() throws Exception {
    Path first = nights.batch("first", 0, 90);
    JsonNode status = nights.found(first);
    assertThat(status.path("outcome").asText()).isEqualTo("PROMOTED");
    assertThat(status.path("samples").asInt()).isEqualTo(90);
    assertThat(nights.pointer().path("state").asText()).isEqualTo("000001");
    assertThat(nights.model().path("test").path("accuracy").isNumber()).isTrue();

    Path second = nights.batch("second", 90, 120);
    status = nights.good("--add", second, "--set", "minGain=-1", "--set", "maxRecallLoss=1");
    assertThat(status.path("outcome").asText()).isEqualTo("PROMOTED");
    assertThat(status.path("samples").asInt()).isEqualTo(120);
    assertThat(status.path("batches").path("added").get(0).path("id").asText())
        .matches("[0-9a-f]{32}");
    JsonNode model = nights.model();
    assertThat(model.path("retraining").path("ledger")).hasSize(2);
    assertThat(model.path("samples").asInt()).isEqualTo(120);

    // All commands that read a model follow the pointer.
    assertThat(nights.probabilities()).hasSize(150);
    Cli.Result inspected = Cli.run("inspect", "--model", nights.state.toString());
    assertThat(inspected.code()).as(inspected.err()).isZero();
    assertThat(inspected.out())
        .contains("state 000002 after 2 runs, champion 000002-")
        .contains("90 samples, founding")
        .contains("30 samples");
    JsonNode ledger =
        new ObjectMapper()
            .readTree(Cli.run("inspect", "--json", "--model", nights.state.toString()).out())
            .path("ledger");
    assertThat(ledger.path("batches").get(1).path("fingerprint").asText()).hasSize(32);
    Cli.Result evaluated =
        Cli.run("evaluate", "--model", nights.state.toString(), "--data", "data/iris.csv");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    Path page = folder.resolve("page.html");
    Cli.Result report =
        Cli.run("report", "--model", nights.state.toString(), "--output", page.toString());
    assertThat(report.code()).as(report.err()).isZero();
  }

  @Test
  void whatIsThereIsNotAddedAgain() {
    Path first = nights.batch("first", 0, 90);
    nights.found(first);
    TreeMap<String, String> files = nights.files();
    JsonNode status = nights.found(first); // to the letter
    assertThat(status.path("outcome").asText()).isEqualTo("NOTHING_TO_DO");
    assertThat(status.path("advice").get(0).asText()).contains("--run-id");

    status = nights.good("--add", first, "--batch-id", "first", "--run-id", "again");
    assertThat(status.path("outcome").asText()).isEqualTo("NOTHING_TO_DO");
    assertThat(status.path("batches").path("known").get(0).asText()).isEqualTo("first");
    assertThat(nights.filesBut("status.json")).isEqualTo(Nights.but(files, "status.json"));

    // A decay without a name of its own is done once.
    assertThat(outcome(nights.good("--decay", 0.9))).isNotEqualTo("NOTHING_TO_DO");
    assertThat(outcome(nights.good("--decay", 0.9))).isEqualTo("NOTHING_TO_DO");
    assertThat(outcome(nights.good("--decay", 0.9, "--run-id", "tuesday")))
        .isNotEqualTo("NOTHING_TO_DO");
    assertThat(nights.batches().get(0).path("factor").asDouble()).isEqualTo(0.9 * 0.9);
  }

  private static String outcome(JsonNode status) {
    return status.path("outcome").asText();
  }

  @Test
  void forgettingUndoesAdding() {
    Path first = nights.batch("first", 0, 90);
    Path second = nights.batch("second", 90, 120);
    nights.found(first, OPEN);
    nights.good("--decay", 0.5);
    List<double[]> before = nights.probabilities();

    nights.good("--add", second, "--batch-id", "second", "--set", "keepBatchMoments=true");
    assertThat(Nights.distance(before, nights.probabilities())).isGreaterThan(1e-3);
    nights.good("--forget", "second");
    assertThat(Nights.distance(before, nights.probabilities())).isLessThan(1e-6);
    assertThat(nights.batches().get(1).path("standing").asText()).isEqualTo("FORGOTTEN");
    assertThat(folder.resolve("state/batches")).isEmptyDirectory();
    assertThat(outcome(nights.good("--forget", "second", "--run-id", "again")))
        .isEqualTo("NOTHING_TO_DO");

    nights.good("--add", second, "--batch-id", "second", "--run-id", "again");
    JsonNode same = nights.good("--forget", "second"); // which was done, and undone since
    assertThat(outcome(same)).isEqualTo("NOTHING_TO_DO");
    assertThat(same.path("advice").toString()).contains("not forgotten; give the run another");
    assertThat(nights.bad(2, "--forget", "second", "--run-id", "third"))
        .contains("--forget-data")
        .contains("keepBatchMoments=false");
    assertThat(nights.bad(3, "--forget", "second", "--forget-data", first, "--run-id", "third"))
        .contains("the rows of a batch to forget");
    nights.good("--decay", 0.5, "--run-id", "fourth");
    nights.good("--forget", "second", "--forget-data", second, "--run-id", "third");
    nights.good("--decay", 1, "--rebuild", "--add", first);
    assertThat(nights.status().path("samples").asInt()).isEqualTo(90);

    Path third = nights.batch("third", 120, 150); // what was forgotten before does not stop it
    nights.good("--forget", "second", "--forget-data", second, "--add", third);
    assertThat(nights.status().path("samples").asInt()).isEqualTo(120);
  }

  @Test
  void drawingAnewKeepsTheOrderOfClasses() {
    Path late = nights.batch("late", 0, 150, "setosa", true); // the first name comes last
    Path early = nights.batch("early", 0, 150, "setosa", false);
    nights.found(early, OPEN);
    nights.good("--add", late);
    List<String> order = List.of("versicolor", "virginica", "setosa");
    assertThat(labels()).isEqualTo(order);

    Object[] anew = {"--rebuild", "--redraw", "--add", late, "--add", early};
    assertThat(nights.run(Stream.concat(Stream.of(anew), Stream.of("--dry-run")).toArray()).out())
        .contains(String.join(", ", order));
    JsonNode drawn = nights.good(anew);
    assertThat(labels()).isEqualTo(order);
    assertThat(drawn.path("gate").path("champion").path("accuracy").asDouble()).isGreaterThan(0.8);

    nights.good("--rebuild", "--redraw", "--add", early); // a class without rows is still one
    assertThat(labels()).isEqualTo(order);
  }

  private List<String> labels() {
    List<String> labels = new ArrayList<>();
    nights.status().path("labels").forEach(label -> labels.add(label.asText()));
    return labels;
  }

  @Test
  void rebuildingGivesWhatManyNightsGave() {
    Path first = nights.batch("first", 0, 70);
    Path second = nights.batch("second", 70, 100);
    Path third = nights.batch("third", 100, 150);
    nights.found(first, OPEN);
    nights.good("--add", second, "--decay", 0.9);
    nights.good("--add", third, "--forget", "first", "--forget-data", first);
    assertThat(nights.status().path("advice").toString())
        .contains("pairs of rows")
        .contains("initialization=gaussian")
        .contains("made with the rows of 'first'");
    List<double[]> before = nights.probabilities();
    assertThat(nights.bad(3, "--rebuild", "--add", second)).contains("a file with its rows");
    assertThat(nights.bad(3, "--rebuild", "--add", second, "--add", third, "--add", first))
        .contains("rows of a batch that is there");
    nights.good("--rebuild", "--add", third, "--add", second);
    assertThat(Nights.distance(before, nights.probabilities())).isLessThan(1e-6);

    JsonNode redrawn = nights.good("--rebuild", "--redraw", "--add", third, "--add", second);
    assertThat(redrawn.path("samples").asInt()).isEqualTo(80);
    assertThat(Nights.distance(before, nights.probabilities())).isGreaterThan(1e-6);
    assertThat(nights.batches()).hasSize(2).allMatch(batch -> batch.path("founding").asBoolean());
  }

  @Test
  void aClassMayComeLateButNotBeRenamed() {
    nights.found(nights.batch("first", 0, 90, "setosa", false), OPEN);
    Path second = nights.batch("second", 90, 150);
    assertThat(nights.bad(3, "--add", second, "--set", "labels=[virginica,versicolor]"))
        .contains("option labels")
        .contains("'setosa'");
    Path renamed =
        nights.batch("renamed", Nights.rows().subList(0, 20), row -> row.replace(",v", ",V"));
    assertThat(nights.bad(3, "--add", renamed)).contains("a class is not renamed");
    assertThat(nights.bad(3, "--add", second, "--set", "labels=[setosa,versicolor]"))
        .contains("all classes of the state, 'virginica' among them");

    JsonNode status = nights.good("--add", second);
    assertThat(status.path("labels").toString())
        .isEqualTo("[\"versicolor\",\"virginica\",\"setosa\"]");
    assertThat(nights.probabilities().get(0)).hasSize(3);
    Cli.Result evaluated =
        Cli.run("evaluate", "--model", nights.state.toString(), "--data", "data/iris.csv");
    assertThat(evaluated.out()).contains("accuracy      9");
  }

  /** What is added does not depend on where it is summed, but for the last bits of the BLAS. */
  @Test
  void fewRowsAreSummedOnTheDriver() throws Exception {
    Path data = nights.batch("first", 0, 90);
    Path more = nights.batch("second", 90, 140);
    Path less = nights.batch("third", 140, 150);
    List<double[]> numbers = new ArrayList<>();
    for (String partitions : List.of("0", "1")) { // said: they are read where it is said
      Nights own = new Nights(Files.createDirectory(folder.resolve("partitions" + partitions)));
      own.found(data, OPEN);
      Cli.Result night =
          own.run(
              "--add", more, "--add", less, "--decay", 0.9, "--set", "partitions=" + partitions);
      assertThat(night.code()).as(night.err()).isZero();
      assertThat(night.err().lines().filter(line -> line.startsWith("moments: 100 %")))
          .as(night.err())
          .hasSize(partitions.equals("0") ? 0 : 2);
      assertThat(own.status().path("samples").asInt()).isEqualTo(150);
      numbers.add(doubles(own.state.resolve("states/000002/arrays.bin")));
    }
    assertThat(numbers.get(0)).containsExactly(numbers.get(1), within(1e-9));
  }

  private static double[] doubles(Path file) throws IOException {
    DoubleBuffer buffer =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
    double[] doubles = new double[buffer.remaining()];
    buffer.get(doubles);
    return doubles;
  }
}
