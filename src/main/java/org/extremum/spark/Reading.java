package org.extremum.spark;

import java.io.Serializable;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.extremum.samples.CoordinateVisitor;

/** One row that was found good. Not a record: Kryo, where it is set, cannot fill those. */
final class Reading implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Vector surface;
  private final int essence; // -1 where there is no label
  private final double weight;

  Reading(Vector surface, int essence, double weight) {
    this.surface = surface;
    this.essence = essence;
    this.weight = weight;
  }

  Vector surface() {
    return surface;
  }

  int essence() {
    return essence;
  }

  double weight() {
    return weight;
  }

  /** The same hash that the sample will have in a block. */
  long hash() {
    return VectorHash.of(surface);
  }

  /** Whether every stored value is a finite number. */
  static boolean isFinite(Vector vector) {
    double[] values =
        vector instanceof SparseVector sparse ? sparse.values() : ((DenseVector) vector).values();
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Calls {@code visitor} for every stored coordinate, zeros among them, ascending. */
  static void forEachStored(Vector vector, CoordinateVisitor visitor) {
    if (vector instanceof SparseVector sparse) {
      int[] indices = sparse.indices();
      double[] values = sparse.values();
      for (int p = 0; p < indices.length; p++) {
        visitor.visit(indices[p], values[p]);
      }
    } else {
      double[] values = ((DenseVector) vector).values();
      for (int j = 0; j < values.length; j++) {
        visitor.visit(j, values[j]);
      }
    }
  }
}
