package org.extremum.job.retraining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.extremum.job.input.LabelNames;
import org.extremum.retraining.Founding;
import org.extremum.retraining.TrainingState;
import org.extremum.samples.JoinedSampleStore;
import org.extremum.spark.SparkMemory;
import org.extremum.spark.SparkSampleStore;
import org.extremum.training.Checkpoints;
import org.extremum.training.Problem;
import org.extremum.training.TrainingReport;

/**
 * Makes the first state, empty and ready for its batches: all is decided by their rows together.
 */
final class Founder {
  /** Fact of a state's input: the options that were given at the first run. */
  static final String ASKED = "asked";

  private final Tools tools;

  Founder(Tools tools) {
    this.tools = tools;
  }

  /**
   * The state; the batches' rows stay in memory.
   *
   * @param batches at least one
   * @param before a state that was there, whose classes stay in their order, since its champion is
   *     compared by it, and whose options hold again
   * @param selection receives how gamma and regParam were chosen
   * @throws Problem when the rows cannot be trained on, or options need old rows again
   */
  TrainingState of(
      List<BatchFile> batches, Optional<TrainingState> before, TrainingReport selection) {
    List<String> labels = labels(before.map(TrainingState::labels).orElse(List.of()), batches);
    Map<?, ?> first =
        before.<Map<?, ?>>map(state -> asked(state.frozen().input())).orElse(Map.of());
    return of(labels, input(batches.get(0), first), selection, stores(batches, labels));
  }

  /** Options that were given when a state was founded, by its input. */
  static Map<?, ?> asked(Map<String, Object> input) {
    return (Map<?, ?>) input.get(ASKED);
  }

  /**
   * Names of all classes: those known in their order, else all in alphabetical order.
   *
   * @throws Problem (bad data) when a label is another spelling of that of another batch
   */
  static List<String> labels(List<String> known, List<BatchFile> batches) {
    List<String> labels = known;
    for (BatchFile batch : batches) {
      labels = LabelNames.extended(batch.file(), labels, batch.input().labelsFound().keySet());
    }
    return known.isEmpty() ? labels.stream().sorted().toList() : labels;
  }

  private TrainingState of(
      List<String> labels,
      Map<String, Object> input,
      TrainingReport selection,
      List<SparkSampleStore> stores) {
    Checkpoints checkpoints = tools.checkpoints().of(dependsOn(labels, stores));
    var budget = SparkMemory.budget(tools.job().session().sparkContext());
    return new Founding(tools.options(), tools.job().progress(), budget, checkpoints)
        .found(new JoinedSampleStore(stores), labels, input, tools.steps(), selection);
  }

  private List<SparkSampleStore> stores(List<BatchFile> batches, List<String> labels) {
    List<SparkSampleStore> stores =
        batches.stream().map(batch -> tools.stores().inCluster(batch.input(), labels)).toList();
    for (int b = 1; b < stores.size(); b++) {
      if (stores.get(b).features() != stores.get(0).features()) {
        throw Problem.of(
            Problem.Kind.BAD_DATA,
            batches.get(b).file(),
            stores.get(0).features() + " features, as " + batches.get(0).file() + " has",
            stores.get(b).features(),
            "give files of the same columns");
      }
    }
    return stores;
  }

  /** Options too: a run that draws anew takes those it is not given from the state it finds. */
  private List<String> dependsOn(List<String> labels, List<SparkSampleStore> stores) {
    List<String> all = new ArrayList<>(HeldOptions.thatMatter(tools.options()));
    all.add(labels.toString());
    stores.forEach(store -> all.add(Arrays.toString(store.digests())));
    return all;
  }

  private Map<String, Object> input(BatchFile like, Map<?, ?> first) {
    Map<String, Object> input = new LinkedHashMap<>(tools.files().facts(like.input()));
    input.put(ASKED, HeldOptions.asFacts(HeldOptions.again(first, tools.job().asked())));
    return input;
  }
}
