package org.extremum.job.retraining;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.extremum.job.input.Input;
import org.extremum.job.input.LabelNames;
import org.extremum.retraining.Batch;
import org.extremum.retraining.BatchStatistics;
import org.extremum.retraining.Ledger;
import org.extremum.retraining.TrainingState;
import org.extremum.training.Problem;

/** What a run does to a state, in this order: decay, forget, new classes, add; or all sums anew. */
final class StateChange {
  private final Tools tools;
  private final BatchSums sums;
  private final Drifts drifts;

  /**
   * @param sums of batches
   * @param drifts receives every batch that is added
   */
  StateChange(Tools tools, BatchSums sums, Drifts drifts) {
    this.tools = tools;
    this.sums = sums;
    this.drifts = drifts;
  }

  /**
   * Does it.
   *
   * @param state not to be used afterwards
   * @param founding whether the batches are what the state was made of
   */
  TrainingState of(TrainingState state, Changes changes, boolean founding) {
    Ledger ledger = state.ledger();
    List<Batch> named =
        tools.request().forget().stream().flatMap(id -> ledger.find(id).stream()).toList();
    Map<String, Input> given = BatchSums.given(tools.files(), tools.request().forgetData(), named);
    TrainingState now = state.decay(changes.decay());
    for (Batch batch : changes.forget()) {
      now = now.forget(batch.id(), sums.ofForgotten(now, batch, given));
      adviseTraces(batch, now);
    }
    now = withLabels(now, changes.add());
    for (BatchFile file : changes.add()) {
      now = added(now, file, founding);
    }
    return now;
  }

  private TrainingState added(TrainingState state, BatchFile file, boolean founding) {
    BatchStatistics statistics = sums.of(state, file.input());
    Batch batch =
        Batch.arriving(
                file.id(),
                file.fingerprint(),
                statistics.samples(), // fewer than were read where invalid ones are skipped
                founding,
                tools.options().keepsBatchMoments())
            .withAside(BadRows.folder(tools, file));
    drifts.add(batch.id(), state, statistics);
    if (batch.kept()) {
      sums.keep(batch, statistics);
    }
    return state.add(batch, statistics);
  }

  /** Classes that come for the first time stand behind those that are there. */
  private TrainingState withLabels(TrainingState state, List<BatchFile> add) {
    List<String> names = labels(state.labels(), add);
    boolean undecided =
        Arrays.stream(state.frozen().classFactors().factors()).anyMatch(factor -> factor == 0);
    if (names.equals(state.labels()) && !undecided) {
      return state;
    }
    if (names.size() > state.essences()) {
      tools.job().progress().note("new classes: " + names.subList(state.essences(), names.size()));
    }
    double[] arriving = new double[names.size()];
    for (BatchFile file : add) {
      file.input()
          .labelWeights()
          .forEach((label, weight) -> arriving[names.indexOf(label)] += weight);
    }
    return state.withLabels(names, arriving);
  }

  /**
   * Names of all classes once files are added.
   *
   * @throws Problem (bad data) when a label is another spelling of a known one
   */
  static List<String> labels(List<String> known, List<BatchFile> add) {
    Set<String> found = new HashSet<>();
    for (BatchFile file : add) {
      Set<String> labels = file.input().labelsFound().keySet();
      LabelNames.extended(file.file(), known, labels); // names the file where it refuses one
      found.addAll(labels);
    }
    return LabelNames.extended("new labels", known, found);
  }

  private void adviseTraces(Batch batch, TrainingState state) {
    if (batch.founding() && !state.frozen().traces().isEmpty()) {
      String line =
          "batch '"
              + batch.id()
              + "' is forgotten, but what was made of its rows at the first run stays until"
              + " --rebuild --redraw: "
              + String.join("; ", state.frozen().traces());
      tools.job().warn(line);
      tools.report().advise(line);
    }
  }

  /**
   * All sums anew, with the decay that there is.
   *
   * @param files of exactly the batches that are there
   * @throws Problem (bad data) when they are not
   */
  TrainingState rebuilt(TrainingState state, List<BatchFile> files) {
    Map<String, BatchFile> byId = matched(state, files);
    return state.rebuilt(
        batch -> {
          BatchStatistics statistics = sums.of(state, byId.get(batch.id()).input());
          if (batch.kept()) {
            sums.keep(batch, statistics);
          }
          return statistics;
        });
  }

  /** By fingerprint: ids need not be given again. */
  static Map<String, BatchFile> matched(TrainingState state, List<BatchFile> files) {
    Map<String, BatchFile> byContent = new LinkedHashMap<>();
    files.forEach(file -> byContent.put(file.fingerprint(), file));
    Map<String, BatchFile> byId = new LinkedHashMap<>();
    Set<String> used = new HashSet<>();
    for (Batch batch : state.ledger().present()) {
      BatchFile file = byContent.get(batch.fingerprint());
      used.add(batch.fingerprint());
      if (file == null) {
        throw Problem.of(
            Problem.Kind.BAD_DATA,
            "--rebuild, batch '" + batch.id() + "'",
            "a file with its rows (fingerprint " + batch.fingerprint() + ")",
            "none",
            "give the files of all batches that are there (--add), or --forget it first");
      }
      byId.put(batch.id(), file);
    }
    for (BatchFile file : files) {
      if (!used.contains(file.fingerprint())) {
        throw Problem.of(
            Problem.Kind.BAD_DATA,
            "--rebuild, " + file.file(),
            "rows of a batch that is there",
            "others",
            "leave it out, and --add it in a run of its own");
      }
    }
    return byId;
  }
}
