package org.extremum.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
  @ParameterizedTest
  @CsvSource({"0, 2", "0, 1e-9", "-3, 900", "57.3, 100", "5, 5", "0, 1e12"})
  void linearTicksAreFewAndInside(double low, double high) {
    Axis axis = Axis.linear("x", low, high);
    assertThat(axis.ticks()).hasSizeBetween(2, 9);
    assertThat(axis.ticks())
        .allSatisfy(
            tick ->
                assertThat(tick.value())
                    .isBetween(axis.low() - 1e-9 * high, axis.high() + 1e-9 * Math.abs(high)));
    assertThat(axis.at(axis.low())).isZero();
    assertThat(axis.at(axis.high())).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1e-17, 1", "0.02, 3", "5e-15, 6e-15"})
  void decadesHoldTheValues(double low, double high) {
    Axis axis = Axis.decades("y", low, high);
    assertThat(axis.low()).isLessThanOrEqualTo(low);
    assertThat(axis.high()).isGreaterThanOrEqualTo(high);
    assertThat(axis.ticks()).hasSizeBetween(2, 9);
    double middle = Math.sqrt(axis.low() * axis.high());
    assertThat(axis.at(middle)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void whatIsCountedHasWholeTicks() {
    assertThat(Axis.whole("round", 1, 3).ticks())
        .extracting(Axis.Tick::label)
        .containsExactly("1", "2", "3");
    assertThat(Axis.decades("y", 1e-17, 1).ticks()).extracting(Axis.Tick::label).contains("10⁰");
  }
}
