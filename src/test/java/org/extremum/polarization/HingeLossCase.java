package org.extremum.polarization;

import java.util.Random;
import org.extremum.network.HiddenStack;
import org.extremum.spark.AccumulatorCase;
import org.extremum.spark.TestBlocks;

/** The margin's loss, for the contract test of accumulators. */
public final class HingeLossCase {
  private static final int DIMENSION = 3;

  private HingeLossCase() {}

  public static AccumulatorCase<?> of(HiddenStack stack) {
    Random random = new Random(3);
    Margin.HingeLoss loss =
        new Margin.HingeLoss(
            stack,
            random.doubles((long) stack.width() * DIMENSION, -1, 1).toArray(),
            random.doubles(stack.width()).toArray(),
            true,
            TestBlocks.ESSENCES,
            DIMENSION,
            random.doubles((long) TestBlocks.ESSENCES * (DIMENSION + 1), -1, 1).toArray());
    return AccumulatorCase.fieldByField("margin", loss);
  }
}
