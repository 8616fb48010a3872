package org.extremum.spark;

/** Where the partial results of a pass are merged; the merged one has the same bits everywhere. */
enum Merging {
  /** As their size, and where the tasks run, make it cheapest. */
  BY_SIZE,
  /** Collected, and merged on the driver. */
  ON_DRIVER,
  /** Handed over and merged on the driver, where tasks run in its own JVM. */
  IN_PROCESS,
  /** In tasks of executors, tile by tile, along the tree. */
  BY_EXECUTORS
}
