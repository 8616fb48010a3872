package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Promotion by floor, gain and recall guard: each at its edge, with its reason. */
class GateTest {
  private static final List<String> LABELS = List.of("a", "b");

  private static Figures figures(long[] samples, long... correct) {
    return new Figures(samples, correct, 0.25);
  }

  private static long[] hundred() {
    return new long[] {50, 50};
  }

  private static Decision decide(Gate gate, Figures champion, Figures challenger) {
    return gate.decide(champion, challenger, LABELS);
  }

  @Test
  void theFirstHasToReachTheFloorOnly() {
    Figures ninety = figures(hundred(), 45, 45);
    assertThat(decide(new Gate(0.9, 0.5, 0), null, ninety).promoted()).isTrue();
    assertThat(decide(new Gate(Math.nextDown(0.9), 0.5, 0), null, ninety).promoted()).isTrue();
    Decision below = decide(new Gate(Math.nextUp(0.9), 0.5, 0), null, ninety);
    assertThat(below.promoted()).isFalse();
    assertThat(below.line())
        .startsWith("not promoted: accuracy 90.00 % is below minAccuracy 90.00 %")
        .contains("no champion before");
    assertThat(below.reasons()).hasSize(1);
    assertThat(below.passedOver()).isEmpty();
  }

  @Test
  void theFloorHoldsForAChallengerThatGains() {
    Gate gate = new Gate(0.8, 0, 1);
    Decision decision = decide(gate, figures(hundred(), 20, 20), figures(hundred(), 39, 40));
    assertThat(decision.promoted()).isFalse();
    assertThat(decision.line()).contains("79.00 % is below minAccuracy 80.00 %");
  }

  @Test
  void aGainOfExactlyWhatIsAskedPromotes() {
    // 0.07 · 100 is more than 7 in floating point; 7 / 100 is 0.07.
    Figures champion = figures(hundred(), 40, 40);
    Figures seven = figures(hundred(), 43, 44);
    assertThat(decide(new Gate(0, 0.07, 1), champion, seven).promoted()).isTrue();
    Decision more = decide(new Gate(0, Math.nextUp(0.07), 1), champion, seven);
    assertThat(more.promoted()).isFalse();
    assertThat(more.line()).startsWith("not promoted: gain 7.00 points is below minGain 7.00");
  }

  @Test
  void anEqualChallengerPromotesUnlessAGainIsAsked() {
    Figures same = figures(hundred(), 40, 41);
    assertThat(decide(new Gate(0, 0, 0), same, same).promoted()).isTrue();
    assertThat(decide(new Gate(0, Double.MIN_VALUE, 0), same, same).promoted()).isFalse();
  }

  @Test
  void aNegativeGainLetsAChallengerBeAsMuchWorse() {
    Figures champion = figures(hundred(), 40, 40);
    Figures worse = figures(hundred(), 39, 40);
    assertThat(decide(new Gate(0, -0.01, 1), champion, worse).promoted()).isTrue();
    assertThat(decide(new Gate(0, Math.nextUp(-0.01), 1), champion, worse).promoted()).isFalse();
  }

  @Test
  void oneClassThatFallsTooFarRefusesAGainInAll() {
    long[] samples = {100, 900};
    Figures champion = figures(samples, 90, 700);
    Figures atTheEdge = figures(samples, 85, 800);
    Figures beyond = figures(samples, 84, 900);
    Gate gate = new Gate(0, 0, 0.05);
    assertThat(decide(gate, champion, atTheEdge).promoted()).isTrue();
    Decision refused = decide(gate, champion, beyond);
    assertThat(refused.promoted()).isFalse();
    assertThat(refused.line())
        .startsWith(
            "not promoted: recall of 'a' changes by -6.00 points, more than maxRecallLoss 5.00")
        .contains("gain 19.40 points");
    assertThat(decide(new Gate(0, 0, 1), champion, beyond).promoted()).isTrue();
  }

