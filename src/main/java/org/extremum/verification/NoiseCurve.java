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
   * differ by nothing else. Equal rows get equal noise. 2·l·m FLOPs for each sample and radius.
   *
   * @param network with the samples' essences
   * @param radii in D_s, not negative
   * @param seed of the noise
   */
  public record Measuring(Network network, double[] radii, long seed)
      implements Accumulator<NoiseCurve> {
    /** Coordinates disturbed at once: 8 MB of noise and as much of disturbed surfaces. */
    private static final int AT_ONCE = 1 << 20;

    @Override
    public String name() {
      return "noise";
    }

    @Override
    public long runningBytes() {
      return 2L * Double.BYTES * Math.max(AT_ONCE, network.hidden().inputs());
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
    private final Scorer scorer;
    private final long seed;
    private final NoiseCurve sum;
    private final double[] z;

    Disturbing(Measuring measuring) {
      scorer = new Scorer(measuring.network);
      seed = measuring.seed;
      sum = new NoiseCurve(measuring.radii);
      z = new double[measuring.network.essences()];
    }

    @Override
    public void add(SampleBlock block) {
      int atOnce = Math.max(1, Measuring.AT_ONCE / block.features());
      for (int start = 0; start < block.size(); start += atOnce) {
        int from = start;
        int to = Math.min(block.size(), start + atOnce);
        disturb(block.select(i -> i >= from && i < to));
      }
    }

    private void disturb(SampleBlock block) {
      double[] noise = SurfaceNoise.drawn(block, seed);
      for (int k = 0; k < sum.radii.length; k++) {
        count(k, SurfaceNoise.disturbed(block, noise, SurfaceNoise.deviation(sum.radii[k])));
      }
      sum.samples += block.size();
    }

    private void count(int k, SampleBlock disturbed) {
      Matrix scores = scorer.score(disturbed);
      for (int i = 0; i < disturbed.size(); i++) {
        scores.getColumns(i, 1, z, 0);
        sum.correct[k] += Network.argmax(z) == disturbed.essence(i) ? 1 : 0;
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
