package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.network.RandomNetwork;
import org.extremum.training.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  @TempDir Path parent;
  private Path folder;
  private ExtremumClassificationModel model;

  @BeforeEach
  void save() throws IOException {
    model = SavedModel.example();
    folder = parent.resolve("model");
    model.write().save(folder.toString());
  }

  private static ExtremumClassificationModel load(Path folder) {
    return ExtremumClassificationModel.load(folder.toString());
  }

  private List<String> siblings() throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void comesBackBitForBit() {
    ExtremumClassificationModel loaded = load(folder);
    assertThat(WeightFile.digest(loaded.network())).isEqualTo(WeightFile.digest(model.network()));
    assertThat(loaded.uid()).isEqualTo("model");
    assertThat(loaded.labelNames()).isEqualTo(model.labelNames());
    assertThat(loaded.featureNames()).isEqualTo(model.featureNames());
    assertThat(loaded.getThresholds()).isEqualTo(model.getThresholds());
    assertThat(loaded.getGamma()).isEqualTo(0.1 + 0.2);
    assertThat(loaded.getInitScale()).isNaN();
    assertThat(loaded.report().number("train.accuracy")).isEqualTo(0.1 + 0.2);
    assertThat(loaded.report().number("train.logLoss")).isNaN();
    assertThat(loaded.report().get("outcome")).isEqualTo("SOLVED");
    assertThat(loaded.transform(TinyData.clouds()).collectAsList())
        .isEqualTo(model.transform(TinyData.clouds()).collectAsList());
  }

  @Test
  void keepsTheOutputActivation() throws IOException {
    Network sigmoid = model.network();
    assertThat(load(folder).network().outputActivation()).isSameAs(OutputActivation.SIGMOID);
    Network network =
        new Network(
            sigmoid.standardiser(), sigmoid.hidden(), sigmoid.output(), OutputActivation.SOFTMAX);
    ExtremumClassificationModel softmax =
        new ExtremumClassificationModel("softmax", network, model.report(), List.of(), List.of());
    softmax.write().overwrite().save(folder.toString());
    assertThat(load(folder).network().outputActivation()).isSameAs(OutputActivation.SOFTMAX);
    assertThat(load(folder).transform(TinyData.clouds()).collectAsList())
        .isEqualTo(softmax.transform(TinyData.clouds()).collectAsList());
    for (Row row : load(folder).transform(TinyData.clouds()).collectAsList()) {
      double[] z = row.<Vector>getAs("rawPrediction").toArray();
      OutputActivation.SOFTMAX.toProbabilities(z);
      assertThat(row.<Vector>getAs("probability").toArray()).isEqualTo(z);
    }
  }

  @Test
  void aFolderThatNamesNoOutputActivationHasSigmoids() throws IOException {
    Path file = folder.resolve("metadata/part-00000");
    String metadata = Files.readString(file);
    String older =
        metadata
            .replace("\"outputActivation\":\"sigmoid\",", "")
            .replace("\"formatVersion\":3", "\"formatVersion\":2");
    assertThat(older).hasSize(metadata.length() - "\"outputActivation\":\"sigmoid\",".length());
    Files.delete(file.resolveSibling(".part-00000.crc"));
    Files.writeString(file, older);
    assertThat(load(folder).network().outputActivation()).isSameAs(OutputActivation.SIGMOID);
    assertThat(load(folder).getOutputActivation()).isEqualTo("auto");
  }

  @Test
  void holdsNeuronsThatTakeSeveralRows() throws IOException {
    Network wide = RandomNetwork.of(WeightChunk.LARGEST + 5, 2, 3);
    new ExtremumClassificationModel("wide", wide, model.report(), List.of(), List.of())
        .write()
        .overwrite()
        .save(folder.toString());
    assertThat(WeightFile.digest(load(folder).network())).isEqualTo(WeightFile.digest(wide));
  }

  @Test
  void isReadByOtherToolsAndMayHaveBeenWrittenByThem() {
    Path rewritten = folder.resolve("data");
    Dataset<Row> data = TestSpark.session().read().parquet(rewritten.toString());
    assertThat(data.columns()).containsExactly("layer", "part", "row", "offset", "values");
    assertThat(data.filter("part = 'weights' and layer = 2").count()).isEqualTo(20);
    List<Row> rows = data.orderBy(functions.desc("row")).collectAsList();
    TestSpark.session()
        .createDataFrame(rows, data.schema())
        .repartition(3)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(rewritten.toString());
    assertThat(WeightFile.digest(load(folder).network()))
        .isEqualTo(WeightFile.digest(model.network()));
  }

  @Test
  void leavesAnExistingModelAloneUnlessAsked() throws IOException {
    byte[] before = Files.readAllBytes(folder.resolve("metadata/part-00000"));
    assertThatThrownBy(() -> model.write().save(folder.toString()))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.OUTPUT))
        .hasMessageContaining("an existing folder");
    assertThat(Files.readAllBytes(folder.resolve("metadata/part-00000"))).isEqualTo(before);
    model.set(model.gamma(), 7.0);
    model.write().overwrite().save(folder.toString());
    assertThat(load(folder).getGamma()).isEqualTo(7);
    assertThat(siblings()).containsExactly("model");
  }

  /** Between the two renames of an overwrite, or after a run that was killed there. */
  @Test
  void theOldModelIsReadWhileItIsMovedAside() throws IOException {
    Files.move(folder, parent.resolve(".model.replaced-by-a-run-that-died"));
    assertThat(load(folder).uid()).isEqualTo("model");
    assertThatThrownBy(() -> load(parent.resolve("mode"))).isInstanceOf(Problem.class);
    model.write().save(folder.toString());
    assertThat(siblings()).containsExactly("model");
  }

  /** Readers in one thread, a writer that overwrites in another: every look finds a whole model. */
  @Test
  void readersFindAWholeModelWhileItIsOverwritten() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              try {
                for (int k = 1; k <= 8; k++) {
                  SavedModel.example().write().overwrite().save(folder.toString());
                }
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              } finally {
                done.set(true);
              }
            });
    writer.start();
    do {
      assertThat(load(folder).uid()).isEqualTo("model");
    } while (!done.get());
    writer.join();
    assertThat(siblings()).containsExactly("model");
  }

  @Test
  void overwritesNothingThatIsNoModel() throws IOException {
    Path other = Files.createDirectory(parent.resolve("letters"));
    Files.writeString(other.resolve("dear.txt"), "reader");
    assertThatThrownBy(() -> model.write().overwrite().save(other.toString()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("expected a model folder to overwrite, got another folder");
    assertThatThrownBy(() -> model.write().overwrite().save(other.resolve("dear.txt").toString()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("got a file");
    assertThat(Files.readString(other.resolve("dear.txt"))).isEqualTo("reader");
    Path empty = Files.createDirectory(parent.resolve("empty"));
    model.write().overwrite().save(empty.toString());
    assertThat(load(empty).uid()).isEqualTo("model");
  }

  @Test
  void leavesNothingBehindWhereItCannotBeWritten() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> model.write().save(file.resolve("model").toString()))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.OUTPUT))
        .hasMessageContaining("cannot be written");
    assertThatThrownBy(
            () ->
                NewFolder.write(
                    TestSpark.context().hadoopConfiguration(),
                    folder.toString(),
                    NewFolder.Kind.MODEL,
                    true,
                    (files, half) -> {
                      files.mkdirs(new org.apache.hadoop.fs.Path(half, "metadata"));
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("disk full");
    assertThat(siblings()).containsExactly("file", "model");
    assertThat(load(folder).uid()).isEqualTo("model");
  }

  @Test
  void aModelThatCannotBeReadBackIsNotSaved() throws IOException {
    Network network = RandomNetwork.of(4, 3, 30, 20);
    network.output().weights()[5] = Double.NaN;
    ExtremumClassificationModel broken =
        new ExtremumClassificationModel("broken", network, model.report(), List.of(), List.of());
    assertThatThrownBy(() -> broken.write().overwrite().save(folder.toString()))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.OUTPUT))
        .hasMessageContaining("cannot be read back");
    assertThat(load(folder).uid()).isEqualTo("model");
    assertThat(siblings()).containsExactly("model");
  }
}
