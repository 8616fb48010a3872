package org.extremum.retraining;

import java.util.Arrays;
import org.extremum.linalg.Matrix;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.SampleBlock;

/**
 * Raw outputs of two networks for the same samples. Where they differ in their output layer alone,
 * which is so on all nights but those of a redraw, the hidden layers are passed once. One thread.
 */
final class SideBySide implements AutoCloseable {
  private final Network challenger;
  private final Network champion; // null: there is none
  private final Scorer first; // of the challenger, or of both
  private final Scorer second; // of the champion; null where the first does it
  private Matrix challengers;
  private Matrix champions; // rows below those of the challenger where both are in one

  /**
   * @param champion null where there is none
   */
  SideBySide(Network champion, Network challenger) {
    this.challenger = challenger;
    this.champion = champion;
    boolean alike =
        champion != null
            && champion.hidden() == challenger.hidden()
            && champion.standardiser() == challenger.standardiser();
    this.first =
        new Scorer(
            alike
                ? challenger.withOutput(stacked(challenger.output(), champion.output()))
                : challenger);
    this.second = champion == null || alike ? null : new Scorer(champion);
  }

  /** The rows of both layers, the first one's first. Weights are stored by columns. */
  private static Layer stacked(Layer upper, Layer lower) {
    int rows = upper.outputs() + lower.outputs();
    double[] weights = new double[rows * upper.inputs()];
    for (int k = 0; k < upper.inputs(); k++) {
      System.arraycopy(upper.weights(), k * upper.outputs(), weights, k * rows, upper.outputs());
      System.arraycopy(
          lower.weights(),
          k * lower.outputs(),
          weights,
          k * rows + upper.outputs(),
          lower.outputs());
    }
    double[] biases = Arrays.copyOf(upper.biases(), rows);
    System.arraycopy(lower.biases(), 0, biases, upper.outputs(), lower.outputs());
    return new Layer(rows, upper.inputs(), weights, biases);
  }

  /**
   * Passes a block through both.
   *
   * @param block not standardised, not modified
   */
  void score(SampleBlock block) {
    challengers = first.score(block.standardised(challenger.standardiser()));
    if (champion != null) {
      champions =
          second == null ? challengers : second.score(block.standardised(champion.standardiser()));
    }
  }

  /** Outputs of the challenger for a sample of the block scored last. */
  void challenger(int sample, double[] z) {
    for (int v = 0; v < z.length; v++) {
      z[v] = challengers.get(v, sample);
    }
  }

  /** Outputs of the champion for it. */
  void champion(int sample, double[] z) {
    int above = second == null ? challenger.essences() : 0;
    for (int v = 0; v < z.length; v++) {
      z[v] = champions.get(above + v, sample);
    }
  }

  @Override
  public void close() {
    first.close();
    if (second != null) {
      second.close();
    }
  }
}
