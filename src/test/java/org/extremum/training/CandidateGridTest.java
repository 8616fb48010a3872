package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.network.OutputActivation;
import org.extremum.polarization.CandidateLosses;
import org.extremum.polarization.OutputScores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a larger λ is tried, by errors that are made up. */
class CandidateGridTest {
  private static final int SAMPLES = 100;
  private static final TrainingOptions OPTIONS = TrainingOptions.of(Map.of("gamma", 0.6));

  /** A candidate that is wrong on samples {@code from} to {@code to} - 1. */
  private static OutputScores wrongOn(int from, int to) {
    double[][] z =
        IntStream.range(0, SAMPLES)
            .mapToObj(i -> i >= from && i < to ? new double[] {0, 1} : new double[] {1, 0})
            .toArray(double[][]::new);
    double[] ones = IntStream.range(0, SAMPLES).mapToDouble(i -> 1).toArray();
    return OutputScores.of(z, new int[SAMPLES], ones, OutputActivation.SOFTMAX);
  }

  private static Trials trials(boolean noisy, OutputScores... scores) {
    HiddenDraw draw = new HiddenDraw(List.of(40), 4, 4);
    List<Trial> all =
        IntStream.range(0, scores.length)
            .mapToObj(
                c -> {
                  Candidate penalty = new Candidate(0.6, Math.pow(10, c - 3));
                  return new Trial(draw, penalty, true, 1, 0.5, 0.9);
                })
            .toList();
    return new Trials(all, CandidateLosses.errors(List.of(scores)), noisy, SAMPLES);
  }

  /** The difference of 10 and 11 errors of which 9 are the same has a standard error of 1.7. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneMoreErrorByChanceDoesNotEndTheWay(boolean noisy) {
    Trials trials = trials(noisy, wrongOn(0, 12), wrongOn(0, 10), wrongOn(1, 12));
    assertThat(CandidateGrid.further(OPTIONS, trials)).containsExactly(new Candidate(0.6, 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void moreThanChanceDoes(boolean noisy) {
    Trials trials = trials(noisy, wrongOn(0, 12), wrongOn(0, 10), wrongOn(0, 20));
    assertThat(CandidateGrid.further(OPTIONS, trials)).isEmpty();
  }

  /** The way goes on, the choice stays as it was: under noise only equals are tied. */
  @Test
  void ofTheTriedTheLeastErrorsAreTaken() {
    Trials trials = trials(true, wrongOn(0, 12), wrongOn(0, 10), wrongOn(1, 12));
    assertThat(new Selection(trials).chosen()).isEqualTo(1);
  }
}
