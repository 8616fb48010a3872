package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;

/**
 * A saved model, damaged in many ways. Each is refused as unreadable, or is the model that was
 * saved: nothing in between. Needs no session, so that it also runs in a JVM of its own.
 */
final class FuzzedModel {
  private static final List<Vector> SURFACES =
      List.of(Vectors.dense(1, -2, 0.5, 3), Vectors.dense(0, 0, 0, 0), Vectors.dense(9, 9, -9, 1));

  private final Path folder;
  private final FileSystem files;
  private final ExtremumClassificationModel saved;

  FuzzedModel(Path folder) throws IOException {
    this.folder = folder;
    this.files = FileSystem.getLocal(new Configuration());
    this.saved = load();
  }

  /**
   * In a JVM of its own, whose memory is small.
   *
   * @param args the folder, the first number of damage, how many, bytes for one
   */
  public static void main(String[] args) throws IOException {
    int refused =
        new FuzzedModel(Path.of(args[0]))
            .refused(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Long.parseLong(args[3]));
    System.out.println("refused " + refused + ", largest " + Loading.largest());
  }

  private ExtremumClassificationModel load() {
    return ModelReader.load(
        files.getConf(), files, new org.apache.hadoop.fs.Path(folder.toString()));
  }

  /**
   * Loads damaged copies.
   *
   * @param most bytes that loading one may allocate
   * @return how many were refused
   */
  int refused(int first, int count, long most) throws IOException {
    FolderBytes bytes = new FolderBytes(folder);
    Map<String, byte[]> whole = FolderBytes.read(folder);
    Map<String, byte[]> plain = FolderBytes.withoutChecksums(whole);
    int refused = 0;
    for (int seed = first; seed < first + count; seed++) {
      bytes.become(Mutations.of(seed % 4 == 0 ? whole : plain, seed));
      try {
        Optional<ExtremumClassificationModel> model = Loading.of(this::load, most);
        model.ifPresent(this::requireSame);
        refused += model.isPresent() ? 0 : 1;
      } catch (AssertionError | Exception | StackOverflowError e) {
        throw new AssertionError("damage " + seed + ": " + e, e);
      }
    }
    bytes.become(whole);
    return refused;
  }

  private void requireSame(ExtremumClassificationModel model) {
    assertThat(scores(model)).isEqualTo(scores(saved));
    assertThat(model.labelNames()).isEqualTo(saved.labelNames());
    assertThat(model.featureNames()).isEqualTo(saved.featureNames());
    assertThat(model.report().asMap()).isEqualTo(saved.report().asMap());
    assertThat(WeightFile.digest(model.network())).isEqualTo(WeightFile.digest(saved.network()));
  }

  /** Scores and classes of some surfaces. */
  static List<String> scores(ExtremumClassificationModel model) {
    return SURFACES.stream()
        .map(
            surface ->
                Arrays.toString(model.predictProbability(surface).toArray())
                    + model.predict(surface))
        .toList();
  }
}
