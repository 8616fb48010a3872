package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.extremum.spark.Pointer.Position;
import org.extremum.training.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory of scheduled retraining stands for its champion wherever a model is loaded. */
class ChampionTest {
  private static final String SCHEME = "pruning";

  @TempDir private static Path parent;
  private static Runnable meanwhile = () -> {};
  private Path directory;

  /** Local files; before a model's run.json is opened, something else happens. */
  public static final class PruningFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create(SCHEME + ":///");
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path file, int buffer) throws IOException {
      if (file.getName().equals("run.json")) {
        meanwhile.run();
      }
      return super.open(file, buffer);
    }
  }

  private static Configuration configuration() {
    return TestSpark.session().sparkContext().hadoopConfiguration();
  }

  @BeforeEach
  void prepare() throws IOException {
    configuration().set("fs." + SCHEME + ".impl", PruningFileSystem.class.getName());
    directory = Files.createTempDirectory(parent, "state");
    for (int i = 0; i < 3; i++) {
      SavedModel.example("v" + i).write().save(version(i).toString());
    }
  }

  @AfterEach
  void unregister() {
    meanwhile = () -> {};
    configuration().unset("fs." + SCHEME + ".impl");
  }

  private Path version(int i) {
    return directory.resolve("versions/v" + i);
  }

  private void promote(int i) {
    swap(new Position("000001", "v" + i, List.of()));
  }

  private void swap(Position next) {
    try {
      Pointer.swap(
          FileSystem.getLocal(new Configuration()),
          new org.apache.hadoop.fs.Path(directory.toString()),
          next);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String loaded() {
    return ExtremumClassificationModel.load(directory.toString()).uid();
  }

  private void unreadable(String... words) {
    assertThatThrownBy(this::loaded)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNREADABLE);
              assertThat(problem.getMessage()).doesNotContain("\n");
              assertThat(words).allSatisfy(word -> assertThat(problem.getMessage()).contains(word));
            });
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thePointerIsFollowed() {
    promote(1);
    assertThat(loaded()).isEqualTo("v1");
    promote(2);
    assertThat(loaded()).isEqualTo("v2");
  }

  @Test
  void whatIsNoChampionIsSaid() throws IOException {
    unreadable("something without metadata/");
    Files.writeString(
        directory.resolve("current.json"),
        "{\"formatVersion\":1,\"state\":\"000001\",\"champion\":null}");
    unreadable("expected a champion, got none: no model has passed the gate yet");
    promote(7);
    unreadable("versions/v7", "got nothing there");
    Files.writeString(directory.resolve("current.json"), "{\"formatVersion\":1");
    unreadable("current.json cannot be read");
  }

  @Test
  void aModelFolderIsOneWhateverElseLiesInIt() throws IOException {
    promote(1);
    Files.copy(directory.resolve("current.json"), version(2).resolve("current.json"));
    assertThat(ExtremumClassificationModel.load(version(2).toString()).uid()).isEqualTo("v2");
  }

  @Test
  void itIsNoModelToBeOverwritten() {
    promote(1);
    assertThatThrownBy(() -> SavedModel.example("x").write().overwrite().save(directory.toString()))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.OUTPUT));
    assertThat(loaded()).isEqualTo("v1");
  }

  /** The reader has read the pointer; then two runs commit, each removing the one before. */
  @Test
  void aVersionThatVanishesWhileItIsReadIsLookedForAgain() {
    promote(0);
    int[] now = {0};
    meanwhile =
        () -> {
          if (now[0] < 2) {
            promote(now[0] + 1);
            remove(version(now[0]));
            now[0]++;
          }
        };
    assertThat(ExtremumClassificationModel.load(SCHEME + "://" + directory).uid()).isEqualTo("v2");
  }

  /** Attempts are bounded. */
  @Test
  void aPointerThatNeverHoldsStillEndsInAnError() throws IOException {
    promote(0);
    Path moved = parent.resolve(directory.getFileName() + "-moved");
    Files.move(version(0).resolve("data"), moved);
    int[] swaps = {0};
    meanwhile =
        () -> {
          swaps[0]++;
          swap(new Position(String.valueOf(swaps[0]), "v0", List.of()));
        };
    assertThatThrownBy(() -> ExtremumClassificationModel.load(SCHEME + "://" + directory))
        .isInstanceOf(Problem.class);
    assertThat(swaps[0]).isBetween(2, 20);
  }
}
