package org.extremum.job;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.extremum.retraining.Ledger;
import org.extremum.spark.Pointer;
import org.extremum.spark.SnapshotFiles;

/**
 * The ledger of the state in force: of all nights, those after the champion included.
 *
 * @param position what is in force
 * @param batches as the snapshot has them
 * @param runs how many were committed
 */
record StateLedger(Pointer.Position position, List<?> batches, int runs) {
  /**
   * Reads it; its numbers stay unread.
   *
   * @param path of a model
   * @return empty when that is no directory of scheduled retraining
   * @throws org.extremum.training.Problem (unreadable) when pointer or state are damaged
   */
  static Optional<StateLedger> of(Configuration conf, String path) throws IOException {
    Path directory = new Path(path);
    FileSystem files = directory.getFileSystem(conf);
    if (Pointer.read(files, directory).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Pointer.follow(
            files,
            directory,
            position -> {
              Map<String, Object> facts =
                  SnapshotFiles.facts(files, Pointer.state(directory, position.state()));
              Map<?, ?> ledger = (Map<?, ?>) facts.get("ledger");
              Ledger checked = Ledger.of(ledger);
              return new StateLedger(
                  position, (List<?>) ledger.get("batches"), checked.runs().size());
            }));
  }

  /** For programs. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("state", position.state());
    map.put("champion", position.champion());
    map.put("earlier", position.earlier());
    map.put("runs", runs);
    map.put("batches", batches);
    return map;
  }

  /** For people. */
  String inWords() {
    String champion =
        position.champion() == null
            ? "no champion yet: no model has passed the gate"
            : "champion " + position.champion();
    return LedgerSummary.of(
        "state " + position.state() + " after " + runs + " runs, " + champion, batches);
  }
}
