package org.extremum.job.retraining;

import org.extremum.job.input.RowLimit;
import org.extremum.moments.MomentsPass;
import org.extremum.retraining.TrainingState;
import org.extremum.samples.OrderedMerge;
import org.extremum.training.MemoryBudget;
import org.extremum.training.MemoryPlan;

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

  private FewRows() {}

  /** How many they are for a state; none where the driver has no memory for a task's work. */
  static RowLimit limit(TrainingState state, MemoryBudget budget) {
    MemoryPlan plan = NightMemory.ofRowsHere(state, 1);
    if (!plan.within(budget)) {
      return RowLimit.NONE;
    }
    MomentsPass pass = state.frozen().momentsPass(state.essences());
    double flops = FLOPS_OF_START + FLOPS_PER_BYTE * pass.wireBytes();
    return new RowLimit((long) (flops / pass.flops(1)), BYTES);
  }
}
