package org.extremum.retraining;

import java.io.Serializable;
import java.util.Optional;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;

/**
 * Champion and challenger side by side on the same samples, the holdout. The champion may be from
 * before some essences came: samples of those count as wrong for it.
 */
public final class Holdout implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] samples; // V of the challenger
  private final Evaluation challenger;
  private final Tally champion; // null where there is none
  private final Conditions conditions;
  private long championOnly;
  private long challengerOnly;

  /** Of no samples yet; the networks are not kept. */
  Holdout(Network champion, Network challenger, Conditions conditions) {
    this.samples = new long[challenger.essences()];
    this.challenger = new Evaluation(challenger);
    this.champion =
        champion == null ? null : new Tally(challenger.essences(), champion.outputActivation());
    this.conditions = conditions;
  }

  /**
   * Takes in one sample.
   *
   * @param z outputs of the challenger, overwritten
   * @param old outputs of the champion, overwritten; of no matter where there is none
   */
  void add(double[] z, double[] old, int essence, double omega) {
    samples[essence]++;
    boolean right = challenger.add(z, essence, omega, conditions);
    if (champion != null) {
      boolean oldRight = champion.add(old, essence, omega);
      championOnly += oldRight && !right ? 1 : 0;
      challengerOnly += right && !oldRight ? 1 : 0;
    }
  }

  /** Of the challenger. */
  public Figures challenger() {
    return Figures.of(challenger);
  }

  /** Of the challenger, with all that is to be known of it. */
  public Evaluation evaluation() {
    return challenger;
  }

  /**
   * Of the champion, over the challenger's essences; its log-loss is over the samples of essences
   * that it knows. Empty where there is none.
   */
  public Optional<Figures> champion() {
    return Optional.ofNullable(champion).map(tally -> tally.figures(samples));
  }

  /** On how many samples they differ; empty without a champion. */
  public Optional<Discordance> discordance() {
    return champion()
        .map(figures -> new Discordance(challenger.samples(), championOnly, challengerOnly));
  }

  private Holdout add(Holdout other) {
    for (int v = 0; v < samples.length; v++) {
      samples[v] += other.samples[v];
    }
    challenger.add(other.challenger);
    if (champion != null) {
      champion.add(other.champion);
    }
    championOnly += other.championOnly;
    challengerOnly += other.challengerOnly;
    return this;
  }

  /** What one network gets right. */
  private static final class Tally implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] correct;
    private final OutputActivation activation;
    private double weight; // of the samples of known essences
    private double logLossSum;

    Tally(int essences, OutputActivation activation) {
      this.correct = new long[essences];
      this.activation = activation;
    }

    /** One sample; whether it is right. */
    boolean add(double[] z, int essence, double omega) {
      if (essence >= z.length) {
        return false;
      }
      boolean right = Network.argmax(z) == essence;
      correct[essence] += right ? 1 : 0;
      activation.logProbabilities(z);
      weight += omega;
      logLossSum -= omega * z[essence];
      return right;
    }

    void add(Tally other) {
      for (int v = 0; v < correct.length; v++) {
        correct[v] += other.correct[v];
      }
      weight += other.weight;
      logLossSum += other.logLossSum;
    }

    Figures figures(long[] samples) {
      return new Figures(samples, correct, logLossSum / weight);
    }
  }

  /**
   * Judges both networks, each in coordinates of its own standardiser: 2·l·(m + V) FLOPs for each
   * sample and network with one hidden layer of l; for both at once where they have the very same
   * hidden layers.
   *
   * @param champion null where there is none
   * @param challenger knows all essences of the samples; the champion knows the first of these
   * @param conditions that the challenger's outputs are looked at by
   */
  public record Judging(Network champion, Network challenger, Conditions conditions)
      implements Accumulator<Holdout> {
    /**
     * @throws IllegalArgumentException when the networks are not for the same features, or the
     *     champion knows essences that the challenger does not
     */
    public Judging {
      if (champion != null
          && (champion.inputFeatures() != challenger.inputFeatures()
              || champion.essences() > challenger.essences())) {
        throw new IllegalArgumentException(
            "challenger: expected "
                + champion.inputFeatures()
                + " features and at least "
                + champion.essences()
                + " essences, got "
                + challenger.inputFeatures()
                + " and "
                + challenger.essences());
      }
    }

    @Override
    public String name() {
      return "holdout";
    }

    @Override
    public Running<Holdout> begin() {
      return new Pass();
    }

    @Override
    public Holdout merge(Holdout left, Holdout right) {
      return left.add(right);
    }

    private final class Pass implements Running<Holdout> {
      private final Holdout sum = new Holdout(champion, challenger, conditions);
      private final SideBySide outputs = new SideBySide(champion, challenger);
      private final double[] z = new double[challenger.essences()];
      private final double[] old = new double[champion == null ? 0 : champion.essences()];

      /**
       * {@inheritDoc}
       *
       * @param block not standardised
       */
      @Override
      public void add(SampleBlock block) {
        outputs.score(block);
        for (int i = 0; i < block.size(); i++) {
          outputs.challenger(i, z);
          if (champion != null) {
            outputs.champion(i, old);
          }
          sum.add(z, old, block.essence(i), block.weight(i));
        }
      }

      @Override
      public Holdout finish() {
        return sum;
      }

      @Override
      public void close() {
        outputs.close();
      }
    }
  }
}
