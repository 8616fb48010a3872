package org.extremum.job.retraining;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.retraining.Frozen;
import org.extremum.retraining.StateSolution;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.spark.SnapshotFiles;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;

/**
 * The network that is served, and the same as it was solved without the held-out rows. Beside the
 * model lies a snapshot {@value #OUTPUTS} of both output layers, by which the next run need not
 * load hidden layers that it has.
 *
 * @param served what the model folder has
 * @param judged what held-out rows may judge; {@code served} where there is no other
 */
record Champion(Network served, Network judged) {
  /** Folder in the model's folder. */
  static final String OUTPUTS = "outputs";

  private static final String SERVED = "served.";
  private static final String JUDGED = "judged.";

  /**
   * Writes the output layers of a model that was written.
   *
   * @param model its folder
   * @param frozenDigest of the hidden layers below them
   */
  static void write(
      StateDirectory directory, Path model, StateSolution solution, String frozenDigest)
      throws IOException {
    Map<String, Object> facts = new LinkedHashMap<>();
    Map<String, double[]> arrays = new LinkedHashMap<>();
    facts.put("frozen", frozenDigest);
    facts.put("essences", solution.network().essences());
    put(arrays, SERVED, solution.network().output());
    if (solution.withoutTenth() != null) {
      put(arrays, JUDGED, solution.withoutTenth().output());
    }
    Path folder = new Path(model, OUTPUTS);
    directory.files().mkdirs(folder);
    SnapshotFiles.write(directory.files(), folder, new Snapshot(facts, arrays));
  }

  private static void put(Map<String, double[]> arrays, String prefix, Layer layer) {
    arrays.put(prefix + "weights", layer.weights());
    arrays.put(prefix + "biases", layer.biases());
  }

  /**
   * Reads the champion.
   *
   * @param frozen of the state; its layers serve where the champion has the same
   * @param frozenDigest of these
   * @throws Problem (unreadable) when it cannot be read
   */
  static Champion read(
      StateDirectory directory, String version, Frozen frozen, String frozenDigest) {
    Path folder = new Path(directory.version(version), OUTPUTS);
    Snapshot outputs = SnapshotFiles.read(directory.files(), folder);
    Network like =
        frozenDigest.equals(outputs.facts().get("frozen"))
            ? null
            : ExtremumClassificationModel.load(directory.version(version)).network();
    int essences = ((Number) outputs.facts().get("essences")).intValue();
    Network served = network(outputs, SERVED, like, frozen, essences);
    boolean both = outputs.arrays().containsKey(JUDGED + "weights");
    return new Champion(served, both ? network(outputs, JUDGED, like, frozen, essences) : served);
  }

  private static Network network(
      Snapshot outputs, String prefix, Network like, Frozen frozen, int essences) {
    double[] weights = outputs.arrays().get(prefix + "weights");
    double[] biases = outputs.arrays().get(prefix + "biases");
    Layer layer = new Layer(essences, weights.length / essences, weights, biases);
    return like == null
        ? new Network(frozen.standardiser(), frozen.hidden(), layer, frozen.outputActivation())
        : new Network(like.standardiser(), like.hidden(), layer, like.outputActivation());
  }
}
