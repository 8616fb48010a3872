package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapacityTest {
  @Test
  void oneHiddenLayerGivesAnEquationForEachCoordinate() {
    Capacity capacity = new Capacity(List.of(3000), 61, 10);
    assertThat(capacity.equationsPerSample()).isEqualTo(61);
    assertThat(capacity.rankBound(20)).isEqualTo(1220);
    assertThat(capacity.rankBound(100)).isEqualTo(3000);
    assertThat(capacity.widthForNullSpace(20)).isEqualTo(1221);
    assertThat(capacity.widthForEveryLabelling(20)).isEqualTo(1240);
    assertThat(capacity.mostCentres()).isEqualTo(48);
    assertThat(capacity.suggestedCentres()).isEqualTo(24);
  }

  @Test
  void aNarrowEarlierLayerCutsTheEquations() {
    assertThat(new Capacity(List.of(5, 40, 900), 30, 2).equationsPerSample()).isEqualTo(5);
    assertThat(new Capacity(List.of(40, 5, 900), 30, 2).equationsPerSample()).isEqualTo(5);
    assertThat(new Capacity(List.of(40, 5), 30, 2).equationsPerSample()).isEqualTo(30);
  }

  @Test
  void promotionLeavesFreedomToPolarize() {
    Capacity capacity = new Capacity(List.of(100), 4, 3);
    assertThat(capacity.promotable(40, 10)).isEqualTo(10); // (100 - 40 - 10)/5
    assertThat(capacity.promotable(40, 11)).isEqualTo(9);
    assertThat(capacity.promotable(90, 10)).isZero();
    assertThat(capacity.promotable(100, 30)).isZero();
    // Each promoted sample takes r of the rank at most, and counts itself: 40 + 40 + 20 = 100.
    assertThat(40 + 4 * capacity.promotable(40, 10) + 10 + capacity.promotable(40, 10))
        .isLessThanOrEqualTo(100);
  }

  @Test
  void everyEssenceHasACentreHoweverSmallTheLayer() {
    assertThat(new Capacity(List.of(10), 61, 10).suggestedCentres()).isEqualTo(10);
  }

  @Test
  void suggestedArchitecturesHoldTheCentres() {
    Capacity tooSmall = new Capacity(List.of(50), 30, 2);
    List<Capacity> suited = tooSmall.architectures(40);
    assertThat(suited).hasSize(2);
    assertThat(suited.get(0).widths()).containsExactly(40 * 31);
    assertThat(suited.get(1).widths()).containsExactly(15, 40 * 16);
    for (Capacity capacity : suited) {
      assertThat(capacity.mostCentres()).isGreaterThanOrEqualTo(40);
      assertThat(capacity.width()).isEqualTo(capacity.widthForEveryLabelling(40));
    }
    assertThat(suited.get(0).parameters()).isEqualTo(1240L * 31 + 2 * 1241);
    assertThat(tooSmall.advice(40)).contains("hiddenLayers=[1240]", "[15,640]", "parameters");
  }

  /** hiddenLayers has a bound, and what is advised must be allowed. */
  @Test
  void noLayerIsAdvisedThatIsTooWideForTheOption() {
    int widest = 65_535;
    Capacity digits = new Capacity(List.of(100), 61, 10);
    assertThat(digits.architectures(widest / 62)).hasSize(2);
    List<Capacity> trapezoid = digits.architectures(1797); // 1797·62 neurons in one layer
    assertThat(trapezoid).extracting(Capacity::widths).containsExactly(List.of(31, 1797 * 32));
    assertThat(digits.advice(1797))
        .startsWith("for any")
        .contains("[31,57504]")
        .doesNotContain(" or ");
    List<Capacity> narrower = digits.architectures(3000); // 3000·32 with the usual narrow layer
    assertThat(narrower).extracting(Capacity::widths).containsExactly(List.of(20, 3000 * 21));
    assertThat(narrower.get(0).mostCentres()).isGreaterThanOrEqualTo(3000);
    TrainingOptions.of(Map.of("hiddenLayers", List.of(20L, 3000L * 21)));
    assertThat(digits.architectures(widest / 3)).hasSize(1);
    assertThat(digits.architectures(widest / 3 + 1)).isEmpty();
    assertThat(digits.advice(60_000)).contains("at most 65535 neurons", "at most 21845 central");
  }
}
