package org.extremum.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.samples.Standardiser;

/**
 * Raw outputs of a network for one surface after the other. One surface is a product of a matrix
 * and a vector: as many operations as there are weights, so what takes the time is to read these.
 * Of W^[1] only the columns of features that are not zero are read: what a surface of zeros gives
 * is known from the beginning. For many surfaces {@link Scorer} reads the weights once for all of
 * them.
 *
 * <p>Serves any number of threads with one copy of the weights; buffers are kept for as many as
 * call at a time. Memory outside the heap goes with this object.
 */
public final class RowScorer {
  /**
   * A zero that lies further from the mean than so many deviations is not left out: taking it away
   * from the sum again would cost digits. Where zeros are a part p of the samples, they lie within
   * 1/√p.
   */
  private static final double NEAR = 10;

  /** Products that take as long as one more call: shorter gaps of zeros are multiplied. */
  private static final int CALL = 2048;

  private final Network network;
  private final int[] kept; // input positions of the coordinates
  private final int[] coordinates; // of input features, -1 for those dropped
  private final double[] means;
  private final double[] scales;
  private final boolean[] near;
  private final int[] far; // the coordinates that are not near
  private final List<Matrix> weights = new ArrayList<>(); // W^[1..n]
  private final List<double[]> biases = new ArrayList<>(); // b^[1..n], the first with what 0s give
  private final Queue<Buffers> idle = new ConcurrentLinkedQueue<>();

  /** Copies the weights; 2·l_1·m FLOPs. */
  public RowScorer(Network network) {
    Standardiser standardiser = network.standardiser();
    this.network = network;
    this.kept = standardiser.keptFeatures();
    this.means = standardiser.means();
    this.scales = standardiser.scales();
    this.coordinates = new int[standardiser.inputFeatures()];
    Arrays.fill(coordinates, -1);
    this.near = new boolean[kept.length];
    for (int k = 0; k < kept.length; k++) {
      coordinates[kept[k]] = k;
      near[k] = Math.abs(means[k]) <= NEAR * scales[k];
    }
    this.far = IntStream.range(0, kept.length).filter(k -> !near[k]).toArray();
    List<Layer> layers = new ArrayList<>(network.hidden().layers());
    layers.add(network.output());
    for (Layer layer : layers) {
      weights.add(layer.weightMatrix());
      biases.add(layer.biases());
    }
    biases.set(0, ofZeros());
  }

  /** b^[1] + W^[1]·(a surface of zeros, near coordinates alone). */
  private double[] ofZeros() {
    double[] x = new double[kept.length];
    Arrays.setAll(x, k -> near[k] ? -means[k] / scales[k] : 0);
    double[] z = new double[weights.get(0).rows()];
    Buffers buffers = new Buffers();
    buffers.layers.get(0).product(x, biases.get(0), z);
    idle.add(buffers);
    return z;
  }

  /** What one call works in. */
  private final class Buffers {
    private final double[] x = new double[kept.length];
    private final List<Product> layers = weights.stream().map(Product::new).toList();
    private final double[][] values =
        weights.stream().map(w -> new double[w.rows()]).toArray(double[][]::new);
    private final Exponential exponential = new Exponential();
  }

  /**
   * z of one surface, V values.
   *
   * @param features unstandardised surface, not modified
   */
  public double[] raw(double[] features) {
    return scored(
        x -> {
          for (int k = 0; k < x.length; k++) {
            x[k] = near[k] ? features[kept[k]] / scales[k] : standardised(k, features[kept[k]]);
          }
        });
  }

  /**
   * z of one surface that is zero but at some features, V values: the same bits as for the dense
   * one.
   *
   * @param indices of the features, ascending
   * @param stored their values
   */
  public double[] raw(int[] indices, double[] stored) {
    return scored(
        x -> {
          Arrays.fill(x, 0);
          for (int k : far) {
            x[k] = standardised(k, 0);
          }
          for (int p = 0; p < indices.length; p++) {
            int k = coordinates[indices[p]];
            if (k >= 0) {
              x[k] = near[k] ? stored[p] / scales[k] : standardised(k, stored[p]);
            }
          }
        });
  }

  private double standardised(int k, double value) {
    return (value - means[k]) / scales[k];
  }

  /**
   * @param surface enters what is to be added to a surface of zeros, near coordinates alone
   */
  private double[] scored(Consumer<double[]> surface) {
    Buffers buffers = idle.poll();
    if (buffers == null) {
      buffers = new Buffers();
    }
    surface.accept(buffers.x);
    double[] z = score(buffers);
    idle.add(buffers);
    return z;
  }

  private double[] score(Buffers buffers) {
    HiddenStack hidden = network.hidden();
    double[] below = buffers.x;
    for (int u = 0; u < hidden.depth(); u++) {
      double[] h = buffers.values[u];
      buffers.layers.get(u).product(below, biases.get(u), h);
      hidden.activation().apply(h, null, h.length, buffers.exponential);
      below = h;
    }
    double[] z = new double[network.essences()];
    buffers.layers.get(hidden.depth()).product(below, biases.get(hidden.depth()), z);
    return z;
  }

  /** b + W·x with vectors outside the heap. */
  private static final class Product {
    private final Matrix w;
    private final Matrix in;
    private final Matrix out;
    private final int gap; // zeros in a row that are multiplied

    Product(Matrix w) {
      this.w = w;
      this.in = Matrix.zeros(w.columns(), 1);
      this.out = Matrix.zeros(w.rows(), 1);
      this.gap = CALL / w.rows();
    }

    /**
     * By the columns of the entries of x that are not zero, those side by side at once.
     *
     * @param z overwritten
     */
    void product(double[] x, double[] biases, double[] z) {
      in.setColumns(0, 1, x, 0);
      out.setColumns(0, 1, biases, 0);
      int from = next(x, 0);
      while (from < x.length) {
        int to = from + 1;
        int next = next(x, to);
        while (next < x.length && next - to <= gap) {
          to = next + 1;
          next = next(x, to);
        }
        Blas.addProduct(w, from, to, in, out);
        from = next;
      }
      out.getColumns(0, 1, z, 0);
    }

    /** The first place from there on that is not zero. */
    private static int next(double[] x, int from) {
      int next = from;
      while (next < x.length && x[next] == 0) {
        next++;
      }
      return next;
    }
  }
}
