package org.extremum.job.input;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/** Usable rows that came along with a look at an input, in its order: all of them or none. */
final class BroughtRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int NUMBER = 8; // bytes
  private static final int STORED = 12; // bytes of a stored value with its index

  private final RowLimit limit;
  private final ArrayList<Decoded> rows = new ArrayList<>();
  private long bytes;
  private boolean whole;

  /**
   * @param limit above which all rows are let go
   */
  BroughtRows(RowLimit limit) {
    this.limit = limit;
    this.whole = limit.allows(1, 0);
  }

  void add(Decoded row) {
    if (!whole) {
      return;
    }
    bytes += bytes(row.features());
    rows.add(row);
    if (!limit.allows(rows.size(), bytes)) {
      letGo();
    }
  }

  private static long bytes(Vector surface) {
    return surface instanceof SparseVector sparse
        ? (long) STORED * sparse.numActives()
        : (long) NUMBER * surface.size();
  }

  private void letGo() {
    whole = false;
    rows.clear();
    rows.trimToSize();
    bytes = 0;
  }

  /** Those of all partitions, in their order; none unless every partition brought all. */
  static BroughtRows joined(List<BroughtRows> parts) {
    BroughtRows all = new BroughtRows(RowLimit.NONE);
    all.whole = parts.stream().allMatch(part -> part.whole);
    for (BroughtRows part : parts) {
      if (all.whole) {
        all.rows.addAll(part.rows);
        all.bytes += part.bytes;
      }
    }
    return all;
  }

  /** Whether all usable rows are here. */
  boolean areAll() {
    return whole;
  }

  List<Decoded> rows() {
    return rows;
  }

  /** What they take. */
  RowLimit size() {
    return new RowLimit(rows.size(), bytes);
  }
}
