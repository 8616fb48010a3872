package org.extremum.training;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where long work leaves what it needs to go on after a crash, and finds it again: the port of the
 * one checkpoint mechanism. One object serves one run, that is one content of data and options.
 */
public interface Checkpoints {
  /** Keeps nothing. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public void save(String kind, int number, Snapshot snapshot) {}

        @Override
        public Optional<Snapshot> latest(String kind) {
          return Optional.empty();
        }

        @Override
        public void clear() {}
      };

  /**
   * Keeps a snapshot: complete or not at all. Earlier ones of the same kind are removed after it.
   *
   * @param kind what it is of, such as "moments"
   * @param number ascending within a kind
   * @throws Problem (output) when it cannot be written
   */
  void save(String kind, int number, Snapshot snapshot);

  /** The snapshot of that kind with the highest number that can be read whole. */
  Optional<Snapshot> latest(String kind);

  /**
   * Makes something of what a snapshot says. Its digest tells that it is whole, not that a run like
   * this one wrote it: whatever it is refused for is told as such.
   *
   * @throws Problem (unreadable) when it is refused
   */
  static <T> T reading(String kind, Supplier<T> made) {
    try {
      return made.get();
    } catch (RuntimeException e) {
      throw Problem.because(
              Problem.Kind.UNREADABLE,
              "checkpoint '" + kind + "': not one of this training: " + e,
              "remove it from checkpointDir")
          .causedBy(e);
    }
  }

  /**
   * Removes all snapshots of this run, when what came of it is safe.
   *
   * @throws Problem (output) when they cannot be removed
   */
  void clear();
}
