package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.extremum.retraining.States.difference;
import static org.extremum.retraining.States.distance;
import static org.extremum.retraining.States.options;
import static org.extremum.retraining.States.solved;
import static org.extremum.retraining.States.statistics;
import static org.extremum.retraining.States.weighted;
import static org.extremum.retraining.States.with;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.extremum.reference.Rows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random sequences of what can be done to a state, against states made anew. */
class StateCyclesTest {
  private static final int ESSENCES = 3;
  private static final int STEPS = 60;

  private final Map<String, Rows> present = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverIsDoneTheStateIsThatOfTheBatchesThatAreThere(long seed) {
    Random random = new Random(seed);
    Map<String, Object> options =
        seed % 3 == 0 ? options("hiddenLayers", List.of(5L, 20L)) : options();
    Rows founding = rows(random, 60);
    TrainingState state = States.founded(founding, ESSENCES, options);
    state = with(state, "founding", founding);
    present.put("founding", founding);
    for (int step = 0; step < STEPS; step++) {
      state = changed(state, random, "batch " + step);
      if (step % 10 == 9) {
        assertIsThatOfItsBatches(state);
      }
    }
    assertThat(state.ledger().batches().size()).isGreaterThan(15);
    assertThat(state.ledger().present()).hasSameSizeAs(present.keySet());
  }

  private TrainingState changed(TrainingState state, Random random, String name) {
    int choice = random.nextInt(4);
    List<Batch> there = state.ledger().present();
    if (choice == 0 && there.size() > 1) {
      String id = there.get(random.nextInt(there.size())).id();
      return States.without(state, id, present.remove(id).shuffled(random.nextLong()));
    }
    if (choice == 1) {
      return state.decay(0.5 + 0.5 * random.nextDouble());
    }
    // Sizes, and weights, over magnitudes.
    Rows rows = weighted(rows(random, 1 + random.nextInt(80)), Math.exp(random.nextGaussian()));
    present.put(name, rows);
    return with(state, name, rows);
  }

  private static Rows rows(Random random, int count) {
    return Rows.random(count, 4, ESSENCES, true, random.nextLong());
  }

  private void assertIsThatOfItsBatches(TrainingState state) {
    TrainingState byRows = TrainingState.empty(state.frozen(), state.labels());
    for (Batch batch : state.ledger().present()) {
      byRows = with(byRows, batch.id(), weighted(present.get(batch.id()), batch.factor()));
    }
    TrainingState rebuilt = state.rebuilt(batch -> statistics(state, present.get(batch.id())));
    for (TrainingState anew : List.of(byRows, rebuilt)) {
      assertThat(distance(state, anew)).isLessThan(1e-9);
      assertThat(distance(state, anew)).isLessThan(state.drift() + anew.drift());
      assertThat(state.counts()).isEqualTo(anew.counts());
      StateSolution left = solved(state);
      StateSolution right = solved(anew);
      Rows some = present.values().iterator().next();
      assertThat(difference(left.network(), right.network(), some)).isLessThan(1e-6);
    }
    assertThat(state.rebuildAdvised()).isFalse();
    assertThat(rebuilt.drift()).isLessThan(state.drift());
    assertThat(rebuilt.ledger()).isEqualTo(state.ledger());
  }
}
