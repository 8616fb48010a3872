package org.extremum.retraining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.moments.GradientRows;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;

/** A state as facts and arrays, and back; every shape is checked on the way back. */
final class StateSnapshot {
  /** Of the facts and arrays. */
  private static final int FORMAT_VERSION = 2;

  /** Before there were rows for gradients: E was summed over all rows. */
  private static final int EVERY_ROWS_GRADIENT = 1;

  private static final String WHERE = "state";

  private StateSnapshot() {}

  static Snapshot of(TrainingState state, DriftBound drift) {
    Map<String, Object> facts = new LinkedHashMap<>();
    Map<String, double[]> arrays = new LinkedHashMap<>();
    facts.put("stateFormat", FORMAT_VERSION);
    facts.put("labels", state.labels());
    facts.put("ledger", state.ledger().asFacts());
    facts.put("drift", drift.asFacts());
    state.frozen().into(facts, arrays);
    arrays.put("scale", new double[] {state.scale()}); // may be NaN, which JSON has not
    state.sums().into(arrays);
    return new Snapshot(facts, arrays);
  }

  static TrainingState state(Snapshot snapshot) {
    Snapshot present = present(snapshot);
    Facts facts = new Facts(WHERE, present.facts());
    Numbers numbers = new Numbers(WHERE, present.arrays());
    List<String> labels = facts.texts("labels");
    Frozen frozen = Frozen.of(facts, numbers);
    Ledger ledger = Ledger.of(facts.facts("ledger"));
    int batches = Math.max(1, ledger.batches().size());
    TrainingState state =
        new TrainingState(
            frozen,
            labels,
            ledger,
            BatchStatistics.of(numbers, frozen, labels.size(), batches),
            DriftBound.of(facts.facts("drift")),
            numbers.of("scale", 1)[0]);
    check(state);
    return state;
  }

  /**
   * A state's facts by themselves, as the present format has them.
   *
   * @throws Problem (unreadable) when their format is none that can be read
   */
  static Facts facts(Map<String, Object> read) {
    return new Facts(WHERE, present(new Snapshot(read, Map.of())).facts());
  }

  /** What was read as the present format has it: the first one does not say "all rows". */
  private static Snapshot present(Snapshot read) {
    Facts facts = new Facts(WHERE, read.facts());
    if (format(facts) != EVERY_ROWS_GRADIENT) {
      return read;
    }
    Map<Object, Object> options = new LinkedHashMap<>(facts.map("options"));
    options.put("gradientRows", 0L);
    Map<String, Object> present = new LinkedHashMap<>(read.facts());
    present.put("options", options);
    Map<String, double[]> arrays = new LinkedHashMap<>(read.arrays());
    arrays.put(Frozen.GRADIENT_ROWS, GradientRows.ALL.toArray());
    return new Snapshot(present, arrays);
  }

  private static int format(Facts facts) {
    long format = facts.integer("stateFormat");
    if (format < EVERY_ROWS_GRADIENT || format > FORMAT_VERSION) {
      throw Problem.of(
          Problem.Kind.UNREADABLE,
          WHERE + ", stateFormat",
          EVERY_ROWS_GRADIENT + " or " + FORMAT_VERSION,
          format,
          "read it with the version of this program that wrote it, or make a new one from the data"
              + " (--add in another folder)");
    }
    return (int) format;
  }

  private static void check(TrainingState state) {
    long expected = state.ledger().present().stream().mapToLong(Batch::samples).sum();
    long got = state.sums().samples();
    if (got != expected) {
      throw Facts.unreadable(WHERE + ", samples", expected + " by the ledger", got);
    }
    int factors = state.frozen().classFactors().factors().length;
    if (factors != 0 && factors != state.essences()) {
      throw Facts.unreadable(
          WHERE + ", array classFactors", state.essences() + " numbers", factors);
    }
  }
}
