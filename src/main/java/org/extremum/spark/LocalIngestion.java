package org.extremum.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.SampleBlock;

/**
 * From rows that are on the driver, found good before, to the very blocks that {@link Ingestion}
 * makes of the same rows in one partition: passes over either give the same bits, as long as the
 * BLAS has as many threads.
 */
public final class LocalIngestion {
  private final int features;
  private final int blockSize;
  private final boolean skipInvalid;
  private final List<BlockBuilder.Placed> rows = new ArrayList<>();
  private long row;

  /**
   * @param features of every surface
   * @param blockSize rows of a block at most
   * @param skipInvalid leaves rows out whose features are no finite numbers
   */
  public LocalIngestion(int features, int blockSize, boolean skipInvalid) {
    this.features = features;
    this.blockSize = blockSize;
    this.skipInvalid = skipInvalid;
  }

  /**
   * Takes in the next row; one of weight 0 only counts as a place.
   *
   * @param surface not copied
   */
  public void add(Vector surface, int essence, double weight) {
    if (surface.size() != features) {
      throw new IllegalArgumentException(
          "row " + (row + 1) + ": expected " + features + " features, got " + surface.size());
    }
    if (weight != 0 && !(skipInvalid && !Reading.isFinite(surface))) {
      rows.add(new BlockBuilder.Placed(row, new Reading(surface, essence, weight)));
    }
    row++;
  }

  /** The samples taken in, in one partition. */
  public LocalSampleStore store() {
    return new LocalSampleStore(features, List.of(blocks()));
  }

  List<SampleBlock> blocks() {
    List<SampleBlock> blocks = new ArrayList<>();
    new BlockBuilder(features, blockSize, 0, rows.iterator()).forEachRemaining(blocks::add);
    return blocks;
  }
}
