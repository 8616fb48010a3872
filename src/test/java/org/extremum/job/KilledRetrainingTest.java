package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.spark.TestSpark;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A retraining that decays, forgets and adds, killed at random moments and started again until it
 * ends: the state is that of a retraining that nobody disturbed, to the last bit, and has been
 * reached once. Whoever loads a model from the directory meanwhile gets one, whole.
 */
@Tag("faults")
class KilledRetrainingTest {
  private static final int KILLS = Integer.getInteger("faults.kills", 50);
  private static final long SEED = Long.getLong("faults.seed", 7);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private RetrainBatches batches;
  private int starts;

  private RetrainProcess start(Path state) throws IOException {
    starts++;
    return RetrainProcess.start(folder.resolve("errors-" + starts), batches.night(state));
  }

  private static JsonNode pointer(Path state) throws IOException {
    return JSON.readTree(state.resolve("current.json").toFile());
  }

  private static List<String> names(Path in) throws IOException {
    try (Stream<Path> paths = Files.list(in)) {
      return paths
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  /** Loads the model again and again; what it is is known by its weights. */
  private record Reader(Set<Integer> models, Future<Integer> loads, AtomicBoolean done) {
    static Reader of(Path state, ExecutorService pool) {
      Set<Integer> models = ConcurrentHashMap.newKeySet();
      AtomicBoolean done = new AtomicBoolean();
      return new Reader(
          models,
          pool.submit(
              () -> {
                int loads = 0;
                while (!done.get()) { // loading compares the weights with their SHA-256
                  ExtremumClassificationModel model =
                      ExtremumClassificationModel.load(state.toString());
                  models.add(Arrays.hashCode(model.network().output().weights()));
                  loads++;
                }
                return loads;
              }),
          done);
    }

    int stop() throws Exception {
      done.set(true);
      return loads.get();
    }
  }

  @Test
  void aKilledRetrainingComesToTheSameBytesOnce() throws Exception {
    TestSpark.session();
    batches = RetrainBatches.in(folder);
    Path template = batches.trained();
    Path undisturbed = RetrainBatches.copy(template, folder.resolve("undisturbed"));
    long begin = System.nanoTime();
    RetrainProcess first = start(undisturbed);
    assertThat(first.exitCode()).as(first.said()).isZero();
    long duration = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    assertThat(pointer(undisturbed).path("champion"))
        .as("a new champion: " + first.said())
        .isNotEqualTo(pointer(template).path("champion"));

    Random random = new Random(SEED);
    int kills = 0;
    int loads = 0;
    int seenBoth = 0;
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      for (int night = 1; kills < KILLS; night++) {
        Path state = RetrainBatches.copy(template, folder.resolve("night-" + night));
        Reader reader = Reader.of(state, pool);
        boolean ended = false;
        while (!ended) {
          RetrainProcess process = start(state);
          if (kills < KILLS && !process.endsWithin((long) (random.nextDouble() * duration))) {
            process.kill();
            kills++;
          } else {
            assertThat(process.exitCode()).as(process.said()).isZero();
            ended = true;
          }
          hasOneOfTwoStates(state, template, undisturbed);
        }
        loads += reader.stop();
        seenBoth += reader.models.size() == 2 ? 1 : 0;
        assertThat(reader.models).hasSizeBetween(1, 2);
        isAsUndisturbed(state, undisturbed);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(loads).isPositive();
    System.out.printf(
        "%d kills in %d starts, %d loads, in %d nights of both champions; undisturbed %d ms%n",
        kills, starts, loads, seenBoth, duration);
  }

  /** After every kill the directory is as before the night or as after it. */
  private static void hasOneOfTwoStates(Path state, Path before, Path after) throws IOException {
    assertThat(pointer(state)).isIn(pointer(before), pointer(after));
  }

  private static void isAsUndisturbed(Path state, Path undisturbed) throws IOException {
    assertThat(pointer(state)).isEqualTo(pointer(undisturbed));
    for (String part : List.of("states", "batches", "runs", "versions", ".")) {
      assertThat(names(state.resolve(part))).as(part).isEqualTo(names(undisturbed.resolve(part)));
    }
    for (String part : List.of("states", "batches")) {
      for (String name : names(undisturbed.resolve(part))) {
        for (String file : List.of("snapshot.json", "arrays.bin")) {
          assertThat(state.resolve(part).resolve(name).resolve(file))
              .hasSameBinaryContentAs(undisturbed.resolve(part).resolve(name).resolve(file));
        }
      }
    }
  }
}
