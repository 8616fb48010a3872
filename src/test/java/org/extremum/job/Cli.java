package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.extremum.spark.TestSpark;

/** Runs commands in this JVM, on the tests' one session, with a small network. */
final class Cli {
  private Cli() {}

  /** What came of a command. */
  record Result(int code, String out, String err) {
    /** The one error line; nothing else may look like an error. */
    String error() {
      assertThat(out).isEmpty();
      List<String> errors = err.lines().filter(line -> !isProgress(line)).toList();
      assertThat(errors).as(err).hasSize(1);
      assertThat(errors.get(0)).startsWith("error: ");
      return errors.get(0);
    }

    private static boolean isProgress(String line) {
      return line.startsWith("note: ") || line.matches(".*(task|tasks|passes|:),? [0-9.]+ s");
    }
  }

  static Result run(String... args) {
    TestSpark.session();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Trains a network of 20 neurons on labelled data. */
  static Result train(Path data, Path model, String... more) {
    return run(
        join(
            new String[] {
              "train",
              "--data",
              data.toString(),
              "--label",
              "label",
              "--model",
              model.toString(),
              "--set",
              "hiddenLayers=[20]"
            },
            more));
  }

  static String[] join(String[] first, String... more) {
    List<String> all = new ArrayList<>(Arrays.asList(first));
    all.addAll(Arrays.asList(more));
    return all.toArray(String[]::new);
  }
}
