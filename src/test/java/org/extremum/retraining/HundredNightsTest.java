package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A hundred nights on drifting digits against states made anew and trainings from scratch, every
 * tenth night (every night: benchmark HundredNights).
 */
class HundredNightsTest {
  private static final int NIGHTS = 100;

  @Test
  void theStateIsThatOfTheRowsThatAreThere() {
    Nights nights =
        new Nights(NIGHTS, 0.995, States.options("hiddenLayers", List.of(100L), "regParam", 1e-2));
    nights.found();
    double gap = 0;
    for (int night = 1; night <= NIGHTS; night++) {
      nights.next();
      if (night % 10 == 0) {
        StateSolution solution = States.solved(nights.state());
        TrainingState anew = nights.anew();
        assertThat(States.distance(nights.state(), anew)).isLessThan(1e-9);
        assertThat(nights.difference(solution, States.solved(anew))).isLessThan(1e-6);
        assertThat(nights.state().counts()).isEqualTo(anew.counts());
        assertThat(nights.state().drift()).isLessThan(DriftBound.ADVISED);
        double accuracy = nights.accuracy(solution.network());
        double scratch = nights.accuracy(States.solved(nights.fromScratch()).network());
        assertThat(accuracy).as("night %d", night).isGreaterThan(scratch - 0.04);
        gap += (scratch - accuracy) / 10;
      }
    }
    assertThat(nights.digits()).isEqualTo(10);
    assertThat(nights.state().ledger().batches()).hasSize(NIGHTS + 1);
    assertThat(nights.state().ledger().present()).hasSize(NIGHTS + 1 - 13);
    assertThat(gap).isLessThan(0.02);
  }
}
