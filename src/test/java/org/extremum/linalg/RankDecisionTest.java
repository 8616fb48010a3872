package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import org.extremum.linalg.RowSpace.Verdict;
import org.junit.jupiter.api.Test;

class RankDecisionTest {
  private static final double EPSILON = Math.ulp(1.0);
  private static final double DEFAULT = RowSpaceMethod.DEFAULT_TOLERANCE;

  @Test
  void defaultCutOfSingularValuesCountsRowsOrOrderWhicheverIsMore() {
    double cut = 1000 * EPSILON;
    assertThat(factor(10, 1000, 1, Math.nextUp(cut)).rank()).isEqualTo(2);
    assertThat(factor(10, 1000, 1, cut).rank()).isEqualTo(1);
    assertThat(factor(1000, 10, 1, Math.nextUp(cut)).rank()).isEqualTo(2);
    assertThat(factor(1000, 10, 1, cut).rank()).isEqualTo(1);
  }

  @Test
  void defaultCutOfEigenvaluesIsOrderTimesEpsilon() {
    // √(4ε) is a power of two: its square carries no rounding.
    double cut = 4 * EPSILON;
    assertThat(gram(1, Math.nextUp(cut), 0, 0).rank()).isEqualTo(2);
    assertThat(gram(1, cut, 0, 0).rank()).isEqualTo(1);
  }

  @Test
  void aGapOfTenIsClearAndOneUlpLessIsNot() {
    assertThat(RankDecision.ofSingularValues(new double[] {10, 1}, 2, 2, 0.5).verdict())
        .isEqualTo(Verdict.CLEAR);
    assertThat(
            RankDecision.ofSingularValues(new double[] {Math.nextDown(10.0), 1}, 2, 2, 0.5)
                .verdict())
        .isEqualTo(Verdict.NO_SPECTRAL_GAP);
  }

  @Test
  void exactZerosBelowTheCutLeaveAFiniteGap() {
    assertThat(factor(3, 3, 1, 0.5, 0).gap()).isEqualTo(0.5 / EPSILON);
    assertThat(gram(1, 0.25, 0).gap()).isEqualTo(Math.sqrt(0.25 / EPSILON));
  }

  @Test
  void valuesThatAreZeroForWantOfRowsCountAsTheNoiseFloor() {
    assertThat(factor(50, 2, 1, 0.5).gap()).isEqualTo(0.5 / EPSILON);
  }

  @Test
  void negativeEigenvaluesShowHowLargeTheGramsNoiseIs() {
    RankDecision decision = RankDecision.ofGramEigenvalues(new double[] {1, 1e-6, -1e-7}, DEFAULT);
    assertThat(decision.rank()).isEqualTo(2);
    assertThat(decision.gap()).isEqualTo(Math.sqrt(1e-6 / 1e-7));
    assertThat(decision.verdict()).isEqualTo(Verdict.NO_SPECTRAL_GAP);
  }

  @Test
  void fullRankByTheGramMustStandClearOfAllThatNoiseMayBe() {
    double noise = 4 * EPSILON;
    assertThat(gram(1, 1, 1, 100 * noise).verdict()).isEqualTo(Verdict.CLEAR);
    assertThat(gram(1, 1, 1, 99 * noise).verdict()).isEqualTo(Verdict.NO_SPECTRAL_GAP);
    // A tolerance below what the Gram sees does not make noise clear.
    RankDecision asked = RankDecision.ofGramEigenvalues(new double[] {1, 1, 1, 1e-17}, 1e-10);
    assertThat(asked.rank()).isEqualTo(4);
    assertThat(asked.verdict()).isEqualTo(Verdict.NO_SPECTRAL_GAP);
  }

  @Test
  void fullRankByTheGramIsJudgedByNoiseAndNotByTheToleranceAsked() {
    RankDecision asked = RankDecision.ofGramEigenvalues(new double[] {1, 0.25}, 0.1);
    assertThat(asked.rank()).isEqualTo(2);
    assertThat(asked.verdict()).isEqualTo(Verdict.CLEAR);
  }

  @Test
  void onlyZerosAreAllNullSpace() {
    for (RankDecision decision :
        new RankDecision[] {factor(3, 2, 0, 0), factor(3, 0), gram(0, 0, -0.0)}) {
      assertThat(decision.rank()).isZero();
      assertThat(decision.gap()).isEqualTo(Double.POSITIVE_INFINITY);
      assertThat(decision.verdict()).isEqualTo(Verdict.CLEAR);
    }
  }

  private static RankDecision factor(int order, long rows, double... values) {
    return RankDecision.ofSingularValues(values, order, rows, DEFAULT);
  }

  private static RankDecision gram(double... eigenvalues) {
    return RankDecision.ofGramEigenvalues(eigenvalues, DEFAULT);
  }
}
