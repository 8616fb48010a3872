package org.extremum.job.input;

import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.extremum.samples.RowHash;

/** The content hash of a surface that is still a vector of Spark. */
public final class VectorHash {
  private VectorHash() {}

  /** The hash that the surface will have in a block of samples. */
  public static long of(Vector surface) {
    RowHash hash = new RowHash();
    if (surface instanceof SparseVector sparse) {
      int[] indices = sparse.indices();
      double[] values = sparse.values();
      for (int p = 0; p < indices.length; p++) {
        hash.coordinate(indices[p], values[p]);
      }
    } else {
      double[] values = surface.toDense().values();
      for (int j = 0; j < values.length; j++) {
        hash.coordinate(j, values[j]);
      }
    }
    return hash.value();
  }
}
