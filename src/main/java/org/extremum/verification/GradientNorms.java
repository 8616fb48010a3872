package org.extremum.verification;

import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.SampleBlock;

/**
 * ‖∇_x z_v‖ at the samples of a block, in standardised coordinates: how fast an output changes
 * there, 0 at an extremum (method.md 2). One thread; close it to release its buffers.
 */
public final class GradientNorms implements AutoCloseable {
  private final int essences;
  private final Scorer scorer;
  private final OutputGradients gradients;

  public GradientNorms(Network network) {
    this.essences = network.essences();
    this.scorer = new Scorer(network);
    this.gradients = new OutputGradients(network);
  }

  /**
   * The norms of one output each; 2·V·l·m FLOPs for each sample with one hidden layer.
   *
   * @param standardised surfaces in standardised coordinates, not modified
   * @param outputs v for each sample
   */
  public double[] of(SampleBlock standardised, int[] outputs) {
    double[] norms = new double[standardised.size()];
    scorer.score(standardised, true);
    gradients.forEach(
        scorer.forward(),
        standardised.size(),
        (i, all) -> norms[i] = Math.sqrt(OutputGradients.squaredNorm(all, outputs[i], essences)));
    return norms;
  }

  @Override
  public void close() {
    scorer.close();
    gradients.close();
  }
}
