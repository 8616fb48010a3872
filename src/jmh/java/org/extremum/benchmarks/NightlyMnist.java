package org.extremum.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.extremum.training.TrainingOptions;

/**
 * One per cent of new data: a full training on MNIST against {@code retrain --add} of 600 images to
 * a state of 59 400, by the command line with files, each command in a JVM of its own as a schedule
 * starts it. Times are those that the commands report, {@code timings} of run.json and status.json:
 * without the start of JVM and session, with reading and writing. Classes come from an archive, as
 * with {@code EXTREMUM_ARCHIVE} of the launcher.
 *
 * <p>Arguments, all key=value: {@code mnist} (folder), {@code nights} (batches of 600 that are
 * added one after the other; the state begins with the rest), {@code threads}, {@code memory} (heap
 * of a command), {@code document} and {@code section}, and any option of the training.
 */
public final class NightlyMnist {
  private static final String COMMAND = "org.extremum.job.Main";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Arguments arguments;
  private final TrainingOptions options;
  private final int nights;
  private final int threads;
  private final Path folder;
  private final ClassArchive archive;
  private final Map<String, Column> columns = new LinkedHashMap<>();

  /** What one command came to. */
  private record Column(JsonNode timings, double accuracy) {}

  private NightlyMnist(Arguments arguments, Path folder) {
    this.arguments = arguments;
    this.options = arguments.options(Map.of("hiddenLayers", List.of(4000L)));
    this.nights = arguments.integer("nights", 1);
    this.threads = arguments.integer("threads", 2);
    this.folder = folder;
    this.archive = new ClassArchive(folder);
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Arguments arguments =
        new Arguments(args, "mnist", "nights", "threads", "memory", "document", "section");
    Path folder = Files.createTempDirectory("nightly-mnist");
    try {
      new NightlyMnist(arguments, folder).run();
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private void run() throws Exception {
    archive.make();
    Path mnist = Path.of(arguments.text("mnist", "../shared/data/mnist"));
    MnistFiles files = new MnistFiles(mnist, folder, threads);
    files.write(nights);

    Path model = folder.resolve("model");
    command(true, "train", "--data", files.all(), "--label", MnistFiles.LABEL, "--model", model);
    enter("`train` on 60 000", model.resolve("run.json"), model, files);

    Path state = folder.resolve("state");
    command(true, "retrain", "--state", state, "--add", files.first(), "--label", MnistFiles.LABEL);
    String founding = String.format(Locale.ROOT, "first `retrain`, %d", files.firstRows(nights));
    enter(founding, state.resolve("status.json"), state, files);
    for (int night = 1; night <= nights; night++) {
      command(false, "retrain", "--state", state, "--add", files.batch(night));
      String name = "`retrain --add` of 600" + (nights > 1 ? ", night " + night : "");
      enter(name, state.resolve("status.json"), state, files);
    }
    MarkdownSection.publish(arguments, "nightly-mnist", inMarkdown());
  }

  private void enter(String name, Path report, Path model, MnistFiles files) throws Exception {
    JsonNode timings = JSON.readTree(report.toFile()).path("timings");
    if (!timings.path("total").isNumber()) {
      throw new IllegalStateException(report + ": expected timings.total, got " + timings);
    }
    String evaluation =
        command(false, "evaluate", "--json", "--model", model, "--data", files.test());
    columns.put(name, new Column(timings, JSON.readTree(evaluation).path("accuracy").asDouble()));
    System.out.printf(Locale.ROOT, "%8.2f s  %s%n", timings.path("total").asDouble(), name);
  }

  /** Runs a command; what it prints. */
  private String command(boolean withOptions, String name, Object... rest) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx" + arguments.text("memory", "8g"),
                ClassArchive.COLLECTOR,
                "@target/classes/org/extremum/job/java-options",
                "-Dspark.ui.enabled=false",
                archive.option(),
                "-cp",
                archive.classPath(),
                COMMAND,
                name,
                "--master=local[" + threads + "]"));
    if (withOptions) {
      words.addAll(settings());
    }
    for (Object word : rest) {
      words.add(word.toString());
    }
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(words)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(name + ": exit code " + process.exitValue());
    }
    return Files.readString(out);
  }

  /** Options that are not at their defaults, as arguments. */
  private List<String> settings() {
    Map<String, Object> defaults = TrainingOptions.defaults().asMap();
    List<String> settings = new ArrayList<>();
    options
        .asMap()
        .forEach(
            (key, value) -> {
              if (!value.equals(defaults.get(key))) {
                settings.add("--set=" + key + "=" + String.valueOf(value).replace(" ", ""));
              }
            });
    return settings;
  }

  private String inMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append(Machine.inWords())
        .append(", local[")
        .append(threads)
        .append("], hiddenLayers ")
        .append(options.hiddenLayers())
        .append("\n\n| |");
    columns.keySet().forEach(name -> text.append(' ').append(name).append(" |"));
    text.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    double full = total(columns.values().iterator().next());
    row(text, "timings.total, s", column -> format("%.2f", total(column)));
    row(
        text,
        "part of the full training's, %",
        column -> format("%.1f", 100 * total(column) / full));
    for (String part : parts()) {
      row(text, part + ", s", column -> seconds(column.timings().path(part)));
    }
    row(text, "in no part, s", column -> format("%.2f", rest(column)));
    row(text, "test accuracy, %", column -> format("%.2f", 100 * column.accuracy()));
    return text.toString();
  }

  private static double total(Column column) {
    return column.timings().path("total").asDouble();
  }

  /** What any of the commands reports in seconds, in the order in which it is met. */
  private Set<String> parts() {
    Set<String> parts = new LinkedHashSet<>();
    columns.values().forEach(column -> parts(column).forEach(part -> parts.add(part.getKey())));
    return parts;
  }

  /** Without the history of steps, which are within these. */
  private static List<Map.Entry<String, JsonNode>> parts(Column column) {
    return column.timings().properties().stream()
        .filter(entry -> entry.getValue().isNumber())
        .filter(entry -> !Set.of("total", "unlisted").contains(entry.getKey()))
        .toList();
  }

  /** Seconds that no part accounts for: between passes, and what is not timed by itself. */
  private static double rest(Column column) {
    return total(column)
        - parts(column).stream().mapToDouble(part -> part.getValue().asDouble()).sum();
  }

  private static String seconds(JsonNode value) {
    return value.isNumber() ? format("%.2f", value.asDouble()) : "";
  }

  private void row(StringBuilder text, String name, Function<Column, String> cell) {
    text.append("| ").append(name).append(" |");
    columns.values().forEach(column -> text.append(' ').append(cell.apply(column)).append(" |"));
    text.append('\n');
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
