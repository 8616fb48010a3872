package org.extremum.spark;

import org.apache.spark.ml.linalg.Vector;
import org.extremum.samples.RowHash;

/** The content hash of a surface that is still a vector of Spark. */
public final class VectorHash {
  private VectorHash() {}

  /** The hash that the surface will have in a block of samples. */
  public static long of(Vector surface) {
    RowHash hash = new RowHash();
    Reading.forEachStored(surface, hash::coordinate);
    return hash.value();
  }
}
