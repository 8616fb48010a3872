package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
  @Test
  void certaintyThatComesTrueAsOftenAsItSaysHasNoError() {
    Calibration calibration = new Calibration();
    for (int i = 0; i < 4; i++) {
      calibration.add(0.75, i > 0, 2);
      calibration.add(0.5, i > 1, 0.5);
    }
    assertThat(calibration.expectedError()).isCloseTo(0, within(1e-15));
  }

  @Test
  void boldnessAndShynessInOtherRangesDoNotCancel() {
    Calibration calibration = new Calibration();
    calibration.add(0.9, false, 1); // 0.9 too sure
    calibration.add(0.4, true, 3); // 0.6 too shy
    assertThat(calibration.expectedError()).isCloseTo((0.9 + 3 * 0.6) / 4, within(1e-15));
  }

  /** Within one range they do: means are compared. */
  @Test
  void withinARangeMeansAreCompared() {
    Calibration calibration = new Calibration();
    calibration.add(0.61, true, 1);
    calibration.add(0.65, false, 1);
    assertThat(calibration.expectedError()).isCloseTo(0.26 / 2, within(1e-15));
  }

  /** A bound belongs to the range below it. */
  @ParameterizedTest
  @ValueSource(ints = {3, 5, 9, 12})
  void rangesAreClosedAbove(int bound) {
    double at = bound / 15.0;
    Calibration below = new Calibration();
    below.add(at, true, 1);
    below.add(at - 0.01, false, 1);
    Calibration above = new Calibration();
    above.add(at, true, 1);
    above.add(Math.nextUp(Math.nextUp(at)), false, 1);
    assertThat(below.expectedError()).isCloseTo(Math.abs(1 - 2 * at + 0.01) / 2, within(1e-15));
    assertThat(above.expectedError()).isCloseTo((1 - at + at) / 2, within(1e-15));
  }

  @Test
  void certaintyItselfIsInTheLastRange() {
    Calibration calibration = new Calibration();
    calibration.add(1, true, 1);
    calibration.add(Math.nextUp(1.0), true, 1); // a rounding error above
    assertThat(calibration.expectedError()).isCloseTo(0, within(1e-15));
  }

  @Test
  void theLastRangesAreApart() {
    Calibration calibration = new Calibration();
    calibration.add(0.99, false, 1);
    calibration.add(0.9, true, 1);
    assertThat(calibration.expectedError()).isCloseTo((0.99 + 0.1) / 2, within(1e-15));
  }

  @Test
  void nothingHasNoError() {
    assertThat(new Calibration().expectedError()).isNaN();
  }

  @Test
  void partsAddUp() {
    Random random = new Random(1);
    Calibration whole = new Calibration();
    Calibration left = new Calibration();
    Calibration right = new Calibration();
    for (int i = 0; i < 200; i++) {
      double probability = 0.2 + 0.8 * random.nextDouble();
      boolean correct = random.nextBoolean();
      double omega = random.nextDouble();
      whole.add(probability, correct, omega);
      (i < 90 ? left : right).add(probability, correct, omega);
    }
    left.add(right);
    assertThat(left.expectedError()).isCloseTo(whole.expectedError(), within(1e-14));
  }
}
