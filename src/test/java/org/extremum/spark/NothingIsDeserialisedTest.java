package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.extremum.reference.Rows;
import org.extremum.retraining.States;
import org.extremum.retraining.TrainingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is read back from disk makes no objects by Java's deserialisation. What Spark carries
 * between its own processes does, and nothing of that runs while these are read. That no other code
 * can is a rule of ArchitectureTest.
 */
class NothingIsDeserialisedTest {
  @TempDir Path parent;

  private static void assertNone(Runnable reading) {
    assertThat(Deserialised.during(reading)).isEmpty();
  }

  @Test
  void theWatchSeesWhatIsDeserialised() {
    Parcel<ArrayList<String>> parcel = Parcel.of(new ArrayList<>(List.of("a")));
    List<String> seen =
        Deserialised.during(
            () -> {
              try {
                parcel.open();
              } catch (IllegalStateException refused) {
                assertThat(refused).hasMessageContaining("REJECTED");
              }
            });
    assertThat(seen).anyMatch(name -> name.contains("ArrayList"));
    assertThat(parcel.open()).containsExactly("a");
  }

  @Test
  void modelsAndEstimators() throws IOException {
    String model = parent.resolve("model").toString();
    SavedModel.example().write().save(model);
    String estimator = parent.resolve("estimator").toString();
    TinyData.classifier().write().save(estimator);
    assertNone(() -> ExtremumClassificationModel.load(model));
    assertNone(() -> ExtremumClassifier.load(estimator));
  }

  /**
   * Spark's own folders around ours are JSON too, but read as a table: by a job, whose tasks are
   * sent.
   */
  @Test
  void aModelWithinAPipelineIsAFolderOfItsOwn() throws IOException {
    Path pipeline = parent.resolve("pipeline");
    new Pipeline()
        .setStages(new PipelineStage[] {SavedModel.example()})
        .fit(TinyData.clouds())
        .write()
        .save(pipeline.toString());
    assertThat(PipelineModel.load(pipeline.toString()).stages()).hasSize(1);
    try (var stages = Files.list(pipeline.resolve("stages"))) {
      String stage = stages.findFirst().orElseThrow().toString();
      assertNone(() -> ExtremumClassificationModel.load(stage));
    }
  }

  @Test
  void statesAndCheckpoints() throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    org.apache.hadoop.fs.Path folder =
        new org.apache.hadoop.fs.Path(Files.createDirectory(parent.resolve("state")).toString());
    TrainingState state = States.founded(Rows.random(60, 4, 3, true, 5), 3, States.options());
    SnapshotFiles.write(files, folder, state.toSnapshot());
    assertNone(() -> TrainingState.of(SnapshotFiles.read(files, folder)));

    CheckpointFolder checkpoints =
        new CheckpointFolder(new Configuration(), parent.resolve("kept").toString(), "run");
    checkpoints.save("moments", 1, state.toSnapshot());
    assertNone(() -> assertThat(checkpoints.latest("moments")).isPresent());

    org.apache.hadoop.fs.Path directory = new org.apache.hadoop.fs.Path(parent.toString());
    Pointer.swap(files, directory, new Pointer.Position("000001", null, List.of()));
    assertNone(() -> assertThat(Pointer.read(files, directory)).isPresent());
  }
}
