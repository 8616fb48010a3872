package org.extremum.polarization;

import java.io.Serializable;
import java.util.Arrays;
import org.extremum.linalg.Matrix;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.network.Scorer;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/** Raw outputs of a modest number of samples, brought to the driver to fit one scalar. */
public final class OutputScores implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int outputs;
  private final OutputActivation activation;
  private double[] z = new double[0]; // V values a sample
  private int[] essences = new int[0];
  private double[] weights = new double[0];
  private int samples;

  OutputScores(int outputs, OutputActivation activation) {
    this.outputs = outputs;
    this.activation = activation;
  }

  /** Scores given directly: {@code z[i]} are sample i's outputs. */
  public static OutputScores of(
      double[][] z, int[] essences, double[] weights, OutputActivation activation) {
    OutputScores scores = new OutputScores(z[0].length, activation);
    for (int i = 0; i < z.length; i++) {
      scores.append(z[i], essences[i], weights[i]);
    }
    return scores;
  }

  public int samples() {
    return samples;
  }

  public int outputs() {
    return outputs;
  }

  /** What makes probabilities of these outputs. */
  OutputActivation activation() {
    return activation;
  }

  int essence(int i) {
    return essences[i];
  }

  double weight(int i) {
    return weights[i];
  }

  double z(int i, int v) {
    return z[i * outputs + v];
  }

  /** Number of different essences among the samples. */
  public long essencesPresent() {
    return Arrays.stream(essences, 0, samples).distinct().count();
  }

  void append(double[] scores, int essence, double weight) {
    if (samples == essences.length) {
      int capacity = Math.max(16, 2 * samples);
      z = Arrays.copyOf(z, capacity * outputs);
      essences = Arrays.copyOf(essences, capacity);
      weights = Arrays.copyOf(weights, capacity);
    }
    System.arraycopy(scores, 0, z, samples * outputs, outputs);
    essences[samples] = essence;
    weights[samples++] = weight;
  }

  /**
   * c: the weighted mean of p_v(1-p_v) over samples and outputs at κ·z, the mean curvature of the
   * log-loss in an output (method.md 6).
   */
  public double meanCurvature(double kappa) {
    double[] p = new double[outputs];
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < samples; i++) {
      for (int v = 0; v < outputs; v++) {
        p[v] = kappa * z(i, v);
      }
      activation.toProbabilities(p);
      for (double share : p) {
        sum += weights[i] * share * (1 - share);
      }
      weight += weights[i];
    }
    return sum / (weight * outputs);
  }

  OutputScores append(OutputScores other) {
    double[] scores = new double[outputs];
    for (int i = 0; i < other.samples; i++) {
      System.arraycopy(other.z, i * outputs, scores, 0, outputs);
      append(scores, other.essences[i], other.weights[i]);
    }
    return this;
  }

  /** Gathers the scores of all samples of a store; choose a view with few enough of them. */
  public record Gathering(Network network, long expectedSamples)
      implements Accumulator<OutputScores> {
    @Override
    public String name() {
      return "scores";
    }

    @Override
    public long wireBytes() {
      return expectedSamples * (8L * network.essences() + 12);
    }

    @Override
    public Running<OutputScores> begin() {
      OutputScores scores = new OutputScores(network.essences(), network.outputActivation());
      Scorer scorer = new Scorer(network);
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          if (block.size() == 0) {
            return;
          }
          Matrix z = scorer.score(block);
          for (int i = 0; i < block.size(); i++) {
            scores.append(z.column(i), block.essence(i), block.weight(i));
          }
        }

        @Override
        public OutputScores finish() {
          return scores;
        }

        @Override
        public void close() {
          scorer.close();
        }
      };
    }

    @Override
    public OutputScores merge(OutputScores left, OutputScores right) {
      return left.append(right);
    }
  }
}
