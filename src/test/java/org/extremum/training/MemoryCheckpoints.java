package org.extremum.training;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Checkpoints in memory, as a folder would keep them: copies. */
class MemoryCheckpoints implements Checkpoints {
  private final Map<String, Snapshot> latest = new HashMap<>();
  private int saved;

  /** How many were saved. */
  int saved() {
    return saved;
  }

  @Override
  public void save(String kind, int number, Snapshot snapshot) {
    Map<String, double[]> copies = new HashMap<>();
    snapshot.arrays().forEach((name, values) -> copies.put(name, values.clone()));
    latest.put(kind, new Snapshot(snapshot.facts(), copies));
    saved++;
  }

  @Override
  public Optional<Snapshot> latest(String kind) {
    return Optional.ofNullable(latest.get(kind));
  }

  @Override
  public void clear() {
    latest.clear();
  }
}
