package org.extremum.job.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.extremum.reference.Rows;
import org.extremum.retraining.States;
import org.extremum.retraining.TrainingState;
import org.junit.jupiter.api.Test;

/** Whether sums that were kept of a batch are those that a state would make of it. */
class FrozenDigestTest {
  private static final Rows ROWS = Rows.random(120, 4, 3, false, 5);

  /** Rows leave a trace in the weights of classes alone. */
  private static TrainingState founded(Rows rows, String classWeighting) {
    Map<String, Object> options =
        States.options(
            "classWeighting",
            classWeighting,
            "standardization",
            "none",
            "initialization",
            "gaussian",
            "gradientRows",
            0L);
    return States.founded(rows, 3, options);
  }

  private static String digest(TrainingState state) {
    return FrozenDigest.of(state.frozen());
  }

  private static Rows mixedOtherwise() {
    return ROWS.select(i -> ROWS.essences()[i] > 0 || i % 2 == 0);
  }

  @Test
  void weightsOfClassesByAnotherMixAreOthers() {
    assertThat(digest(founded(ROWS, "balanced")))
        .isEqualTo(digest(founded(ROWS, "balanced")))
        .isNotEqualTo(digest(founded(mixedOtherwise(), "balanced")));
    assertThat(digest(founded(ROWS, "none"))).isEqualTo(digest(founded(mixedOtherwise(), "none")));
  }

  /** What a new class weighs changes nothing in the sums of batches that do not have it. */
  @Test
  void aStateThatLearnsAClassKeepsWhatItHas() {
    TrainingState state = founded(ROWS, "balanced");
    String before = digest(state);
    List<String> names = List.of("class 0", "class 1", "class 2", "new");
    TrainingState more = state.withLabels(names, new double[] {1, 2, 3, 40});
    assertThat(more.frozen().classFactors().factors()).hasSize(4);
    assertThat(digest(more)).isEqualTo(before);
    assertThat(digest(TrainingState.of(more.toSnapshot()))).isEqualTo(before);
  }
}
