package org.extremum.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.Vector;
import org.extremum.samples.SampleBlock;

/**
 * Makes blocks of the rows of one partition, in their order. A block is sparse where few values are
 * stored in its vectors, else dense; sparse rows become dense a block at a time, never more.
 */
final class BlockBuilder implements Iterator<SampleBlock> {
  /**
   * Blocks that store no more than this share of their values are sparse. A stored value takes 12
   * bytes against 8, so at this share a dense block takes 7 times the memory; its products, by
   * native BLAS at some 50 times the rate, are then faster still by about as much.
   */
  static final double SPARSE_SHARE = 0.1;

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final int features;
  private final int blockSize;
  private final int partition;
  private final Iterator<Placed> rows;

  /** A good row and where it stood in its partition. */
  record Placed(long row, Reading reading) {}

  /**
   * @param blockSize rows of a block at most; fewer where an array could not hold them
   * @param partition enters the samples' positions
   */
  BlockBuilder(int features, int blockSize, int partition, Iterator<Placed> rows) {
    this.features = features;
    this.blockSize = Math.min(blockSize, Math.max(1, LARGEST_ARRAY / Math.max(1, features)));
    this.partition = partition;
    this.rows = rows;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public SampleBlock next() {
    if (!rows.hasNext()) {
      throw new NoSuchElementException("blocks of partition " + partition);
    }
    List<Placed> chosen = new ArrayList<>(Math.min(blockSize, 1024));
    while (chosen.size() < blockSize && rows.hasNext()) {
      chosen.add(rows.next());
    }
    int size = chosen.size();
    int[] essences = new int[size];
    double[] weights = new double[size];
    long[] positions = new long[size];
    List<Vector> surfaces = new ArrayList<>(size);
    long stored = 0;
    for (int i = 0; i < size; i++) {
      Reading reading = chosen.get(i).reading();
      essences[i] = reading.essence();
      weights[i] = reading.weight();
      positions[i] = SampleBlock.position(partition, chosen.get(i).row());
      surfaces.add(reading.surface());
      stored += reading.surface().numActives();
    }
    return stored <= SPARSE_SHARE * size * features
        ? sparse(surfaces, Math.toIntExact(stored), essences, weights, positions)
        : dense(surfaces, essences, weights, positions);
  }

  private SampleBlock dense(
      List<Vector> surfaces, int[] essences, double[] weights, long[] positions) {
    double[] values = new double[surfaces.size() * features];
    for (int i = 0; i < surfaces.size(); i++) {
      int from = i * features;
      Reading.forEachStored(
          surfaces.get(i), (coordinate, value) -> values[from + coordinate] = value);
    }
    return SampleBlock.dense(features, values, essences, weights, positions);
  }

  private SampleBlock sparse(
      List<Vector> surfaces, int stored, int[] essences, double[] weights, long[] positions) {
    int[] starts = new int[surfaces.size() + 1];
    int[] coordinates = new int[stored];
    double[] values = new double[stored];
    int[] at = new int[1];
    for (int i = 0; i < surfaces.size(); i++) {
      Reading.forEachStored(
          surfaces.get(i),
          (coordinate, value) -> {
            coordinates[at[0]] = coordinate;
            values[at[0]++] = value;
          });
      starts[i + 1] = at[0];
    }
    return SampleBlock.sparse(features, starts, coordinates, values, essences, weights, positions);
  }
}
