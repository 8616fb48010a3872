package org.extremum.verification;

import java.io.Serializable;
import java.util.Arrays;
import org.extremum.linalg.Matrix;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.network.Scorer;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/** Counts and sums of a network's outputs against the essences of samples. */
public final class Evaluation implements Serializable {
  private static final long serialVersionUID = 1L;

  private final OutputActivation activation;
  private final long[][] confusion; // V × V: [essence][predicted]
  private final Calibration calibration = new Calibration();
  private long samples;
  private double weight;
  private double correctWeight;
  private double logLossSum;
  private long ideal;
  private long half;
  private long weakened;

  /** Of no samples yet. */
  public Evaluation(Network network) {
    activation = network.outputActivation();
    confusion = new long[network.essences()][network.essences()];
  }

  public long samples() {
    return samples;
  }

  /** Share of samples whose essence is the predicted one; NaN without samples. */
  public double accuracy() {
    long correct = 0;
    for (int v = 0; v < confusion.length; v++) {
      correct += confusion[v][v];
    }
    return (double) correct / samples;
  }

  /** The same by weight. */
  public double weightedAccuracy() {
    return correctWeight / weight;
  }

  /** Weighted mean of -log probability of the own essence. */
  public double logLoss() {
    return logLossSum / weight;
  }

  /**
   * The expected calibration error in [0, 1]: the weighted mean distance of the predicted essence's
   * probability from the share that is right, over 15 ranges of equal width of that probability.
   * What it measures is how far degrees of certainty can be taken for shares on samples like these;
   * it does not make them probabilities (paper §5.5).
   */
  public double calibrationError() {
    return calibration.expectedError();
  }

  /** Samples counted by essence (row) and prediction (column); not to be modified. */
  public long[][] confusion() {
    return confusion;
  }

  /** Samples of an essence. */
  public long samples(int essence) {
    return Arrays.stream(confusion[essence]).sum();
  }

  /** Of the samples predicted to be of an essence, the share that is; NaN where there is none. */
  public double precision(int essence) {
    return (double) confusion[essence][essence] / predicted(essence);
  }

  /** Of the samples of an essence, the share predicted to be; NaN where there is none. */
  public double recall(int essence) {
    return (double) confusion[essence][essence] / samples(essence);
  }

  /**
   * The harmonic mean of precision and recall, 2·both/(of it + predicted as it); 0 where either is
   * 0; NaN where no sample is of the essence and none was predicted to be.
   */
  public double f1(int essence) {
    return 2.0 * confusion[essence][essence] / (samples(essence) + predicted(essence));
  }

  private long predicted(int essence) {
    return Arrays.stream(confusion).mapToLong(row -> row[essence]).sum();
  }

  /** Share of samples with the ideal condition. */
  public double idealShare() {
    return (double) ideal / samples;
  }

  /** Share of samples with the own output above a half and all others below. */
  public double halfShare() {
    return (double) half / samples;
  }

  /** Share of samples with the weakened condition. */
  public double weakenedShare() {
    return (double) weakened / samples;
  }

  /**
   * Takes in one sample.
   *
   * @param z raw outputs, overwritten
   * @return whether the essence is the predicted one
   */
  public boolean add(double[] z, int essence, double omega, Conditions conditions) {
    int predicted = Network.argmax(z);
    samples++;
    weight += omega;
    confusion[essence][predicted]++;
    correctWeight += predicted == essence ? omega : 0;
    ideal += conditions.ideal(activation, z, essence) ? 1 : 0;
    half += Conditions.half(activation, z, essence) ? 1 : 0;
    activation.logProbabilities(z);
    weakened += conditions.weakened(z, essence) ? 1 : 0;
    logLossSum -= omega * z[essence];
    calibration.add(Math.exp(z[predicted]), predicted == essence, omega);
    return predicted == essence;
  }

  /** Takes in what another of the same network has seen. */
  public Evaluation add(Evaluation other) {
    for (int v = 0; v < confusion.length; v++) {
      for (int q = 0; q < confusion.length; q++) {
        confusion[v][q] += other.confusion[v][q];
      }
    }
    samples += other.samples;
    weight += other.weight;
    correctWeight += other.correctWeight;
    logLossSum += other.logLossSum;
    ideal += other.ideal;
    half += other.half;
    weakened += other.weakened;
    calibration.add(other.calibration);
    return this;
  }

  /**
   * Scores samples in standardised coordinates, with essences known to the network. One pass of
   * 2·l·m FLOPs for each sample.
   */
  public record Scoring(Network network, Conditions conditions) implements Accumulator<Evaluation> {
    @Override
    public String name() {
      return "evaluation";
    }

    @Override
    public Running<Evaluation> begin() {
      Evaluation sum = new Evaluation(network);
      Scorer scorer = new Scorer(network);
      return new Running<>() {
        private final double[] z = new double[network.essences()];

        @Override
        public void add(SampleBlock block) {
          Matrix scores = scorer.score(block);
          for (int i = 0; i < block.size(); i++) {
            scores.getColumns(i, 1, z, 0);
            sum.add(z, block.essence(i), block.weight(i), conditions);
          }
        }

        @Override
        public Evaluation finish() {
          return sum;
        }

        @Override
        public void close() {
          scorer.close();
        }
      };
    }

    @Override
    public Evaluation merge(Evaluation left, Evaluation right) {
      return left.add(right);
    }
  }
}
