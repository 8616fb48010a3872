package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.extremum.retraining.States.distance;
import static org.extremum.retraining.States.options;
import static org.extremum.retraining.States.statistics;
import static org.extremum.retraining.States.weighted;
import static org.extremum.retraining.States.with;
import static org.extremum.retraining.States.without;

import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;

class DriftBoundTest {
  private static final Rows ROWS = Rows.random(300, 4, 3, false, 6);
  private static final Rows SMALL = ROWS.select(i -> i < 100);

  /** What is taken out again leaves an error of its own size: the only way to lose digits. */
  @Test
  void forgettingAlmostEverythingIsNoticed() {
    for (double weight : new double[] {1e2, 1e4, 1e6}) {
      Rows large = weighted(ROWS.select(i -> i >= 100), weight);
      TrainingState state = with(States.founded(ROWS, 3, options()), "small", SMALL);
      state = without(with(state, "large", large), "large", large.shuffled(1));
      TrainingState anew =
          with(TrainingState.empty(state.frozen(), state.labels()), "small", SMALL);
      double distance = distance(state, anew);
      assertThat(distance).isPositive();
      assertThat(state.drift()).isBetween(distance, 1e4 * distance);
      assertThat(state.rebuildAdvised()).isEqualTo(weight > 1e3);
      TrainingState again = state;
      assertThat(state.rebuilt(batch -> statistics(again, SMALL)).rebuildAdvised()).isFalse();
    }
  }

  @Test
  void yearsOfNightsAreNoReasonToRebuild() {
    TrainingState state = States.founded(ROWS, 3, options("hiddenLayers", java.util.List.of(9L)));
    BatchStatistics night = statistics(state, SMALL);
    for (int n = 0; n < 1000; n++) {
      state = state.add(Batch.arriving("night " + n, "", 100, false, true), night).decay(0.99);
    }
    assertThat(state.drift()).isBetween(1e-16, DriftBound.ADVISED / 10);
    assertThat(state.rebuildAdvised()).isFalse();
  }

  @Test
  void decayTakesErrorsWithIt() {
    TrainingState state = with(States.founded(ROWS, 3, options()), "old", weighted(ROWS, 1e9));
    state = without(with(state, "small", SMALL), "old", weighted(ROWS, 1e9));
    assertThat(state.rebuildAdvised()).isTrue();
    state = with(state.decay(1e-6), "new", ROWS);
    assertThat(state.rebuildAdvised()).isFalse();
  }
}
