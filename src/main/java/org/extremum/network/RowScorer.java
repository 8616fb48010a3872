package org.extremum.network;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.extremum.samples.Standardiser;

/**
 * Raw outputs of a network for one surface after the other. One surface is a product of a matrix
 * and a vector: as many operations as there are weights, so what takes the time is to read these.
 * They are read where the network has them, and of W^[1] only the columns of coordinates that are
 * not zero: what an all-zero surface gives is known from the first call on. For many surfaces
 * {@link Scorer} reads the weights once for all of them.
 *
 * <p>Serves any number of threads; buffers are kept for as many as call at a time.
 */
public final class RowScorer {
  /**
   * A zero that lies further from the mean than so many deviations is no coordinate to leave out:
   * taking it away from the sum again would cost digits. Where zeros are a part p of the samples,
   * they lie within 1/√p.
   */
  private static final double NEAR = 10;

  private final Network network;
  private final int[] kept; // input positions of the coordinates
  private final int[] coordinates; // of input features, -1 for those dropped
  private final double[] means;
  private final double[] scales;
  private final boolean[] near;
  private final int[] far; // the coordinates that are not near
  private final double[] ofZero; // b^[1] + W^[1]·(a surface of zeros), near coordinates alone
  private final Queue<Buffers> idle = new ConcurrentLinkedQueue<>();

  /** 2·l_1·m FLOPs. */
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
    Layer first = network.hidden().layers().get(0);
    this.ofZero = first.biases().clone();
    Terms terms = new Terms(kept.length);
    for (int k = 0; k < kept.length; k++) {
      if (near[k]) {
        terms.add(k, -means[k] / scales[k]);
      }
    }
    terms.sum(first.weights(), ofZero);
  }

  /** What one call works in. */
  private final class Buffers {
    private final Terms terms = new Terms(Math.max(kept.length, network.hidden().widest()));
    private final double[][] values =
        network.hidden().layers().stream()
            .map(layer -> new double[layer.outputs()])
            .toArray(double[][]::new);
    private final Exponential exponential = new Exponential();
  }

  /**
   * z of one surface, V values.
   *
   * @param features unstandardised surface, not modified
   */
  public double[] raw(double[] features) {
    return scored(
        terms -> {
          for (int k = 0; k < kept.length; k++) {
            if (near[k]) {
              terms.add(k, features[kept[k]] / scales[k]);
            }
          }
          for (int k : far) {
            terms.add(k, (features[kept[k]] - means[k]) / scales[k]);
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
        terms -> {
          for (int p = 0; p < indices.length; p++) {
            int k = coordinates[indices[p]];
            if (k >= 0 && near[k]) {
              terms.add(k, stored[p] / scales[k]);
            }
          }
          for (int k : far) {
            int p = Arrays.binarySearch(indices, kept[k]);
            terms.add(k, ((p < 0 ? 0 : stored[p]) - means[k]) / scales[k]);
          }
        });
  }

  /** Enters what a surface adds to one of zeros. */
  @FunctionalInterface
  private interface Surface {
    void enter(Terms terms);
  }

  private double[] scored(Surface surface) {
    Buffers buffers = idle.poll();
    if (buffers == null) {
      buffers = new Buffers();
    }
    double[] z = score(surface, buffers);
    idle.add(buffers);
    return z;
  }

  private double[] score(Surface surface, Buffers buffers) {
    HiddenStack hidden = network.hidden();
    surface.enter(buffers.terms.cleared());
    for (int u = 0; u < hidden.depth(); u++) {
      Layer layer = hidden.layers().get(u);
      double[] h = buffers.values[u];
      System.arraycopy(u == 0 ? ofZero : layer.biases(), 0, h, 0, h.length);
      buffers.terms.sum(layer.weights(), h);
      hidden.activation().apply(h, null, h.length, buffers.exponential);
      buffers.terms.cleared().addAll(h);
    }
    double[] z = network.output().biases().clone();
    buffers.terms.sum(network.output().weights(), z);
    return z;
  }

  /** Columns of a weight matrix, each with the number that it is multiplied by. */
  private static final class Terms {
    private final int[] columns;
    private final double[] factors;
    private int count;

    Terms(int most) {
      this.columns = new int[most];
      this.factors = new double[most];
    }

    Terms cleared() {
      count = 0;
      return this;
    }

    void add(int column, double factor) {
      if (factor != 0) {
        columns[count] = column;
        factors[count++] = factor;
      }
    }

    void addAll(double[] all) {
      for (int k = 0; k < all.length; k++) {
        add(k, all[k]);
      }
    }

    /**
     * z ← z + Σ factor·column, four columns at a time: what is summed is read and written once for
     * the four.
     *
     * @param w column-major, as many rows as z has numbers
     */
    void sum(double[] w, double[] z) {
      int k = 0;
      for (; k + 4 <= count; k += 4) {
        add(
            w,
            start(k, z),
            start(k + 1, z),
            start(k + 2, z),
            start(k + 3, z),
            factors[k],
            factors[k + 1],
            factors[k + 2],
            factors[k + 3],
            z);
      }
      for (; k < count; k++) {
        add(w, start(k, z), factors[k], z);
      }
    }

    private int start(int k, double[] z) {
      return columns[k] * z.length;
    }

    private static void add(
        double[] w,
        int a,
        int b,
        int c,
        int d,
        double ofA,
        double ofB,
        double ofC,
        double ofD,
        double[] z) {
      for (int r = 0; r < z.length; r++) {
        z[r] += ofA * w[a + r] + ofB * w[b + r] + (ofC * w[c + r] + ofD * w[d + r]);
      }
    }

    private static void add(double[] w, int a, double ofA, double[] z) {
      for (int r = 0; r < z.length; r++) {
        z[r] += ofA * w[a + r];
      }
    }
  }
}
