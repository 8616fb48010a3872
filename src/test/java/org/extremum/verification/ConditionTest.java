package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.extremum.network.OutputActivation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionTest {
  private static final Conditions THRESHOLDS = new Conditions(0.3, 0.6, 0.45);

  private static Condition of(String name) {
    return Condition.named(name, OutputActivation.SIGMOID, THRESHOLDS);
  }

  @Test
  void chosenByTheOptionsName() {
    for (String name : new String[] {"argmax", "half", "weakened", "ideal"}) {
      assertThat(of(name).kind().optionName()).isEqualTo(name);
    }
    assertThatThrownBy(() -> of("Half"))
        .hasMessage("condition: expected argmax, half, weakened or ideal, got Half");
  }

  @Test
  void marginsByHand() {
    double[] z = {-1, 2, -0.5};
    assertThat(of("argmax").margin(z, 1)).isEqualTo(2.5);
    assertThat(of("argmax").margin(z, 0)).isEqualTo(-3);
    assertThat(of("half").margin(z, 1)).isEqualTo(0.5);
    assertThat(of("half").margin(z, 2)).isEqualTo(-2);
    assertThat(of("ideal").margin(z, 0)).isEqualTo(-2);
    double[] h = new double[3];
    double sum = 0;
    for (int v = 0; v < 3; v++) {
      h[v] = 1 / (1 + Math.exp(-z[v]));
      sum += h[v];
    }
    // Essence 1: the own share's slack is log(h_1/Σh) - log 0.4; the others' log 0.45 -
    // log(h_q/Σh).
    double own = Math.log(h[1] / sum / 0.4);
    double other = Math.log(0.45 / (h[2] / sum));
    assertThat(of("weakened").margin(z, 1)).isCloseTo(Math.min(own, other), within(1e-14));
    assertThat(of("weakened").margin(z, 2))
        .isCloseTo(
            Math.min(Math.log(h[2] / sum / 0.4), Math.log(0.45 / (h[1] / sum))), within(1e-14));
    assertThat(z).containsExactly(-1, 2, -0.5);
  }

  @ParameterizedTest
  @EnumSource
  void failuresHaveSmallerMarginsThanSuccesses(Condition.Kind kind) {
    Condition condition = new Condition(kind, OutputActivation.SIGMOID, THRESHOLDS);
    double edge = kind == Condition.Kind.IDEAL ? THRESHOLDS.idealLogOdds() : 0;
    Random random = new Random(3);
    int held = 0;
    for (int n = 0; n < 3000; n++) {
      double[] z = random.doubles(3, -3, 3).toArray();
      int essence = random.nextInt(3);
      boolean holds = condition.holds(z, essence);
      held += holds ? 1 : 0;
      assertThat(condition.margin(z, essence) > edge).isEqualTo(holds);
      double[] shares = z.clone();
      OutputActivation.SIGMOID.logProbabilities(shares);
      assertThat(holds)
          .isEqualTo(
              switch (kind) {
                case ARGMAX -> Conditions.argmax(z, essence);
                case HALF -> Conditions.half(OutputActivation.SIGMOID, z, essence);
                case WEAKENED -> THRESHOLDS.weakened(shares, essence);
                case IDEAL -> THRESHOLDS.ideal(OutputActivation.SIGMOID, z, essence);
              });
    }
    assertThat(held).isBetween(20, 1500);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotANumberFailsWorst(Condition.Kind kind) {
    Condition condition = new Condition(kind, OutputActivation.SIGMOID, THRESHOLDS);
    for (double[] z : new double[][] {{Double.NaN, 1, -1}, {-9, 9, Double.NaN}}) {
      for (int essence = 0; essence < 3; essence++) {
        assertThat(condition.holds(z, essence)).isFalse();
        assertThat(condition.margin(z, essence)).isEqualTo(Double.NEGATIVE_INFINITY);
      }
    }
  }
}
