package org.extremum.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Goes through the commands once on a few made-up rows: the classes that it loads are those of a
 * class archive ({@code -XX:ArchiveClassesAtExit}), from which other runs take them ready-made.
 * Prints nothing if all is well.
 */
public final class Rehearsal {
  private static final int ROWS = 60;

  private final SparkSession session;
  private final Path folder;

  private Rehearsal(SparkSession session, Path folder) {
    this.session = session;
    this.folder = folder;
  }

  /** Does it, in a folder of its own that is removed again. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("extremum-rehearsal");
    try (Sessions sessions = Sessions.openWithMetrics("rehearsal", "local[1]", false)) {
      new Rehearsal(sessions.session(), folder).run();
    } finally {
      remove(folder);
    }
    System.exit(0); // Spark's threads may live on
  }

  private static void remove(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private void run() throws IOException {
    Path first = csv("first", 1);
    Path second = parquet(csv("second", 2));
    Path third = csv("third", 3);
    String small = "--set=hiddenLayers=[10]";
    String open = "--set=minGain=-1";
    Path state = folder.resolve("state");
    command("retrain", "--state", state, "--add", first, "--label", "label", small);
    command("retrain", "--state", state, "--add", second, open);
    command("retrain", "--state", state, "--add", third, open);
    command("evaluate", "--model", state, "--data", third);
    command("predict", "--model", state, "--data", third, "--output", folder.resolve("predicted"));
    Path model = folder.resolve("model");
    command("train", "--data", second, "--label", "label", "--model", model, small);
  }

  /** Two classes apart, of two features. */
  private Path csv(String name, int seed) throws IOException {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("x,y,label"));
    for (int i = 0; i < ROWS; i++) {
      lines.add((random.nextGaussian() + 3 * (i % 2)) + "," + random.nextGaussian() + ",c" + i % 2);
    }
    return Files.write(folder.resolve(name + ".csv"), lines);
  }

  private Path parquet(Path csv) {
    Path parquet = folder.resolve(csv.getFileName() + ".parquet");
    session
        .read()
        .option("header", true)
        .schema("x DOUBLE, y DOUBLE, label STRING")
        .csv(csv.toString())
        .write()
        .parquet(parquet.toString());
    return parquet;
  }

  private static void command(Object... arguments) {
    String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();
    int code =
        Main.run(
            words,
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(said, true, StandardCharsets.UTF_8));
    if (code != 0) {
      throw new IllegalStateException(
          words[0] + ": exit code " + code + ": " + said.toString(StandardCharsets.UTF_8));
    }
  }
}
