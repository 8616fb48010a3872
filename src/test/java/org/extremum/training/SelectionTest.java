package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.extremum.network.OutputActivation;
import org.extremum.polarization.CandidateLosses;
import org.extremum.polarization.OutputScores;
import org.junit.jupiter.api.Test;

/** Which candidate is taken (method.md 7), by losses that are made up. */
class SelectionTest {
  private static final List<Candidate> THREE =
      List.of(new Candidate(0, 1), new Candidate(0.3, 0.1), new Candidate(0.3, 10));

  private static final boolean[] ALL = {true, true, true};

  /** Two outputs with softmax: z = (d, 0) for essence 0 has the loss log(1 + e^-d). */
  private static OutputScores withLosses(double... losses) {
    double[][] z =
        Arrays.stream(losses)
            .mapToObj(loss -> new double[] {-Math.log(Math.expm1(loss)), 0})
            .toArray(double[][]::new);
    double[] ones = new double[losses.length];
    Arrays.fill(ones, 1);
    return OutputScores.of(z, new int[losses.length], ones, OutputActivation.SOFTMAX);
  }

  private static CandidateLosses losses(double[]... ofCandidates) {
    double[] ones = new double[ofCandidates.length];
    Arrays.fill(ones, 1);
    return CandidateLosses.logLosses(
        Arrays.stream(ofCandidates).map(SelectionTest::withLosses).toList(), ones);
  }

  private static int chosen(CandidateLosses losses, boolean noisy) {
    return new Selection(THREE, losses, noisy, ALL).chosen();
  }

  /** Losses 1, 3, 2, 4, 1, 3, …: their own standard error is 0.11. */
  private static double[] spread(double more, double scatter) {
    return IntStream.range(0, 100)
        .mapToDouble(i -> 1 + i % 2 * 2 + i / 2 % 2 + more + (i / 4 % 2 == 0 ? scatter : -scatter))
        .toArray();
  }

  @Test
  void theStandardErrorIsThatOfTheDifferences() {
    CandidateLosses losses = losses(spread(0, 0), spread(0.05, 0.1));
    // 100 differences of 0.15 and -0.05, 52 and 48 of each
    double mean = 0.05 + 0.1 * 4 / 100;
    double expected =
        Math.sqrt((52 * Math.pow(0.15 - mean, 2) + 48 * Math.pow(-0.05 - mean, 2)) / 99 / 100);
    assertThat(losses.excess(1, 0)).isCloseTo(mean, within(1e-12));
    assertThat(losses.standardError(1, 0)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void aCandidateWithinAStandardErrorOfTheDifferenceIsTied() {
    // Excess 0.009 with a standard error of 0.01: tied. The losses' own spread says nothing.
    assertThat(chosen(losses(spread(0, 0), spread(0.005, 0.1), spread(0.005, 0.1)), false))
        .isEqualTo(2);
    // The same excess without scatter is no tie, far below the losses' own standard error.
    assertThat(chosen(losses(spread(0, 0), spread(0.005, 0), spread(0.005, 0)), false)).isZero();
  }

  @Test
  void ofTiedOnesTheLargerGammaIsTakenThenTheLargerLambda() {
    assertThat(chosen(losses(spread(0, 0), spread(0, 0), spread(0, 0)), false)).isEqualTo(2);
    assertThat(chosen(losses(spread(0, 0), spread(0, 0), spread(1, 0)), false)).isEqualTo(1);
    assertThat(chosen(losses(spread(1, 0), spread(0, 0), spread(1, 0)), false)).isEqualTo(1);
  }

  @Test
  void underNoiseOnlyEqualsAreTied() {
    assertThat(chosen(losses(spread(0, 0), spread(0.005, 0.1), spread(0.005, 0.1)), true)).isZero();
    assertThat(chosen(losses(spread(0, 0), spread(0, 0), spread(0, 0)), true)).isEqualTo(2);
  }

  @Test
  void whatCouldNotBeSolvedIsNotTaken() {
    Selection selection =
        new Selection(
            THREE,
            losses(spread(0.5, 0), spread(0, 0), spread(0, 0)),
            false,
            new boolean[] {true, true, false});
    assertThat(selection.chosen()).isEqualTo(1);
    assertThat(selection.runnerUp()).isZero();
  }
}
