package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.network.OutputActivation;
import org.extremum.polarization.CandidateLosses;
import org.extremum.polarization.OutputScores;
import org.junit.jupiter.api.Test;

/** Which candidate is taken (method.md 7), by losses that are made up. */
class SelectionTest {
  private static final HiddenDraw USUAL = new HiddenDraw(List.of(9, 40), 4, 4);

  private static final List<Candidate> THREE =
      List.of(new Candidate(0, 1), new Candidate(0.3, 0.1), new Candidate(0.3, 10));

  private static List<Trial> three(boolean... solved) {
    return IntStream.range(0, 3)
        .mapToObj(c -> new Trial(USUAL, THREE.get(c), solved.length == 0 || solved[c], 1, 0.5, 0.9))
        .toList();
  }

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
    return new Selection(new Trials(three(), losses, noisy, 100)).chosen();
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
            new Trials(
                three(true, true, false),
                losses(spread(0.5, 0), spread(0, 0), spread(0, 0)),
                false,
                100));
    assertThat(selection.chosen()).isEqualTo(1);
    assertThat(selection.runnerUp()).isZero();
  }

  private static Trials on(HiddenDraw draw, double... more) {
    Candidate penalty = new Candidate(0.3, 1);
    List<Trial> all =
        Arrays.stream(more).mapToObj(m -> new Trial(draw, penalty, true, 1, 0.5, 0.9)).toList();
    double[][] losses = Arrays.stream(more).mapToObj(m -> spread(m, 0.1)).toArray(double[][]::new);
    return new Trials(all, losses(losses), false, 100);
  }

  private static HiddenDraw taken(Trials... stacks) {
    return new Selection(Arrays.stream(stacks).reduce(Trials::and).orElseThrow()).taken().draw();
  }

  @Test
  void ofTiedHiddenLayersTheNarrowestThenTheMostUsualIsTaken() {
    HiddenDraw narrowSteep = new HiddenDraw(List.of(9, 20), 16, 4);
    HiddenDraw steep = new HiddenDraw(List.of(9, 40), 8, 4);
    HiddenDraw flat = new HiddenDraw(List.of(9, 40), 2, 4);
    assertThat(taken(on(USUAL, 0), on(narrowSteep, 0))).isEqualTo(narrowSteep);
    assertThat(taken(on(flat, 0), on(USUAL, 0), on(steep, 0))).isEqualTo(USUAL);
    assertThat(taken(on(steep, 0), on(flat, 0))).isEqualTo(flat);
    // All scatter alike: what is worse at all is worse for certain.
    assertThat(taken(on(USUAL, 0), on(narrowSteep, 0.005))).isEqualTo(USUAL);
    assertThat(taken(on(narrowSteep, 0.3, 0.2), on(steep, 0.1), on(flat, 0.1, 0.05)))
        .isEqualTo(flat);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Object list) {
    return (List<Map<String, Object>>) list;
  }

  @Test
  void theManifestHasTheBestOfEachHiddenStack() {
    HiddenDraw narrow = new HiddenDraw(List.of(9, 20), 4, 4);
    Trials trials = on(narrow, 0.3, 0.2).and(on(USUAL, 0.2, 0));
    Map<String, Object> map = new Selection(trials).asMap();
    List<Map<String, Object>> hidden = maps(map.get("hidden"));
    assertThat(hidden).hasSize(2);
    assertThat(hidden.get(0))
        .containsEntry("hiddenLayers", List.of(9, 20))
        .containsEntry("chosen", false);
    assertThat((Double) hidden.get(0).get("excess")).isCloseTo(0.2, within(1e-12));
    assertThat(hidden.get(1))
        .containsEntry("hiddenLayers", List.of(9, 40))
        .containsEntry("excess", 0.0)
        .containsEntry("chosen", true);
    assertThat((List<?>) map.get("candidates")).as("of the stack taken").hasSize(2);
    assertThat(maps(List.of(map.get("runnerUp"))).get(0)).containsKey("initScale");
    assertThat(new Selection(on(USUAL, 0, 1)).asMap()).doesNotContainKey("hidden");
  }

  @Test
  void lossesOnOtherSamplesAreNotCompared() {
    CandidateLosses ten = losses(new double[] {1, 2});
    CandidateLosses more = losses(new double[] {1, 2, 3});
    assertThatThrownBy(() -> ten.and(more))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the same 2 samples");
  }
}
