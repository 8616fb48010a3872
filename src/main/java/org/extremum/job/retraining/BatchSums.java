package org.extremum.job.retraining;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.extremum.job.input.Input;
import org.extremum.retraining.Batch;
import org.extremum.retraining.BatchPass;
import org.extremum.retraining.BatchStatistics;
import org.extremum.retraining.Frozen;
import org.extremum.retraining.TrainingState;
import org.extremum.training.Checkpoints;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;
import org.extremum.training.Steps;

/**
 * What batches add to a state: by a pass over their rows, or as it was kept when they were added.
 */
final class BatchSums {
  private final StateDirectory directory;
  private final StateWriter writer;
  private final Stores stores;
  private final Steps steps;
  private final Checkpoints checkpoints;
  private final String frozenDigest;

  /**
   * @param writer keeps the statistics of batches
   * @param stores rows of files
   * @param checkpoints of this run
   * @param frozenDigest of the state's frozen parts
   */
  BatchSums(
      StateDirectory directory,
      StateWriter writer,
      Stores stores,
      Steps steps,
      Checkpoints checkpoints,
      String frozenDigest) {
    this.directory = directory;
    this.writer = writer;
    this.stores = stores;
    this.steps = steps;
    this.checkpoints = checkpoints;
    this.frozenDigest = frozenDigest;
  }

  /**
   * By a pass; the rows are released after it. Its checkpoint is named by all that the sums depend
   * on: whatever other runs have done since it was written, it is that of these rows.
   */
  BatchStatistics of(TrainingState state, Input input) {
    Frozen frozen = state.frozen();
    String kind =
        "sums-"
            + RunId.digest(
                List.of(
                    input.fingerprint(),
                    state.labels().toString(),
                    Arrays.toString(frozen.classFactors().factors())));
    BatchStatistics statistics =
        new BatchPass(frozen, state.essences(), steps, checkpoints)
            .of(stores.of(input, state.labels()), input.samples(), kind);
    stores.release(input);
    return statistics;
  }

  /**
   * Of a batch that is to be forgotten.
   *
   * @param given files with rows of batches to forget, by their fingerprints
   * @throws Problem (usage) when nothing was kept and its rows are not among the given ones
   */
  BatchStatistics ofForgotten(TrainingState state, Batch batch, Map<String, Input> given) {
    Optional<Snapshot> kept = batch.kept() ? kept(batch) : Optional.empty();
    if (kept.isPresent()) {
      return BatchStatistics.of(kept.get(), state.frozen());
    }
    Input rows = given.get(batch.fingerprint());
    if (rows == null) {
      throw Problem.of(
          Problem.Kind.USAGE,
          "--forget " + batch.id(),
          "its rows again (--forget-data FILE, fingerprint " + batch.fingerprint() + ")",
          batch.kept()
              ? "none, and what was kept of it is gone"
              : "none, and keepBatchMoments=false when it was added",
          "give the file, or --rebuild from all the others");
    }
    return of(state, rows);
  }

  private Optional<Snapshot> kept(Batch batch) {
    return steps.run(
        "state", "kept sums", batch.id(), () -> directory.batch(batch.id(), content(batch)));
  }

  /** Keeps what a batch has added, so that it can be forgotten without its rows. */
  void keep(Batch batch, BatchStatistics statistics) {
    steps.run(
        "write",
        "keep sums",
        batch.id(),
        () -> {
          writer.writeBatch(batch.id(), content(batch), statistics.toSnapshot());
          return null;
        });
  }

  private String content(Batch batch) {
    return content(batch, frozenDigest);
  }

  /** All that a batch's statistics depend on, in words. */
  static String content(Batch batch, String frozenDigest) {
    return batch.fingerprint() + " by " + frozenDigest;
  }

  /** Batches whose statistics are kept, each with what they depend on. */
  static List<Map.Entry<String, String>> kept(TrainingState state, String frozenDigest) {
    return state.ledger().present().stream()
        .filter(Batch::kept)
        .map(batch -> Map.entry(batch.id(), content(batch, frozenDigest)))
        .toList();
  }

  /**
   * Files of batches to forget, looked through, by fingerprint.
   *
   * @param named all batches that the run is to forget, those that are forgotten already too
   */
  static Map<String, Input> given(BatchFiles files, List<String> paths, List<Batch> named) {
    Map<String, Input> given = new LinkedHashMap<>();
    for (String path : paths) {
      Input input = files.read(path);
      given.put(input.fingerprint(), input);
      if (named.stream().noneMatch(batch -> batch.fingerprint().equals(input.fingerprint()))) {
        throw Problem.of(
            Problem.Kind.BAD_DATA,
            "--forget-data " + path,
            "the rows of a batch to forget",
            "others (fingerprint " + input.fingerprint() + ")",
            "give the file as it was added; extremum inspect --model STATE --json has the"
                + " fingerprints");
      }
    }
    return given;
  }
}
