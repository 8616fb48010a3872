package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A scheduled job on iris with 60 neurons: its batches, its nights, and what they leave. */
final class Nights {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADER = "sepal_length,sepal_width,petal_length,petal_width,label";

  final Path folder;
  final Path state;

  Nights(Path folder) {
    this.folder = folder;
    this.state = folder.resolve("state");
  }

  /** All rows in an order that mixes the classes. */
  static List<String> rows() {
    try {
      List<String> rows = new ArrayList<>(Files.readAllLines(Path.of("data/iris.csv")));
      rows.remove(0);
      Collections.shuffle(rows, new Random(3));
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows {@code from} to {@code to} as a file. */
  Path batch(String name, int from, int to) {
    return batch(name, rows().subList(from, to), row -> row);
  }

  /** Rows of one class, or without it. */
  Path batch(String name, int from, int to, String label, boolean with) {
    List<String> rows =
        rows().subList(from, to).stream().filter(row -> row.endsWith(label) == with).toList();
    return batch(name, rows, row -> row);
  }

  Path batch(String name, List<String> rows, UnaryOperator<String> change) {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    rows.forEach(row -> lines.add(change.apply(row)));
    return Samples.write(folder.resolve(name + ".csv"), lines);
  }

  /** One run. */
  Cli.Result run(Object... arguments) {
    List<String> all = new ArrayList<>(List.of("retrain", "--state", state.toString()));
    Arrays.stream(arguments).map(String::valueOf).forEach(all::add);
    return Cli.run(all.toArray(String[]::new));
  }

  /** A run that must end well. */
  JsonNode good(Object... arguments) {
    Cli.Result result = run(arguments);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(status().path("exitCode").asInt(-1)).isZero();
    return status();
  }

  /** The first run: 60 neurons, a given penalty so that it is quick. */
  JsonNode found(Path data, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "--add",
                data,
                "--batch-id",
                "first",
                "--label",
                "label",
                "--set",
                "hiddenLayers=[60]",
                "--set",
                "regParam=0.01"));
    arguments.addAll(List.of(more));
    return good(arguments.toArray());
  }

  /** A run that must fail. */
  String bad(int code, Object... arguments) {
    Cli.Result result = run(arguments);
    assertThat(result.code()).as(result.err()).isEqualTo(code);
    assertThat(result.out()).isEmpty();
    List<String> errors = result.err().lines().filter(line -> line.startsWith("error: ")).toList();
    assertThat(errors).as(result.err()).hasSize(1);
    assertThat(result.err()).endsWith(errors.get(0) + System.lineSeparator());
    return errors.get(0);
  }

  JsonNode json(String path) {
    try {
      return JSON.readTree(state.resolve(path).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode status() {
    return json("status.json");
  }

  JsonNode pointer() {
    return json("current.json");
  }

  String champion() {
    return pointer().path("champion").textValue();
  }

  /** run.json of the champion. */
  JsonNode model() {
    return json("versions/" + champion() + "/run.json");
  }

  /** Every file below the state with its size and time: what a run has touched. */
  TreeMap<String, String> files() {
    try (Stream<Path> all = Files.exists(state) ? Files.walk(state) : Stream.empty()) {
      TreeMap<String, String> files = new TreeMap<>();
      for (Path path : (Iterable<Path>) all::iterator) {
        files.put(
            state.relativize(path).toString(),
            Files.isDirectory(path)
                ? "folder"
                : Files.size(path) + " " + Files.getLastModifiedTime(path));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same without those whose names begin so. */
  TreeMap<String, String> filesBut(String... names) {
    return but(files(), names);
  }

  static TreeMap<String, String> but(TreeMap<String, String> files, String... names) {
    TreeMap<String, String> rest = new TreeMap<>(files);
    rest.keySet().removeIf(file -> Arrays.stream(names).anyMatch(file::startsWith));
    rest.remove(""); // the time of the folder itself
    return rest;
  }

  /** The ledger of the state in force. */
  JsonNode batches() {
    return json("states/" + pointer().path("state").textValue() + "/snapshot.json")
        .path("facts")
        .path("ledger")
        .path("batches");
  }

  /** The largest difference between probabilities. */
  static double distance(List<double[]> left, List<double[]> right) {
    assertThat(left).hasSameSizeAs(right);
    double largest = 0;
    for (int i = 0; i < left.size(); i++) {
      for (int v = 0; v < left.get(i).length; v++) {
        largest = Math.max(largest, Math.abs(left.get(i)[v] - right.get(i)[v]));
      }
    }
    return largest;
  }

  /** Probabilities of the champion for all of iris. */
  List<double[]> probabilities() {
    Path output = folder.resolve("predicted");
    Cli.Result result =
        Cli.run(
            "predict",
            "--model",
            state.toString(),
            "--data",
            "data/iris.csv",
            "--output",
            output.toString(),
            "--overwrite");
    assertThat(result.code()).as(result.err()).isZero();
    List<double[]> rows = new ArrayList<>();
    try (Stream<Path> parts = Files.list(output)) {
      for (Path part : parts.filter(p -> p.toString().endsWith(".csv")).sorted().toList()) {
        Files.readAllLines(part).stream()
            .skip(1)
            .map(line -> line.split(","))
            .forEach(
                cells ->
                    rows.add(
                        Arrays.stream(cells, 2, cells.length)
                            .mapToDouble(Double::parseDouble)
                            .toArray()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
