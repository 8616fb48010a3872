package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.reference.Rows;
import org.extremum.spark.SpoiltFacts;
import org.junit.jupiter.api.Test;

/**
 * Checkpoints whose digest fits and which this training did not write: the training goes on from
 * them to some end, or refuses them as unreadable.
 */
class SpoiltCheckpointTest {
  private static final Rows ROWS = Rows.random(60, 3, 2, true, 5);

  /** Gives one kind of checkpoint, spoilt, and keeps nothing. */
  private record Giving(String kind, Snapshot snapshot) implements Checkpoints {
    @Override
    public void save(String other, int number, Snapshot kept) {}

    @Override
    public Optional<Snapshot> latest(String asked) {
      return asked.equals(kind) ? Optional.of(snapshot) : Optional.empty();
    }

    @Override
    public void clear() {}
  }

  private static void train(Map<String, Object> options, Checkpoints checkpoints) {
    new Trainer(
            TrainingOptions.of(options),
            new BreezeMinimizer(),
            Progress.NONE,
            MemoryBudget.UNLIMITED,
            checkpoints)
        .train(ROWS.store(2, 16, false), 0);
  }

  private static int refused(Map<String, Object> options, String kind, int copies) {
    MemoryCheckpoints kept = new MemoryCheckpoints();
    train(options, kept);
    Snapshot good = kept.latest(kind).orElseThrow();
    train(options, new Giving(kind, good));
    int refused = 0;
    for (int seed = 0; seed < copies; seed++) {
      try {
        train(options, new Giving(kind, SpoiltFacts.of(good, seed)));
      } catch (Problem problem) {
        assertThat(problem.kind())
            .as("damage " + seed + ": " + problem.getMessage())
            .isIn(Problem.Kind.UNREADABLE, Problem.Kind.NO_MODEL);
        refused += problem.kind() == Problem.Kind.UNREADABLE ? 1 : 0;
      } catch (RuntimeException e) {
        throw new AssertionError("damage " + seed + ": " + e, e);
      }
    }
    return refused;
  }

  @Test
  void rounds() {
    Map<String, Object> exact =
        Map.of(
            "extremum", "exact",
            "hiddenLayers", List.of(80L),
            "centres", "kmeans",
            "centresPerEssence", 1L,
            "condition", "ideal");
    assertThat(refused(exact, "rounds", 60)).isBetween(20, 59);
  }

  @Test
  void moments() {
    Map<String, Object> weakened = Map.of("hiddenLayers", List.of(20L), "regParam", 3e-3);
    assertThat(refused(weakened, "moments", 60)).isBetween(15, 59);
  }

  @Test
  void theRefusalSaysWhatToDo() {
    Map<String, Object> weakened = Map.of("hiddenLayers", List.of(20L), "regParam", 3e-3);
    Snapshot empty = new Snapshot(Map.of("width", 20), Map.of());
    assertThatThrownBy(() -> train(weakened, new Giving("moments", empty)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("checkpoint 'moments': not one of this training")
        .hasMessageContaining("remove it from checkpointDir");
  }
}
