package org.extremum.job.retraining;

import java.util.List;
import org.extremum.job.input.RowLimit;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.retraining.Outline;
import org.extremum.samples.OrderedMerge;
import org.extremum.training.MemoryBudget;
import org.extremum.training.TrainingOptions;

/**
 * How many rows a run brings to the driver to sum them there, and not where they are read: as many
 * as the driver is done with before tasks were started and their triangles, which are as large for
 * one row as for a million, had come back.
 */
final class FewRows {
  /** What passes bring to the driver at once anyway, as partial results. */
  static final long BYTES = OrderedMerge.DIRECT_BYTES;

  /**
   * What one core does (50 GFLOP/s) in the 10 ns that a byte of a partial result takes to be
   * packed, sent through a shuffle, merged and fetched: 5 s for two of 256 MB.
   */
  static final double FLOPS_PER_BYTE = 500;

  /** What it does in the tenth of a second in which a pass's tasks are started. */
  static final double FLOPS_OF_START = 5e9;

  /** Moments of the rows that are fitted first, and of the held-out ones. */
  private static final int PARTS = 2;

  private FewRows() {}

  /**
   * How many they are for a state; none where the driver has no memory for a task's work, or
   * nothing is to be brought to it.
   *
   * @param options in force: {@code partitions} says where rows are to be, and {@code driverBytes}
   *     of 0 that they are not to be here
   */
  static RowLimit limit(Outline state, TrainingOptions options, MemoryBudget budget) {
    if (options.partitions() > 0
        || options.driverBytes() == 0
        || !NightMemory.ofRowsHere(state, 1).within(budget)) {
      return RowLimit.NONE;
    }
    List<Integer> widths = state.options().hiddenLayers();
    int width = widths.get(widths.size() - 1);
    double bytes = PARTS * (double) Moments.bytes(width, state.labels().size());
    double row =
        MomentsPass.flopsOfSample(
            state.inputFeatures(), widths, state.options().sketchDirections(), 1);
    return new RowLimit((long) ((FLOPS_OF_START + FLOPS_PER_BYTE * bytes) / row), BYTES);
  }
}
