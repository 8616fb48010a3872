package org.extremum.verification;

import java.io.Serializable;
import org.extremum.linalg.Matrix;
import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SurfaceNoise;

/**
 * Accuracy against the radius of Gaussian noise on the surfaces (§5.3). Noise of radius r in units
 * of D_s has the standard deviation σ = r/√2 in every coordinate, since E D_s² = 2σ² (method.md 6).
 */
public final class NoiseCurve implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] radii;
  private final long[] correct; // for each radius
  private long samples;

  private NoiseCurve(double[] radii) {
    this.radii = radii;
    this.correct = new long[radii.length];
  }

  /** The radii measured, in D_s; not to be modified. */
  public double[] radii() {
    return radii;
  }

  /** Samples that noise was added to. */
  public long samples() {
    return samples;
  }

  /** Share of samples whose essence is predicted under noise of the k-th radius. */
  public double accuracy(int k) {
    return (double) correct[k] / samples;
  }

  private NoiseCurve add(NoiseCurve other) {
    for (int k = 0; k < correct.length; k++) {
      correct[k] += other.correct[k];
    }
    samples += other.samples;
    return this;
  }

  /**
   * Adds noise to samples in standardised coordinates and scores them, all radii in one pass: a
   * sample's noise is drawn once, keyed by its hash, and scaled to each radius, so that the radii
   * differ by nothing else. Equal rows get equal noise. W^[1]·(x + σg) is made of W^[1]·x and
   * W^[1]·g, so that two products of 2·l·m FLOPs a sample serve all radii.
   *
   * @param network with the samples' essences
   * @param radii in D_s, not negative
   * @param seed of the noise
   */
  public record Measuring(Network network, double[] radii, long seed)
      implements Accumulator<NoiseCurve> {
    /** Coordinates, or neurons of the first layer, disturbed at once: 8 MB of each. */
    private static final int AT_ONCE = 1 << 20;

    private int widest() {
      return Math.max(network.hidden().inputs(), network.hidden().layers().get(0).outputs());
    }

    /** Samples disturbed at once. */
    private int samples() {
      return Math.max(1, AT_ONCE / widest());
    }

    @Override
    public String name() {
      return "noise";
    }

    @Override
    public long runningBytes() {
      return 4L * Double.BYTES * samples() * widest(); // noise, two products and their sum
    }

    @Override
    public Running<NoiseCurve> begin() {
      return new Disturbing(this);
    }

    @Override
    public NoiseCurve merge(NoiseCurve left, NoiseCurve right) {
      return left.add(right);
    }
  }

  private static final class Disturbing implements Accumulator.Running<NoiseCurve> {
    private final Measuring measuring;
    private final Scorer scorer;
    private final NoiseCurve sum;
    private final double[] z;
    private final double[] column;
    private final double[] noiseColumn;

    Disturbing(Measuring measuring) {
      this.measuring = measuring;
      scorer = new Scorer(measuring.network);
      sum = new NoiseCurve(measuring.radii);
      z = new double[measuring.network.essences()];
      column = new double[measuring.network.hidden().layers().get(0).outputs()];
      noiseColumn = column.clone();
    }

    @Override
    public void add(SampleBlock block) {
      int atOnce = measuring.samples();
      for (int start = 0; start < block.size(); start += atOnce) {
        int from = start;
        int to = Math.min(block.size(), start + atOnce);
        disturb(block.select(i -> i >= from && i < to));
      }
    }

    private void disturb(SampleBlock block) {
      SampleBlock noise = block.withSurfaces(SurfaceNoise.drawn(block, measuring.seed));
      try (Matrix ofBlock = scorer.forward().products(block);
          Matrix ofNoise = scorer.forward().products(noise);
          Matrix disturbed = Matrix.zeros(column.length, block.size())) {
        for (int k = 0; k < sum.radii.length; k++) {
          disturb(ofBlock, ofNoise, SurfaceNoise.deviation(sum.radii[k]), disturbed);
          count(k, block, scorer.score(block, disturbed));
        }
      }
      sum.samples += block.size();
    }

    /** into ← products + σ·noise. */
    private void disturb(Matrix products, Matrix noise, double deviation, Matrix into) {
      for (int i = 0; i < products.columns(); i++) {
        products.getColumns(i, 1, column, 0);
        noise.getColumns(i, 1, noiseColumn, 0);
        for (int j = 0; j < column.length; j++) {
          column[j] += deviation * noiseColumn[j];
        }
        into.setColumns(i, 1, column, 0);
      }
    }

    private void count(int k, SampleBlock block, Matrix scores) {
      for (int i = 0; i < block.size(); i++) {
        scores.getColumns(i, 1, z, 0);
        sum.correct[k] += Network.argmax(z) == block.essence(i) ? 1 : 0;
      }
    }

    @Override
    public NoiseCurve finish() {
      return sum;
    }

    @Override
    public void close() {
      scorer.close();
    }
  }
}
