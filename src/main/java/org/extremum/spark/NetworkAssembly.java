package org.extremum.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.samples.Standardiser;
import org.extremum.training.ModelContent;

/** Puts a model's numbers together from chunks in any order, and refuses what does not fit. */
final class NetworkAssembly {
  private final ModelShape shape;
  private final Path folder;
  private final double[] kept;
  private final double[] mean;
  private final double[] scale;
  private final double[] featureMeans; // null: none
  private final double[] prototypes; // one row for each
  private final List<double[]> weights = new ArrayList<>(); // column-major
  private final List<double[]> biases = new ArrayList<>();
  private long taken;

  NetworkAssembly(ModelShape shape, Path folder) {
    this.shape = shape;
    this.folder = folder;
    this.kept = unset(shape.features());
    this.mean = unset(shape.features());
    this.scale = unset(shape.features());
    this.featureMeans = shape.hasMeans() ? unset(shape.inputFeatures()) : null;
    this.prototypes = unset(Math.multiplyExact(shape.prototypes(), shape.features()));
    for (ModelShape.Side side : shape.layers()) {
      weights.add(unset((int) side.weights()));
      biases.add(unset(side.outputs()));
    }
  }

  /** NaN: nothing was put there yet. */
  private static double[] unset(int count) {
    double[] values = new double[count];
    java.util.Arrays.fill(values, Double.NaN);
    return values;
  }

  void add(WeightChunk chunk) {
    int u = chunk.layer();
    boolean ofLayer = u >= 1 && u <= weights.size();
    switch (chunk.part()) {
      case "kept" -> put(chunk, u == 0 ? kept : null, 1, 1);
      case "mean" -> put(chunk, u == 0 ? mean : null, 1, 1);
      case "scale" -> put(chunk, u == 0 ? scale : null, 1, 1);
      case "featureMean" -> put(chunk, u == 0 ? featureMeans : null, 1, 1);
      case "prototype" -> put(chunk, u == 0 ? prototypes : null, shape.prototypes(), 1);
      case "bias" -> put(chunk, ofLayer ? biases.get(u - 1) : null, 1, 1);
      case "weights" -> {
        int rows = ofLayer ? shape.layers().get(u - 1).outputs() : 1;
        put(chunk, ofLayer ? weights.get(u - 1) : null, rows, rows);
      }
      default -> throw misplaced(chunk);
    }
  }

  /**
   * Number j of a row goes to row + j·stride of the target, or, where rows are many and the stride
   * is 1, to the row's own part of it.
   */
  private void put(WeightChunk chunk, double[] target, int rows, int stride) {
    boolean fits =
        target != null
            && chunk.row() >= 0
            && chunk.row() < rows
            && chunk.offset() >= 0
            && chunk.values().length > 0 // so that there are no more chunks than numbers
            && chunk.offset() <= target.length / rows - chunk.values().length;
    if (!fits) {
      throw misplaced(chunk);
    }
    int start = stride == 1 ? chunk.row() * (target.length / rows) : chunk.row();
    int at = start + (int) chunk.offset() * stride;
    for (double value : chunk.values()) {
      if (!Double.isFinite(value)) {
        throw Unreadable.damaged(
            folder, "data/, " + place(chunk) + ": expected finite numbers, got " + value);
      }
      if (!Double.isNaN(target[at])) {
        throw Unreadable.damaged(folder, "data/, " + place(chunk) + " stands there twice");
      }
      target[at] = value;
      at += stride;
      taken++;
    }
  }

  private org.extremum.training.Problem misplaced(WeightChunk chunk) {
    return Unreadable.damaged(
        folder,
        "data/, "
            + place(chunk)
            + ": not in the network that metadata/ describes ("
            + chunk.values().length
            + " numbers)");
  }

  private static String place(WeightChunk chunk) {
    return Unreadable.brief(chunk.part())
        + " of layer "
        + chunk.layer()
        + ", row "
        + chunk.row()
        + ", offset "
        + chunk.offset();
  }

  /**
   * The model's content, when every number has come.
   *
   * @param saved what metadata/ says of the prototypes
   */
  ModelContent content(SavedPrototypes saved) {
    Network network = network();
    return featureMeans == null
        ? ModelContent.of(network)
        : new ModelContent(network, featureMeans, saved.with(prototypes, network));
  }

  private Network network() {
    if (taken != shape.numbers()) {
      throw Unreadable.damaged(
          folder, "data/: expected " + shape.numbers() + " numbers, got " + taken);
    }
    int[] positions = new int[kept.length];
    for (int k = 0; k < positions.length; k++) {
      positions[k] = (int) kept[k];
    }
    List<Layer> layers = new ArrayList<>();
    for (int u = 0; u < weights.size(); u++) {
      ModelShape.Side side = shape.layers().get(u);
      layers.add(new Layer(side.outputs(), side.inputs(), weights.get(u), biases.get(u)));
    }
    Layer output = layers.remove(layers.size() - 1);
    return new Network(
        new Standardiser(shape.inputFeatures(), positions, mean, scale),
        new HiddenStack(layers, shape.activation()),
        output,
        shape.outputActivation());
  }
}