  @Test
  void classesOfFewRowsArePassedOverAndNamed() {
    Gate gate = new Gate(0, 0, 0.05);
    Decision few =
        decide(gate, figures(new long[] {19, 900}, 19, 700), figures(new long[] {19, 900}, 0, 800));
    assertThat(few.promoted()).isTrue();
    assertThat(few.passedOver()).containsExactly("a (19 rows)");
    assertThat(few.line()).contains("recall not guarded: a (19 rows)");
    Decision enough =
        decide(gate, figures(new long[] {20, 900}, 20, 700), figures(new long[] {20, 900}, 0, 800));
    assertThat(enough.promoted()).isFalse();
    assertThat(enough.passedOver()).isEmpty();
  }

  @Test
  void aHoldoutWithoutRowsPromotesNothing() {
    Figures nothing = figures(new long[2], 0, 0);
    for (Figures champion : new Figures[] {null, nothing}) {
      Decision decision = decide(new Gate(0, 0, 1), champion, nothing);
      assertThat(decision.promoted()).isFalse();
      assertThat(decision.line()).contains("the holdout has no rows");
    }
  }

  @Test
  void theManifestHasEveryReasonWithItsNumbers() {
    Decision decision =
        decide(new Gate(0.5, 0.01, 0.05), figures(hundred(), 40, 41), figures(hundred(), 36, 50));
    Map<String, Object> map = decision.toMap();
    assertThat(map)
        .containsEntry("promoted", false)
        .containsEntry("samples", 100L)
        .doesNotContainKey("difference");
    assertThat((Map<?, ?>) map.get("champion")).isEqualTo(Map.of("accuracy", 0.81, "logLoss", .25));
    List<?> reasons = (List<?>) map.get("reasons");
    assertThat(reasons).hasSize(4);
    assertThat((Map<?, ?>) reasons.get(2))
        .isEqualTo(
            Map.of(
                "threshold",
                "maxRecallLoss",
                "label",
                "a",
                "value",
                0.08,
                "limit",
                0.05,
                "holds",
                false,
                "text",
                "recall of 'a' changes by -8.00 points, more than maxRecallLoss 5.00 points"));
    assertThat((Map<?, ?>) reasons.get(3)).extracting("value").isEqualTo(-0.18);
  }

  @Test
  void thresholdsOutOfRangeAndFiguresOfAnotherHoldoutAreRefused() {
    assertThatThrownBy(() -> new Gate(1.1, 0, 0)).hasMessageContaining("minAccuracy: expected 0");
    assertThatThrownBy(() -> new Gate(0, Double.NaN, 0)).hasMessageContaining("minGain");
    assertThatThrownBy(() -> new Gate(0, 0, -1e-9)).hasMessageContaining("maxRecallLoss");
    assertThatThrownBy(
            () ->
                decide(
                    new Gate(0, 0, 0),
                    figures(new long[] {51, 49}, 1, 1),
                    figures(hundred(), 1, 1)))
        .hasMessageContaining("champion: expected figures of the challenger's holdout");
    assertThatThrownBy(() -> figures(hundred(), 51, 0)).hasMessageContaining("essence 0");
    assertThatThrownBy(() -> new Gate(0, 0, 0).decide(null, figures(hundred(), 1, 1), List.of("a")))
        .hasMessageContaining("labels: expected 2, got 1");
  }

  @Test
  void discordanceIsMcNemars() {
    Discordance pairs = new Discordance(1000, 5, 15);
    assertThat(pairs.gain()).isEqualTo(0.01);
    // Variance of the mean of 15 ones, 5 minus ones and 980 zeros.
    double variance = (20 - 1000 * 0.01 * 0.01) / 1000 / 1000;
    assertThat(pairs.standardError()).isCloseTo(Math.sqrt(variance), within(1e-15));
    // 2·(1 + 20 + 190 + 1140 + 4845 + 15504)/2^20
    assertThat(pairs.chance()).isCloseTo(2 * 21700 / 1048576.0, within(1e-12));
    assertThat(new Discordance(1000, 15, 5).chance()).isEqualTo(pairs.chance());
    assertThat(new Discordance(1000, 10, 10).chance()).isEqualTo(1);
    assertThat(new Discordance(1000, 0, 0).chance()).isEqualTo(1);
    assertThat(new Discordance(1_000_000, 20_000, 21_000).chance()).isBetween(1e-7, 1e-5);
  }
}
