package org.extremum.verification;

import java.io.Serializable;
import org.extremum.linalg.Matrix;
import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.SampleBlock;

/**
 * How far a surface may move before its prediction can change (method.md 5, certified
 * neighbourhood; what §4.3 calls continuity). Made once from a network; immutable.
 *
 * <p>With a the predicted class, b any other, g = z_a - z_b at the surface, d = ‖∇(z_a - z_b)‖
 * there and L a bound of that difference's Hessian norm everywhere, z_a - z_b is at least g - d·t -
 * L·t²/2 at distance t, positive for t below r_b = 2g/(d + √(d² + 2·L·g)). The radius is the least
 * r_b over b, zero at a tie, in D_s units: √(2/m) times the Euclidean length.
 *
 * <p>The bounds L are rounded up. z and its gradients are taken as computed: their own rounding,
 * some 1e-14 of their terms, is not in the certificate.
 */
public final class CertifiedRadius implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Network network;
  private final double[] bounds; // V × V: L of (a, b) at a·V + b

  private CertifiedRadius(Network network, double[] bounds) {
    this.network = network;
    this.bounds = bounds;
  }

  /**
   * Prepares V(V-1)/2 bounds. For each, with s the smaller of l and m, s²·max(l, m)·2 + 9·s³ FLOPs
   * up to s = 1024, above only 4·l·m ({@link SpectralBound}); the same for every further layer.
   * Memory: the weights once more, twice that while it works, and 3·s² numbers.
   */
  public static CertifiedRadius of(Network network) {
    return of(network, SlopeBounds.of(network.hidden().activation()));
  }

  static CertifiedRadius of(Network network, SlopeBounds activation) {
    int essences = network.essences();
    double[][] w = SpectrumEnds.rows(network.output());
    double[] bounds = new double[essences * essences];
    double[] difference = new double[network.hidden().width()];
    try (HessianBounds hessians = new HessianBounds(network.hidden(), activation)) {
      for (int a = 0; a < essences; a++) {
        for (int b = 0; b < a; b++) {
          for (int k = 0; k < difference.length; k++) {
            difference[k] = w[a][k] - w[b][k];
          }
          double bound = hessians.of(difference);
          bounds[a * essences + b] = bound;
          bounds[b * essences + a] = bound;
        }
      }
    }
    return new CertifiedRadius(network, bounds);
  }

  /** The network certified. */
  public Network network() {
    return network;
  }

  /**
   * Whether radii can be more than zero. Not for an activation whose slope jumps: its function may
   * turn at a kink right beside the surface, which no derivative there shows.
   */
  public boolean available() {
    return network.essences() < 2 || Double.isFinite(hessianBound(0, 1));
  }

  /** L of a pair of classes, symmetric in them; infinite when not {@link #available()}. */
  public double hessianBound(int a, int b) {
    return bounds[a * network.essences() + b];
  }

  /** D_s units of a Euclidean length of 1 in standardised coordinates: √(2/m). */
  public double unit() {
    return Math.sqrt(2.0 / network.hidden().inputs());
  }

  /**
   * Radii of the samples of a block in D_s units, zero for all when not {@link #available()}.
   * 2·V·l·m FLOPs for each with one hidden layer; the weights are copied once a call, which {@link
   * #measuring()} spares.
   *
   * @param standardised surfaces in standardised coordinates, not modified
   */
  public double[] radii(SampleBlock standardised) {
    try (Measurer measurer = measuring()) {
      return measurer.measure(standardised);
    }
  }

  /** Buffers for many blocks; one thread, to be closed. */
  public Measurer measuring() {
    return new Measurer(this);
  }

  /** Radii of one block after another. */
  public static final class Measurer implements AutoCloseable {
    private final CertifiedRadius certified;
    private final Scorer scorer;
    private final OutputGradients gradients;
    private final double[] z;
    private int[] predictions = {};

    private Measurer(CertifiedRadius certified) {
      this.certified = certified;
      this.scorer = new Scorer(certified.network);
      this.gradients = new OutputGradients(certified.network);
      this.z = new double[certified.network.essences()];
    }

    /** Radii of a block's samples in D_s units; see {@link CertifiedRadius#radii}. */
    public double[] measure(SampleBlock standardised) {
      double[] radii = new double[standardised.size()];
      int[] predicted = new int[standardised.size()];
      Matrix scores = scorer.score(standardised, true);
      gradients.forEach(
          scorer.forward(),
          standardised.size(),
          (i, all) -> {
            scores.getColumns(i, 1, z, 0);
            predicted[i] = Network.argmax(z);
            radii[i] = certified.unit() * radius(predicted[i], all);
          });
      predictions = predicted;
      return radii;
    }

    /** The predicted classes of the block measured last; not to be modified. */
    public int[] predictions() {
      return predictions;
    }

    private double radius(int a, double[] all) {
      double least = Double.POSITIVE_INFINITY;
      for (int b = 0; b < z.length; b++) {
        if (b != a && least > 0) {
          double g = z[a] - z[b];
          double d = distance(all, a, b);
          double r = 2 * g / (d + Math.sqrt(d * d + 2 * certified.hessianBound(a, b) * g));
          least = r > 0 ? Math.min(least, r) : 0; // 0 at a tie, and where r is not a number
        }
      }
      return least;
    }

    private double distance(double[] all, int a, int b) {
      int m = all.length / z.length;
      double squared = 0;
      for (int j = 0; j < m; j++) {
        double difference = all[a * m + j] - all[b * m + j];
        squared += difference * difference;
      }
      return Math.sqrt(squared);
    }

    @Override
    public void close() {
      scorer.close();
      gradients.close();
    }
  }
}
