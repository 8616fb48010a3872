package org.extremum.training;

/** Receives what happens during a training; called from the training's own thread. */
public interface Progress {
  /** Ignores everything. */
  Progress NONE = new Progress() {};

  /** A step begins, such as "moments"; {@code detail} says its size in words. */
  default void stepStarted(String step, String detail) {}

  /** The step that began last has ended. */
  default void stepEnded(String step, double seconds) {}

  /** Something the user should know before the result is there. */
  default void note(String message) {}

  /** Something that asks for attention and stops nothing; told as a note, if not otherwise. */
  default void warn(String message) {
    note("warning: " + message);
  }
}
