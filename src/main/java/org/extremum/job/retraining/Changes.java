package org.extremum.job.retraining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.extremum.retraining.Batch;
import org.extremum.retraining.Ledger;
import org.extremum.training.Nearest;
import org.extremum.training.Problem;

/**
 * What of a request is still to be done, by the ledger: what was done before is not done again.
 *
 * @param decay on everything that is there, 1: none
 * @param forget batches that are in the sums
 * @param add batches that are not
 * @param known files whose batches are in the sums already
 * @param gone ids of batches that were forgotten before
 */
record Changes(
    double decay,
    List<Batch> forget,
    List<BatchFile> add,
    List<BatchFile> known,
    List<String> gone) {
  /**
   * Compares a request with the ledger.
   *
   * @throws Problem (bad data) for an id that was never added, or that other rows have
   */
  static Changes of(Request request, Ledger ledger, List<BatchFile> files) {
    List<Batch> forget = new ArrayList<>();
    List<String> gone = new ArrayList<>();
    for (String id : request.forget()) {
      Batch batch = ledger.find(id).orElseThrow(() -> unknown(id, ledger));
      if (batch.present()) {
        forget.add(batch);
      } else {
        gone.add(id);
      }
    }
    Map<String, String> present = new LinkedHashMap<>();
    ledger.present().forEach(batch -> present.put(batch.id(), batch.fingerprint()));
    forget.forEach(batch -> present.remove(batch.id()));
    List<BatchFile> add = new ArrayList<>();
    List<BatchFile> known = new ArrayList<>();
    for (BatchFile file : files) {
      String there = present.putIfAbsent(file.id(), file.fingerprint());
      if (there == null) {
        add.add(file);
      } else if (there.equals(file.fingerprint())) {
        known.add(file);
      } else {
        throw Problem.of(
            Problem.Kind.BAD_DATA,
            "batch '" + file.id() + "', " + file.file(),
            "the rows that were added under this id (fingerprint " + there + ")",
            "others (" + file.fingerprint() + ")",
            "give them another --batch-id, or --forget the batch in the same run to replace it");
      }
    }
    return new Changes(request.decay(), forget, add, known, gone);
  }

  private static Problem unknown(String id, Ledger ledger) {
    List<String> ids = ledger.batches().stream().map(Batch::id).toList();
    return Problem.of(
        Problem.Kind.BAD_DATA,
        "batch to forget",
        "one that was added",
        "'" + id + "'",
        Nearest.question(id, ids) + "extremum inspect --model STATE lists them");
  }

  /** For batches that are all there. */
  static Changes none(List<BatchFile> known) {
    return new Changes(1, List.of(), List.of(), known, List.of());
  }

  /** Whether nothing is left to do. */
  boolean none() {
    return decay == 1 && forget.isEmpty() && add.isEmpty();
  }

  /** Rows that are about to be added. */
  long samples() {
    return add.stream().mapToLong(BatchFile::samples).sum();
  }

  /** The present batch whose rows a file has under another id. */
  static Optional<Batch> twin(BatchFile file, Ledger ledger) {
    return ledger.present().stream()
        .filter(batch -> batch.fingerprint().equals(file.fingerprint()))
        .filter(batch -> !batch.id().equals(file.id()))
        .findFirst();
  }

  /** For people and the manifest. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("decay", decay);
    map.put("forgotten", forget.stream().map(Changes::entry).toList());
    map.put("added", add.stream().map(Changes::entry).toList());
    map.put("known", known.stream().map(BatchFile::id).toList());
    map.put("forgottenBefore", gone);
    return map;
  }

  private static Map<String, Object> entry(Batch batch) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", batch.id());
    map.put("samples", batch.samples());
    map.put("factor", batch.factor());
    return map;
  }

  private static Map<String, Object> entry(BatchFile file) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", file.id());
    map.put("file", file.file());
    map.put("samples", file.samples());
    map.put("fingerprint", file.fingerprint());
    return map;
  }
}
