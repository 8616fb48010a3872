package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.extremum.cluster.ModelBytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line killed at random moments, between rounds and inside them, and started again
 * until it ends: the model is the one of a training that nobody disturbed, to the last bit.
 */
@Tag("faults")
class KilledTrainingTest {
  private static final int KILLS = Integer.getInteger("faults.kills", 20);
  private static final long SEED = Long.getLong("faults.seed", 7);
  private static final int FEWEST_ROUNDS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private int starts;
  private int goneOn;

  private Path errors() {
    return folder.resolve("errors-" + starts);
  }

  private Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  private Process start(Path model) throws IOException {
    starts++;
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx1g",
            "-XX:TieredStopAtLevel=1",
            "@target/classes/org/extremum/job/java-options",
            "-Dlog4j2.configurationFile=file:conf/log4j2.properties",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "org.extremum.job.Main",
            "train",
            "--data=data/iris.csv",
            "--label=label",
            "--model=" + model,
            "--master=local[2]",
            "--set=extremum=exact",
            "--set=centres=kmeans",
            "--set=centresPerEssence=1",
            "--set=condition=ideal",
            "--set=hiddenLayers=[600]",
            "--set=partitions=2",
            "--seed=5", // five rounds; others end after two on some machines
            "--set=checkpointDir=" + checkpoints());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    return builder
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(errors().toFile())
        .start();
  }

  private void requireEnd(Process process, Path model) throws Exception {
    assertThat(process.waitFor()).as(Files.readString(errors())).isZero();
    assertThat(model).exists();
    assertThat(checkpoints()).isEmptyDirectory();
  }

  private void noteWhetherItWentOn() throws IOException {
    try (Stream<String> lines = Files.lines(errors())) {
      if (lines.anyMatch(
          line -> line.contains("taken from the checkpoint") || line.contains("going on after"))) {
        goneOn++;
      }
    }
  }

  @Test
  void aKilledTrainingGoesOnToTheSameBytes() throws Exception {
    Path undisturbed = folder.resolve("undisturbed");
    long begin = System.nanoTime();
    requireEnd(start(undisturbed), undisturbed);
    long duration = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    assertThat(JSON.readTree(undisturbed.resolve("run.json").toFile()).path("rounds").size())
        .isGreaterThanOrEqualTo(FEWEST_ROUNDS);
    ModelBytes expected = ModelBytes.in(undisturbed);

    Random random = new Random(SEED);
    int kills = 0;
    for (int training = 1; kills < KILLS; training++) {
      Path model = folder.resolve("model-" + training);
      while (!Files.exists(model)) {
        Process process = start(model);
        if (kills < KILLS
            && !process.waitFor((long) (random.nextDouble() * duration), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly().waitFor();
          kills++;
        } else {
          requireEnd(process, model);
        }
        noteWhetherItWentOn();
      }
      assertThat(ModelBytes.in(model)).isEqualTo(expected); // whenever it is there, it is whole
    }
    assertThat(goneOn).as("starts that went on from a checkpoint").isPositive();
    System.out.printf(
        "%d kills in %d starts, %d went on from a checkpoint; undisturbed %d ms%n",
        kills, starts, goneOn, duration);
  }
}
