package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder that the scripts take for a Spark: its spark-submit writes down what it was called with,
 * says what its environment tells it to, and ends with the exit code found there.
 */
final class StandInSpark {
  private static final Path SCRIPTS = Path.of("submit-scripts").toAbsolutePath();

  private final Path folder;
  private final Path home;
  private final Path called;

  /** What came of a script. */
  record Ended(int code, String out, String err) {
    /** The one line that it ends with. */
    String usageError() {
      assertThat(code).as(err).isEqualTo(2);
      assertThat(out).isEmpty();
      assertThat(err.lines()).hasSize(1);
      assertThat(err).startsWith("error: ").contains("expected ", ", got ").contains("; ");
      return err;
    }
  }

  /** What spark-submit was called with: its own options, the jar, and the command after it. */
  record Call(List<String> options, String jar, List<String> command) {
    private static Call of(List<String> arguments) {
      int at = 0;
      while (arguments.get(at).startsWith("--")) {
        at += arguments.get(at).equals("--load-spark-defaults") ? 1 : 2;
      }
      return new Call(
          arguments.subList(0, at), arguments.get(at), arguments.subList(at + 1, arguments.size()));
    }

    /** The value of an option, the last one if it is repeated; null where it is not given. */
    String option(String name) {
      int at = options.lastIndexOf(name);
      return at < 0 ? null : options.get(at + 1);
    }

    /** A setting given by --conf; null where it is not. */
    String conf(String key) {
      String found = null;
      for (int i = 0; i + 1 < options.size(); i++) {
        if (options.get(i).equals("--conf") && options.get(i + 1).startsWith(key + "=")) {
          found = options.get(i + 1).substring(key.length() + 1);
        }
      }
      return found;
    }
  }

  /** Makes one of Spark 4.1.0 for Scala 2.13 with all of its parts. */
  StandInSpark(Path folder) throws IOException {
    this.folder = folder;
    home = folder.resolve("spark");
    called = folder.resolve("called");
    Files.createDirectories(home.resolve("jars"));
    for (String part : List.of("core", "yarn", "kubernetes")) {
      Files.createFile(jar(part));
    }
    Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
    Files.writeString(
        submit,
        """
        #!/usr/bin/env bash
        printf '%%s\\0' "$@" > '%s'
        echo 'a result'
        [[ -z ${SAYS:-} ]] || printf '%%s\\n' "$SAYS" >&2
        exit "${CODE:-0}"
        """
            .formatted(called));
    assertThat(submit.toFile().setExecutable(true)).isTrue();
  }

  /** The jar of a part of Spark. */
  Path jar(String part) {
    return home.resolve("jars/spark-" + part + "_2.13-4.1.0.jar");
  }

  Path home() {
    return home;
  }

  /** Runs a script with this Spark and an empty configuration of Hadoop. */
  Ended run(String script, String... arguments) throws Exception {
    return run(Map.of(), script, arguments);
  }

  /** The same with more in its environment. */
  Ended run(Map<String, String> environment, String script, String... arguments) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("SPARK_HOME", home.toString());
    all.put("HADOOP_CONF_DIR", folder.toString());
    all.putAll(environment);
    return start(all, script, arguments);
  }

  /** Runs a script where of these variables only those are set that are given. */
  Ended start(Map<String, String> environment, String script, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPTS.resolve(script).toString()));
    command.addAll(List.of(arguments));
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    List.of("SPARK_HOME", "HADOOP_CONF_DIR", "YARN_CONF_DIR", "EXTREMUM_MEMORY", "EXTREMUM_LOG")
        .forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, Files.readString(err));
  }

  /** What spark-submit is called with by the line that a script prints, run by a shell. */
  Call submitted(String script, String... arguments) throws Exception {
    Ended printed = run(script, Cli.join(new String[] {"--print"}, arguments));
    assertThat(printed.code()).as(printed.err()).isZero();
    assertThat(printed.err()).isEmpty();
    assertThat(printed.out()).hasLineCount(1);
    assertThat(called).doesNotExist();
    assertThat(new ProcessBuilder("bash", "-c", printed.out()).start().waitFor()).isZero();
    return call();
  }

  /** What spark-submit was called with last. */
  Call call() throws IOException {
    String text = Files.readString(called);
    Files.delete(called);
    return Call.of(List.of(text.substring(0, text.length() - 1).split("\0", -1)));
  }

  boolean wasCalled() {
    return Files.exists(called);
  }
}
