package org.extremum.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.extremum.retraining.Discordance;

/** Whether two classifiers differ by more than chance on the same test samples. */
final class McNemar {
  private McNemar() {}

  /**
   * The samples that one of two got right alone.
   *
   * @param reference which samples one got right
   * @param other which the other did, of the same samples
   * @throws IllegalArgumentException when there are not equally many
   */
  static Discordance of(boolean[] reference, boolean[] other) {
    if (reference.length != other.length) {
      throw new IllegalArgumentException(
          "McNemar: expected " + reference.length + " test samples, got " + other.length);
    }
    long referenceOnly = 0;
    long otherOnly = 0;
    for (int i = 0; i < other.length; i++) {
      referenceOnly += reference[i] && !other[i] ? 1 : 0;
      otherOnly += other[i] && !reference[i] ? 1 : 0;
    }
    return new Discordance(other.length, referenceOnly, otherOnly);
  }

  /** Over all splits together, each of which has test samples of its own. */
  static Discordance of(
      List<Trial> reference, List<Trial> other, Function<Trial, boolean[]> right) {
    long samples = 0;
    long referenceOnly = 0;
    long otherOnly = 0;
    for (int k = 0; k < other.size(); k++) {
      Discordance one = of(right.apply(reference.get(k)), right.apply(other.get(k)));
      samples += one.samples();
      referenceOnly += one.championOnly();
      otherOnly += one.challengerOnly();
    }
    return new Discordance(samples, referenceOnly, otherOnly);
  }

  /** The exact two-sided probability, as tables have it. */
  static String inWords(Discordance pairs) {
    double p = pairs.chance();
    return p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p %.3f", p);
  }
}
