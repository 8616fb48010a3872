package org.extremum.polarization;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.extremum.network.Network;

/**
 * Losses of several candidates on the same samples, kept sample by sample: whether two candidates
 * differ is told by the spread of the differences, which is far below that of the losses, since a
 * hard sample is hard for all.
 */
public final class CandidateLosses {
  private final double[][] losses; // C × N
  private final double[] weights; // N
  private final double weight; // Σω

  private CandidateLosses(double[][] losses, OutputScores samples) {
    this(losses, IntStream.range(0, samples.samples()).mapToDouble(samples::weight).toArray());
  }

  private CandidateLosses(double[][] losses, double[] weights) {
    this.losses = losses;
    this.weights = weights;
    this.weight = IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum();
  }

  /**
   * The losses of these candidates and of others after them.
   *
   * @param others on the same samples in the same order; not copied
   * @throws IllegalArgumentException when they are of other samples by number or weights
   */
  public CandidateLosses and(CandidateLosses others) {
    if (!Arrays.equals(weights, others.weights)) {
      throw new IllegalArgumentException(
          "losses: expected those of the same "
              + weights.length
              + " samples, got "
              + others.weights.length
              + " others");
    }
    double[][] all = Arrays.copyOf(losses, losses.length + others.losses.length);
    System.arraycopy(others.losses, 0, all, losses.length, others.losses.length);
    return new CandidateLosses(all, weights);
  }

  /**
   * κ of each candidate ({@link Scale#fit}), on all cores: V exponentials a sample, a hundred times
   * for each candidate.
   */
  public static double[] scales(List<OutputScores> candidates) {
    return candidates.parallelStream().mapToDouble(Scale::fit).toArray();
  }

  /** -log p_y at each candidate's own κ. */
  public static CandidateLosses logLosses(List<OutputScores> candidates, double[] kappas) {
    double[][] losses =
        IntStream.range(0, candidates.size())
            .parallel()
            .mapToObj(c -> logLosses(candidates.get(c), kappas[c]))
            .toArray(double[][]::new);
    return new CandidateLosses(losses, candidates.get(0));
  }

  private static double[] logLosses(OutputScores scores, double kappa) {
    double[] log = new double[scores.outputs()];
    double[] losses = new double[scores.samples()];
    for (int i = 0; i < losses.length; i++) {
      for (int v = 0; v < log.length; v++) {
        log[v] = kappa * scores.z(i, v);
      }
      scores.activation().logProbabilities(log);
      losses[i] = -log[scores.essence(i)];
    }
    return losses;
  }

  /** 1 for a sample that is told wrongly, else 0. */
  public static CandidateLosses errors(List<OutputScores> candidates) {
    double[][] losses = candidates.stream().map(CandidateLosses::errors).toArray(double[][]::new);
    return new CandidateLosses(losses, candidates.get(0));
  }

  private static double[] errors(OutputScores scores) {
    double[] z = new double[scores.outputs()];
    double[] errors = new double[scores.samples()];
    for (int i = 0; i < errors.length; i++) {
      for (int v = 0; v < z.length; v++) {
        z[v] = scores.z(i, v);
      }
      errors[i] = Network.argmax(z) == scores.essence(i) ? 0 : 1;
    }
    return errors;
  }

  /** Weighted mean loss of a candidate. */
  public double mean(int candidate) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * losses[candidate][i];
    }
    return sum / weight;
  }

  /** Weighted mean of the losses by which a candidate exceeds another one. */
  public double excess(int candidate, int other) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * (losses[candidate][i] - losses[other][i]);
    }
    return sum / weight;
  }

  /**
   * Standard error of {@link #excess}: √(n/(n-1)·Σω²(d - d̄)²)/Σω of the differences d. NaN for one
   * sample.
   */
  public double standardError(int candidate, int other) {
    double mean = excess(candidate, other);
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double d = weights[i] * (losses[candidate][i] - losses[other][i] - mean);
      sum += d * d;
    }
    double n = weights.length;
    return Math.sqrt(n / (n - 1) * sum) / weight;
  }
}
