package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every input that cannot be used ends in one line that names the place, and leaves nothing. */
class BadInputTest {
  @TempDir static Path shared;
  private static Path model;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    model = shared.resolve("model");
    assertThat(Cli.train(Samples.csv(shared), model).code()).isZero();
  }

  private String refused(int code, Path data, String... more) {
    Path output = folder.resolve("refused");
    Cli.Result result = Cli.train(data, output, more);
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(folder.toFile().listFiles(f -> f.getName().contains("refused"))).isEmpty();
    return result.error();
  }

  private Path file(String name, String... lines) {
    return Samples.write(folder.resolve(name), List.of(lines));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abc,0.5,1   | row 17, column 'x': expected a number, got 'abc'; mend the row",
        "NaN,0.5,1   | row 17, column 'x': expected a finite number, got 'NaN'",
        "0.1,-inf,1  | row 17, column 'y': expected a finite number, got '-inf'",
        "0.1,,1      | row 17, column 'y': expected a number, got an empty value",
        "0.1,0.2,    | row 17, column 'label': expected a label, got an empty value",
        "0.1,0.2     | row 17: expected 3 fields, got 2 fields",
        "1,2,1,5     | row 17: expected 3 fields, got 4 fields",
        "0x1p3,2,1   | row 17, column 'x': expected a number, got '0x1p3'",
      })
  void aBadRowIsNamed(String line, String expected) {
    String error = refused(3, Samples.csvWith(folder, 17, line.trim()));
    assertThat(error).startsWith("error: changed.csv, " + expected).contains("badRows=quarantine");
  }

  @Test
  void allBadRowsAreCounted() {
    Path data = file("two.csv", "x,label", "1,a", "u,b", "2,a", "3,b", "v,a");
    assertThat(refused(3, data)).contains("row 2, column 'x'").contains("one of 2 bad rows");
  }

  @Test
  void filesThatAreNoData() {
    assertThat(refused(3, folder.resolve("gone.csv"))).contains("nothing there; check the path");
    assertThat(refused(3, file("empty.csv")))
        .contains("empty.csv: expected data, got an empty file");
    assertThat(refused(3, file("header.csv", "x,label")))
        .contains("expected rows below the header");
    assertThat(refused(3, file("twice.csv", "x,x,label", "1,2,a"))).contains("got 'x' twice");
    assertThat(refused(2, file("strange.txt", "x,label"))).contains("say --format csv | libsvm");
    assertThat(refused(3, file("no.parquet", "not", "parquet")))
        .contains("no.parquet: expected Parquet files, got something else or damaged ones");
    assertThat(refused(3, file("no.json", "not", "json"))).contains("one JSON object on each line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x,,label  | expected a name for every column, got none for column 2; name the column",
        "x;y;label | expected names separated by commas, got 'x;y;label'; save the file with commas",
        "x\u0001,label | expected text in UTF-8, got bytes that are none; save it as UTF-8",
        "x,\uFFFD   | expected text in UTF-8, got bytes that are none; save it as UTF-8",
      })
  void headersThatAreNone(String header, String expected) {
    assertThat(refused(3, file("head.csv", header.trim(), "1,2,a", "2,3,b")))
        .contains("head.csv, header line: " + expected);
  }

  @Test
  void labelsInAnotherEncodingAreNotTakenForOne() throws Exception {
    Path data = folder.resolve("latin1.csv");
    Files.write(data, "x,label\n1,\u00e4\n2,\u00f6\n3,b\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(refused(3, data)).contains("row 1, column 'label': expected a label in UTF-8");
  }

  @Test
  void columnsThatAreMissingOrOfNoUse() {
    Path data = Samples.csv(folder);
    assertThat(refused(3, data, "--set", "features=x,z")).contains("one of x, y, label, got 'z'");
    assertThat(refused(3, data, "--set", "weightCol=w")).contains("weight column of");
    assertThat(refused(2, data, "--set", "features=x,label")).contains("option features");
    assertThat(refused(3, data, "--set", "ignore=x,y")).contains("at least one column of numbers");
    Cli.Result result =
        Cli.run(
            Cli.join(
                new String[] {"train", "--data", data.toString(), "--label", "lable"},
                "--model",
                folder.resolve("refused").toString()));
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.error()).contains("got 'lable'; did you mean 'label'?");
  }

  @Test
  void namesThatDifferInCaseOnlyAreTwoColumns() {
    Path data = file("case.csv", "x,X,a.b,label", "1,2,3,a", "2,1,3,b", "1,3,2,a", "3,1,1,b");
    Cli.Result result = Cli.train(data, folder.resolve("case"), "--set", "features=X,a.b");
    assertThat(result.code()).as(result.err()).isZero();
  }

  @Test
  void aTextualColumnIsLeftOutUnlessItIsNamed() {
    Path data = file("text.csv", "x,town,label", "1,Bonn,a", "2,Ulm,b", "3,Ulm,a", "4,Kiel,b");
    Cli.Result result = Cli.train(data, folder.resolve("left-out"));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("columns left out, no numbers in them: town");
    assertThat(refused(3, data, "--set", "features=x,town"))
        .contains("row 1, column 'town': expected a number, got 'Bonn'");
  }

  @Test
  void samplesThatNothingCanBeLearnedFrom() {
    assertThat(refused(3, file("class.csv", "x,label", "1,a", "2,a")))
        .contains("at least two classes, got only 'a'");
    assertThat(refused(3, file("one.csv", "x,label", "1,a"))).contains("at least two samples");
    assertThat(refused(3, file("equal.csv", "x,label", "1,a", "1,b", "1,a")))
        .contains("all 3 rows equal");
  }

  @Test
  void weightsThatAreNone() {
    Path negative = file("negative.csv", "x,w,label", "1,1,a", "2,-1,b", "3,1,b");
    assertThat(refused(3, negative, "--set", "weightCol=w"))
        .contains("row 2, column 'w': expected a weight >= 0, got '-1'");
    Path none = file("nan.csv", "x,w,label", "1,1,a", "2,NaN,b", "3,1,b");
    assertThat(refused(3, none, "--set", "weightCol=w")).contains("row 2, column 'w'");
    Path zero = file("zero.csv", "x,w,label", "1,0,a", "2,0,b");
    assertThat(refused(3, zero, "--set", "weightCol=w")).contains("a row of positive weight");
  }

  @Test
  void libsvmLines() {
    assertThat(refused(3, file("a.libsvm", "0 1:1", "1 2:x", "1 1:2")))
        .contains("a.libsvm, row 2, column 'index 2': expected a number, got 'x'");
    assertThat(refused(3, file("b.libsvm", "0 1:1", "1 2:1 1:3"))).contains("ascending indices");
    assertThat(refused(3, file("c.libsvm", "0 1:1", "1 5"))).contains("expected index:value");
  }

  @Test
  void rowsAreNumberedWithinTheirFile() throws Exception {
    Path parts = Files.createDirectory(folder.resolve("parts.csv"));
    Samples.write(parts.resolve("a.csv"), List.of("x,label", "1,a", "2,b"));
    Samples.write(parts.resolve("b.csv"), List.of("x,label", "1,a", "2,b", "?,b"));
    assertThat(refused(3, parts)).startsWith("error: b.csv, row 3, column 'x'");
    Samples.write(parts.resolve("b.csv"), List.of("label,x", "a,1"));
    assertThat(refused(3, parts))
        .startsWith("error: b.csv, header line: expected the columns of a");
  }

  @Test
  void rowsAreNumberedAcrossSplits() {
    List<String> lines = new ArrayList<>(List.of("x,label"));
    for (int i = 0; i < 3000; i++) {
      lines.add(i + "," + (i % 2 == 0 ? "a" : "b"));
    }
    lines.set(2900, "oops,a");
    Path data = Samples.write(folder.resolve("long.csv"), lines);
    var conf = org.extremum.spark.TestSpark.session().conf();
    conf.set("spark.sql.files.maxPartitionBytes", "4k");
    try {
      assertThat(refused(3, data)).startsWith("error: long.csv, row 2900, column 'x'");
    } finally {
      conf.unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @Test
  void dataThatDoNotFitTheModel() {
    Path unseen = Samples.csvWith(folder, 5, "0.1,0.2,other");
    assertThat(scored(3, "evaluate", unseen))
        .contains("row 5, column 'label': expected one of the model's classes 0, 1, got 'other'");
    Path missing = file("missing.csv", "x,label", "1,0");
    assertThat(scored(3, "evaluate", missing)).contains("got 'y'");
    assertThat(scored(3, "predict", missing)).contains("got 'y'; name a column that is there");
    Path wide = file("wide.libsvm", "0 1:1 2:1 3:1");
    assertThat(scored(3, "predict", wide)).contains("at most 2 features, got index 3");
    Path array = file("array.jsonl", "{\"v\":[1,2,3]}");
    assertThat(scored(3, "predict", array, "--set", "features=v"))
        .contains("row 1, column 'v': expected 2 values, got 3");
  }

  private String scored(int code, String command, Path data, String... more) {
    String[] args = {command, "--model", model.toString(), "--data", data.toString()};
    String[] output = {"--output", folder.resolve("scored").toString()};
    Cli.Result result =
        Cli.run(Cli.join(command.equals("predict") ? Cli.join(args, output) : args, more));
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(folder.resolve("scored")).doesNotExist();
    return result.error();
  }

  @Test
  void foldersThatAreNoModel() throws Exception {
    for (Path path :
        List.of(folder.resolve("gone"), Files.createDirectory(folder.resolve("void")))) {
      Cli.Result result = Cli.run("inspect", "--model", path.toString());
      assertThat(result.code()).isEqualTo(6);
      assertThat(result.error()).contains(path.getFileName().toString());
    }
  }

  @Test
  void outputsThatCannotBe() throws Exception {
    Path data = Samples.csv(folder);
    Cli.Result existing = Cli.train(data, model);
    assertThat(existing.code()).isEqualTo(5);
    assertThat(existing.error()).contains("--overwrite");
    Path file = Files.writeString(folder.resolve("file"), "something");
    assertThat(Cli.train(data, file.resolve("model")).code()).isEqualTo(5);
    assertThat(Cli.train(data, file, "--overwrite").code()).isEqualTo(5);
    Path other = Files.createDirectories(folder.resolve("other/things"));
    Cli.Result kept = Cli.train(data, other.getParent(), "--overwrite");
    assertThat(kept.code()).isEqualTo(5);
    assertThat(other).exists();
    Cli.Result table =
        Cli.run(
            Cli.join(
                new String[] {"predict", "--model", model.toString(), "--data", data.toString()},
                "--output",
                other.getParent().toString()));
    assertThat(table.code()).isEqualTo(5);
  }

  @Test
  void whatDoesNotFitInMemory() {
    Path data = Samples.csv(folder);
    String tooMuch = "hiddenLayers=" + Collections.nCopies(100, 46_000); // 17 GB for each layer
    assertThat(refused(4, data, "--set", tooMuch)).contains("memory of a task");
    assertThat(refused(4, data, "--dry-run", "--set", tooMuch)).contains("memory of a task");
    assertThat(refused(4, data, "--dry-run", "--set", "hiddenLayers=[65535,65535]"))
        .contains("weights of a hidden layer of 65535 neurons on 65535 inputs: expected at most");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "blockSize=3000000000",
        "blockSize=1000001",
        "partitions=99999999999999999999",
        "partitions=1000001",
        "hiddenLayers=65536",
        "hiddenLayers=[10,4294967297]"
      })
  void numbersBeyondAllMeasure(String setting) {
    String key = setting.substring(0, setting.indexOf('='));
    assertThat(refused(2, Samples.csv(folder), "--set", setting))
        .startsWith("error: option " + key + ": expected ");
  }

  @Test
  void aStackTraceIsShownOnRequestOnly() {
    Path data = Samples.csvWith(folder, 3, "a,b,1");
    assertThat(Cli.train(data, folder.resolve("m")).err()).doesNotContain("\tat ");
    assertThat(Cli.train(data, folder.resolve("m"), "--debug").err()).contains("\tat ");
  }
}
