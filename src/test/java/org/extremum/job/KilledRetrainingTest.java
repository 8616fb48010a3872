package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
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
 * reached once. Whoever loads a model from the directory meanwhile gets one, whole. Every fifth
 * kill comes at any time of the process, the others from a certain point on: while it holds the
 * lock, sums the rows that it has looked through, writes the state, or has committed.
 */
@Tag("faults")
class KilledRetrainingTest {
  private static final int KILLS = Integer.getInteger("faults.kills", 50);
  private static final long SEED = Long.getLong("faults.seed", 7);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a process says once it has looked through its rows, and once it has summed them. */
  private static final String LOOKED_THROUGH = "reading: 100 %";

  private static final String SUMMED = "moments";
  private static final String SUMMED_IN_TASKS = "moments: 100 %";
  private static final String TAKEN = "taken from the checkpoint"; // instead of summing
  private static final String IN_SUMS = "a lock, in the sums";

  @TempDir Path folder;
  private RetrainBatches batches;
  private int starts;

  /** From when on a process may be killed. */
  private enum From {
    START,
    LOCK,
    SUMS,
    STATE,
    COMMIT;

    private boolean isReached(RetrainProcess process, Path state, JsonNode before)
        throws IOException {
      return switch (this) {
        case START -> true;
        case LOCK -> Files.exists(state.resolve("lock.json"));
        case SUMS -> process.said().contains(LOOKED_THROUGH);
        case STATE -> isWriting(state.resolve("states"), process.started());
        case COMMIT -> !pointer(state).equals(before);
      };
    }

    /** What an earlier process has left is older. */
    private static boolean isWriting(Path states, FileTime start) throws IOException {
      try (Stream<Path> paths = Files.list(states)) {
        for (Path path : paths.toList()) {
          if (Files.getLastModifiedTime(path).compareTo(start) > 0) {
            return true;
          }
        }
        return false;
      } catch (NoSuchFileException e) {
        return false; // it has been renamed meanwhile
      }
    }

    /** Waits until the process has come so far, or has ended. */
    void await(RetrainProcess process, Path state, JsonNode before) throws Exception {
      while (process.isAlive() && !isReached(process, state, before)) {
        process.endsWithin(1);
      }
    }
  }

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
                while (!done.get()) {
                  models.add(champion(state));
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

  /** Loading compares the weights with their SHA-256. */
  private static int champion(Path state) {
    ExtremumClassificationModel model = ExtremumClassificationModel.load(state.toString());
    return Arrays.hashCode(model.network().output().weights());
  }

  @Test
  void aKilledRetrainingComesToTheSameBytesOnce() throws Exception {
    Kills kills = kills(RetrainBatches.in(folder));
    assertThat(kills.undisturbed).contains(SUMMED_IN_TASKS);
  }

  /** Few rows are summed by the driver itself; what it has summed, it finds in its checkpoint. */
  @Test
  void soDoesOneThatSumsItsRowsOnTheDriver() throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    Kills kills = kills(RetrainBatches.in(folder, "partitions=0", "checkpointDir=" + checkpoints));
    assertThat(kills.undisturbed).contains(SUMMED).doesNotContain(SUMMED_IN_TASKS);
    assertThat(kills.found).containsKey(IN_SUMS);
    assertThat(checkpoints).isEmptyDirectory();
  }

  /**
   * What became of it.
   *
   * @param undisturbed what the process said that nobody killed
   * @param found how far processes had come when they were killed, with how many
   */
  private record Kills(String undisturbed, Map<String, Integer> found) {}

  private Kills kills(RetrainBatches of) throws Exception {
    TestSpark.session();
    batches = of;
    Path template = batches.trained();
    Path undisturbed = RetrainBatches.copy(template, folder.resolve("undisturbed"));
    RetrainProcess first = start(undisturbed);
    long[] lasts = new long[From.values().length];
    for (From from : From.values()) {
      from.await(first, undisturbed, pointer(template));
      lasts[from.ordinal()] = -System.nanoTime();
    }
    assertThat(first.exitCode()).as(first.said()).isZero();
    for (int from = 0; from < lasts.length; from++) {
      lasts[from] = TimeUnit.NANOSECONDS.toMillis(lasts[from] + System.nanoTime());
    }
    // Sums of few rows take a small part of what is left from there: only in them.
    double inSums = 1 - (double) lasts[From.STATE.ordinal()] / lasts[From.SUMS.ordinal()];
    Set<Integer> champions = Set.of(champion(template), champion(undisturbed)); // two different

    Random random = new Random(SEED);
    int kills = 0;
    int loads = 0;
    Map<String, Integer> found = new TreeMap<>();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      for (int night = 1; kills < KILLS; night++) {
        Path state = RetrainBatches.copy(template, folder.resolve("night-" + night));
        Reader reader = Reader.of(state, pool);
        boolean ended = false;
        while (!ended) {
          RetrainProcess process = start(state);
          From from = From.values()[kills % lasts.length];
          from.await(process, state, pointer(template));
          long since = System.nanoTime();
          double share = random.nextDouble() * (from == From.SUMS ? inSums : 1);
          if (kills < KILLS && !process.endsWithin((long) (share * lasts[from.ordinal()]))) {
            process.kill();
            kills++;
            found.merge(leftBehind(process, state, template), 1, Integer::sum);
          } else {
            assertThat(process.exitCode()).as(process.said()).isZero();
            ended = true;
            // The machine may be quicker or slower by now.
            lasts[from.ordinal()] = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
          }
          assertThat(pointer(state)).isIn(pointer(template), pointer(undisturbed));
        }
        loads += reader.stop();
        assertThat(reader.models).isSubsetOf(champions);
        isAsUndisturbed(state, undisturbed);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(loads).isPositive();
    System.out.printf(
        "%d kills in %d starts, found after them: %s; %d loads; undisturbed %s ms%n",
        kills, starts, found, loads, Arrays.toString(lasts));
    return new Kills(first.said(), found);
  }

  /** How far it had come. */
  private static String leftBehind(RetrainProcess process, Path state, Path before)
      throws IOException {
    if (!pointer(state).equals(pointer(before))) {
      return "committed";
    }
    String said = process.said();
    if (said.contains(LOOKED_THROUGH) && !said.contains(SUMMED) && !said.contains(TAKEN)) {
      return IN_SUMS;
    }
    for (String part : List.of("versions", "states", "batches")) {
      if (!names(state.resolve(part)).equals(names(before.resolve(part)))) {
        return "some " + part;
      }
    }
    return Files.exists(state.resolve("lock.json")) ? "a lock" : "nothing";
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
