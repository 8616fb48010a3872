package org.extremum.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One verification round (method.md 8): what was solved for, and what the other samples said to it.
 *
 * @param u the layer from which on weights were updated, n for the output layer alone
 * @param centres central samples
 * @param rank of the centres' gradient equations
 * @param nullity what they leave of the last hidden layer
 * @param gap of the spectrum at the cut
 * @param verified other samples for which the condition holds
 * @param failed other samples for which it does not
 * @param promoted of these, how many become central
 * @param outcome how the round ended
 * @param seconds it took
 */
record Round(
    int u,
    long centres,
    int rank,
    int nullity,
    double gap,
    long verified,
    long failed,
    int promoted,
    Outcome outcome,
    double seconds) {
  private static final int NUMBERS = 9;

  /** For the manifest. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("u", u);
    map.put("centres", centres);
    map.put("rank", rank);
    map.put("nullity", nullity);
    map.put("gap", gap);
    map.put("verified", verified);
    map.put("failed", failed);
    map.put("promoted", promoted);
    map.put("outcome", outcome.name());
    map.put("seconds", seconds);
    return map;
  }

  /** The progress line. */
  String inWords(int number) {
    return String.format(
        Locale.ROOT,
        "round %d: %d centres, rank %d, nullity %d, gap %.2g, %d verified, %d failed, %d promoted,"
            + " %.1f s",
        number,
        centres,
        rank,
        nullity,
        gap,
        verified,
        failed,
        promoted,
        seconds);
  }

  /** All numbers of the rounds, one after the other, for a checkpoint. */
  static double[] numbers(List<Round> rounds) {
    double[] numbers = new double[NUMBERS * rounds.size()];
    int to = 0;
    for (Round round : rounds) {
      double[] row = {
        round.u,
        round.centres,
        round.rank,
        round.nullity,
        round.gap,
        round.verified,
        round.failed,
        round.promoted,
        round.seconds
      };
      System.arraycopy(row, 0, numbers, to, NUMBERS);
      to += NUMBERS;
    }
    return numbers;
  }

  /** Undoes {@link #numbers}; every round but the last of a training goes on. */
  static List<Round> of(double[] numbers) {
    List<Round> rounds = new ArrayList<>();
    for (int from = 0; from < numbers.length; from += NUMBERS) {
      rounds.add(
          new Round(
              (int) numbers[from],
              (long) numbers[from + 1],
              (int) numbers[from + 2],
              (int) numbers[from + 3],
              numbers[from + 4],
              (long) numbers[from + 5],
              (long) numbers[from + 6],
              (int) numbers[from + 7],
              Outcome.PROMOTED,
              numbers[from + 8]));
    }
    return rounds;
  }
}
