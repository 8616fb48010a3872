package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.extremum.retraining.States.options;
import static org.extremum.retraining.States.solved;
import static org.extremum.retraining.States.statistics;
import static org.extremum.retraining.States.with;
import static org.extremum.retraining.States.without;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.extremum.reference.Rows;
import org.extremum.training.Checkpoints;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** States and statistics of batches through what a file keeps of them. */
class StateSnapshotTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Rows ROWS = Rows.random(200, 4, 3, true, 5).thinned(2);

  static Stream<Map<String, Object>> kinds() {
    return Stream.of(
        options(),
        options("hiddenLayers", List.of(6L, 20L), "classWeighting", "balanced", "seed", -7L),
        options("regParam", 0.1 + 0.2, "outputActivation", "softmax"));
  }

  private static TrainingState state(Map<String, Object> options) {
    Rows first = ROWS.select(i -> i < 120);
    Rows second = ROWS.select(i -> i >= 120 && i < 150);
    TrainingState state = with(States.founded(first, 3, options), "first", first).decay(0.9);
    state = with(with(state, "second", second), "third", ROWS.select(i -> i >= 150));
    return without(state, "second", second).withRun("0123abcd").withScale(2.75);
  }

  /** Facts as they come back from JSON, arrays copied. */
  private static Snapshot written(Snapshot snapshot) {
    try {
      Map<String, Object> facts =
          JSON.readValue(
              JSON.writeValueAsString(snapshot.facts()),
              new TypeReference<LinkedHashMap<String, Object>>() {});
      Map<String, double[]> arrays = new LinkedHashMap<>();
      snapshot.arrays().forEach((name, values) -> arrays.put(name, values.clone()));
      return new Snapshot(facts, arrays);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertSameBits(Snapshot a, Snapshot b) {
    assertThat(a.arrays().keySet()).containsExactlyElementsOf(b.arrays().keySet());
    a.arrays().forEach((name, values) -> assertThat(values).isEqualTo(b.arrays().get(name)));
    assertThat(written(a).facts()).isEqualTo(written(b).facts());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aStateComesBackToTheBit(Map<String, Object> options) {
    TrainingState state = state(options);
    Snapshot snapshot = written(state.toSnapshot());
    TrainingState back = TrainingState.of(snapshot);
    assertSameBits(back.toSnapshot(), state.toSnapshot());
    assertThat(back.ledger()).isEqualTo(state.ledger());
    assertThat(back.labels()).isEqualTo(state.labels());
    assertThat(back.frozen().options().asMap()).isEqualTo(state.frozen().options().asMap());
    assertThat(back.frozen().input()).isEqualTo(state.frozen().input());
    assertThat(back.drift()).isEqualTo(state.drift());
    assertThat(back.scale()).isEqualTo(2.75);
    assertThat(solved(back).network().output().weights())
        .isEqualTo(solved(state).network().output().weights());
  }

  @Test
  void aStateThatWasNeverSolvedHasNoScale() {
    TrainingState state = States.founded(ROWS, 3, options());
    TrainingState back = TrainingState.of(written(state.toSnapshot()));
    assertThat(back.scale()).isNaN();
    assertSameBits(back.toSnapshot(), state.toSnapshot());
  }

  @Test
  void statisticsOfABatchComeBackToTheBit() {
    TrainingState state = state(options());
    BatchStatistics statistics = statistics(state, ROWS);
    Snapshot snapshot = written(statistics.toSnapshot());
    BatchStatistics back = BatchStatistics.of(snapshot, state.frozen());
    assertSameBits(back.toSnapshot(), statistics.toSnapshot());
    assertThat(back.samples()).isEqualTo(200);
  }

  /** Then E was summed over all rows: that is what the array says that format 1 has not. */
  @Test
  void aStateOfTheFirstFormatHasTheGradientsOfAllRows() {
    TrainingState state = state(options("gradientRows", 0L));
    Snapshot whole = written(state.toSnapshot());
    Map<String, double[]> arrays = new LinkedHashMap<>(whole.arrays());
    assertThat(arrays.remove("gradientRows")).isEmpty();
    Map<String, Object> options =
        new LinkedHashMap<>(state.frozen().options().asMap()); // format 1 has no such option
    assertThat(options.remove("gradientRows")).isEqualTo(0L);
    Snapshot earlier = changed(changed(whole, "stateFormat", 1), "options", options);
    Snapshot first = new Snapshot(earlier.facts(), arrays);
    TrainingState back = TrainingState.of(first);
    assertThat(back.frozen().gradientRows().all()).isTrue();
    assertSameBits(back.toSnapshot(), state.toSnapshot());
    assertThat(back.frozen().options().gradientRows()).isZero();
    assertThat(Outline.of(first.facts()).options().gradientRows()).isZero();
    assertThat(Outline.of(first.facts()).labels()).isEqualTo(state.labels());
    assertUnreadable(new Snapshot(whole.facts(), arrays), "gradientRows");
  }

  @Test
  void nothingInAStateSaysWhenOrWhereItWasMade() {
    Map<String, Object> options = options("checkpointDir", "/somewhere", "partitions", 3L);
    assertThat(state(options).toSnapshot().facts().toString()).doesNotContain("/somewhere");
    assertSameBits(state(options()).toSnapshot(), state(options()).toSnapshot());
  }

  @Test
  void aMissingOrShortArrayIsNamed() {
    Snapshot whole = written(state(options()).toSnapshot());
    for (String name : whole.arrays().keySet()) {
      Map<String, double[]> arrays = new LinkedHashMap<>(whole.arrays());
      arrays.remove(name);
      assertUnreadable(new Snapshot(whole.facts(), arrays), name);
      double[] values = whole.arrays().get(name);
      arrays.put(name, Arrays.copyOf(values, values.length + 1));
      assertUnreadable(new Snapshot(whole.facts(), arrays), "");
    }
  }

  @Test
  void aMissingOrWrongFactIsNamed() {
    Snapshot whole = written(state(options()).toSnapshot());
    for (String name : whole.facts().keySet()) {
      if (name.equals("hiddenLayers")) {
        continue; // for readers: the options have it too
      }
      Map<String, Object> facts = new LinkedHashMap<>(whole.facts());
      facts.remove(name);
      assertUnreadable(new Snapshot(facts, whole.arrays()), name);
      facts.put(name, name.equals("labels") ? List.of(1, 2, 3) : 0);
      assertUnreadable(new Snapshot(facts, whole.arrays()), name);
    }
  }

  @Test
  void aStateThatContradictsItselfIsRefused() {
    Snapshot whole = written(state(options()).toSnapshot());
    assertUnreadable(changed(whole, "labels", List.of("a", "b")), "training.");
    for (int format : new int[] {0, 3}) {
      assertUnreadable(
          changed(whole, "stateFormat", format),
          "state, stateFormat: expected 1 or 2, got " + format + "; read it with the version");
    }
    assertUnreadable(changed(whole, "inputFeatures", 3), "array means");
    assertUnreadable(changed(whole, "options", Map.of("noSuchOption", 1)), "noSuchOption");
    assertUnreadable(changed(whole, "options", Map.of("gamma", -1)), "gamma");
    assertUnreadable(
        changed(whole, "ledger", Map.of("batches", List.of(), "runs", List.of())),
        "judges.batches");
    Ledger more = state(options()).ledger().added(Batch.arriving("4th", "", 1, false, false));
    assertUnreadable(changed(whole, "ledger", more.asFacts()), "171 by the ledger, got 170");
    Map<String, double[]> arrays = new LinkedHashMap<>(whole.arrays());
    double[] essences = arrays.get("judges.essences").clone();
    essences[0] = 3;
    arrays.put("judges.essences", essences);
    assertUnreadable(new Snapshot(whole.facts(), arrays), "judges.essences");
  }

  private static Snapshot changed(Snapshot whole, String fact, Object value) {
    Map<String, Object> facts = new LinkedHashMap<>(whole.facts());
    facts.put(fact, value);
    return new Snapshot(facts, whole.arrays());
  }

  private static void assertUnreadable(Snapshot snapshot, String named) {
    assertThatThrownBy(() -> TrainingState.of(snapshot))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(named)
        .hasMessageNotContaining("\n")
        .satisfies(e -> assertThat(((Problem) e).kind()).isEqualTo(Problem.Kind.UNREADABLE));
  }

  /** A run that is killed after the pass and started again takes it from the checkpoint. */
  @Test
  void aBatchIsPassedOverOnce() {
    TrainingState state = States.founded(ROWS, 3, options());
    Kept checkpoints = new Kept();
    BatchPass pass = new BatchPass(state.frozen(), 3, States.steps(), checkpoints);
    BatchStatistics first = pass.of(ROWS.store(), ROWS.size(), "batch-1");
    checkpoints.written();
    Rows other = ROWS.select(i -> i < 10); // so that a second pass would show
    BatchStatistics again = pass.of(other.store(), ROWS.size(), "batch-1");
    assertSameBits(again.toSnapshot(), first.toSnapshot());
    assertThat(pass.of(other.store(), 10, "batch-2").samples()).isEqualTo(10);
  }

  private static final class Kept implements Checkpoints {
    private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();

    void written() {
      snapshots.replaceAll((kind, snapshot) -> StateSnapshotTest.written(snapshot));
    }

    @Override
    public void save(String kind, int number, Snapshot snapshot) {
      snapshots.put(kind, snapshot);
    }

    @Override
    public java.util.Optional<Snapshot> latest(String kind) {
      return java.util.Optional.ofNullable(snapshots.get(kind));
    }

    @Override
    public void clear() {
      snapshots.clear();
    }
  }
}
