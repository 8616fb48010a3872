package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.extremum.training.Problem;
import org.extremum.training.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option {@code checkpointDir} from end to end. */
class CheckpointedFitTest {
  private static final String TAKEN = "Moments taken from the checkpoint";

  @TempDir Path folder;

  /** Keeps the notes, and ends the training when a given step begins or a note is made. */
  private static final class Watch implements Progress {
    private final List<String> notes = new ArrayList<>();
    private final String last;

    Watch(String last) {
      this.last = last;
    }

    @Override
    public void stepStarted(String step, String detail) {
      if (step.equals(last)) {
        throw new Cut();
      }
    }

    @Override
    public void note(String message) {
      notes.add(message);
      if (message.startsWith(last)) {
        throw new Cut();
      }
    }
  }

  private static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private ExtremumClassifier weakened() {
    return TinyData.classifier().setCheckpointDir(folder.toString());
  }

  /** Several rounds. */
  private ExtremumClassifier exact() {
    return weakened()
        .setExtremum("exact")
        .setCentres("kmeans")
        .setCentresPerEssence(1)
        .setCondition("ideal")
        .setHiddenLayers(150);
  }

  private static void cut(ExtremumClassifier classifier, Dataset<Row> data, String at) {
    assertThatThrownBy(() -> classifier.withProgress(new Watch(at)).fit(data))
        .isInstanceOf(Cut.class);
  }

  private static List<String> notes(ExtremumClassifier classifier, Dataset<Row> data) {
    Watch watch = new Watch("never");
    classifier.withProgress(watch).fit(data);
    return watch.notes;
  }

  private static String weights(ExtremumClassifier classifier, Dataset<Row> data) {
    return WeightFile.digest(classifier.fit(data).network());
  }

  /** All files beneath the folder with their contents. */
  private Map<Path, List<Byte>> files() throws IOException {
    Map<Path, List<Byte>> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : Files.readAllBytes(path)) {
          bytes.add(b);
        }
        files.put(path, bytes);
      }
    }
    return files;
  }

  private void assertEmpty() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void weakenedMomentsAreNotMadeTwice() throws IOException {
    String undisturbed = weights(TinyData.classifier(), TinyData.clouds());
    assertThat(weights(weakened(), TinyData.clouds())).isEqualTo(undisturbed);
    assertEmpty();
    cut(weakened(), TinyData.clouds(), "normal equations");
    Watch watch = new Watch("never");
    assertThat(weights(weakened().withProgress(watch), TinyData.clouds())).isEqualTo(undisturbed);
    assertThat(watch.notes).contains(TAKEN);
    assertEmpty();
  }

  @Test
  void exactRoundsGoOn() throws IOException {
    String undisturbed = weights(exact().setCheckpointDir(""), TinyData.clouds());
    cut(exact(), TinyData.clouds(), "central samples");
    cut(exact(), TinyData.clouds(), "round 2");
    Watch watch = new Watch("never");
    assertThat(weights(exact().withProgress(watch), TinyData.clouds())).isEqualTo(undisturbed);
    assertThat(watch.notes).contains(TAKEN, "going on after round 1");
    assertEmpty();
  }

  /** Exact mode's Moments have no held-out part, and weakened mode needs one. */
  @Test
  void exactModeThatWeakensKeepsBothKindsOfMoments() throws IOException {
    ExtremumClassifier small = exact().setHiddenLayers(8).setOnTooSmall("weaken");
    String undisturbed =
        weights(
            exact().setCheckpointDir("").setHiddenLayers(8).setOnTooSmall("weaken"),
            TinyData.clouds());
    cut(small, TinyData.clouds(), "normal equations");
    Watch watch = new Watch("never");
    assertThat(weights(small.withProgress(watch), TinyData.clouds())).isEqualTo(undisturbed);
    assertThat(watch.notes).filteredOn(TAKEN::equals).hasSize(2);
    assertEmpty();
  }

  @Test
  void otherDataAndOptionsDoNotSeeIt() throws IOException {
    cut(weakened(), TinyData.clouds(), "normal equations");
    Map<Path, List<Byte>> before = files();
    assertThat(before).isNotEmpty();
    assertThat(notes(weakened().setSeed(43), TinyData.clouds())).doesNotContain(TAKEN);
    assertThat(notes(weakened().setGamma(0.5), TinyData.clouds())).doesNotContain(TAKEN);
    assertThat(notes(exact().setHiddenLayers(30), TinyData.clouds())).doesNotContain(TAKEN);
    assertThat(notes(weakened(), TinyData.frame(TinyData.rows(63)))).doesNotContain(TAKEN);
    Dataset<Row> heavier = TinyData.clouds().selectExpr("*", "id + 1 as w");
    assertThat(notes(weakened().setWeightCol("w"), heavier)).doesNotContain(TAKEN);
    assertThat(files()).as("another run's folder").isEqualTo(before);
    assertThat(notes(weakened().setCheckpointInterval(2), TinyData.clouds())).contains(TAKEN);
    assertEmpty();
  }

  @Test
  void theyCanOutliveTheFit() throws IOException {
    List<Runnable> removal = new ArrayList<>();
    weakened().keepingCheckpoints(removal::add).fit(TinyData.clouds());
    assertThat(files()).isNotEmpty();
    assertThat(removal).hasSize(1);
    removal.get(0).run();
    assertEmpty();
  }

  @Test
  void anEndWithoutAModelLeavesNone() throws IOException {
    assertThatThrownBy(() -> exact().setHiddenLayers(8).fit(TinyData.clouds()))
        .isInstanceOf(Problem.class);
    assertEmpty();
  }

  @Test
  void anUnusableFolderEndsItBeforeTheWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    ExtremumClassifier classifier =
        weakened().setCheckpointDir(file.toString()).withProgress(new Watch("statistics"));
    assertThatThrownBy(() -> classifier.fit(TinyData.clouds()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(file.toString());
  }
}
