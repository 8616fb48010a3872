package org.extremum.spark;

import java.util.concurrent.atomic.AtomicInteger;
import org.extremum.samples.BlockComputation;
import org.extremum.samples.SampleBlock;

/** Surfaces with as many coordinates again, negated; counts what is done in this JVM. */
record Doubling(boolean failing) implements BlockComputation {
  static final AtomicInteger BEGUN = new AtomicInteger();
  static final AtomicInteger CLOSED = new AtomicInteger();
  static final AtomicInteger BLOCKS = new AtomicInteger();

  Doubling() {
    this(false);
  }

  @Override
  public int features() {
    return 2 * TestBlocks.FEATURES;
  }

  @Override
  public Running begin() {
    BEGUN.incrementAndGet();
    return new Running() {
      @Override
      public SampleBlock apply(SampleBlock block) {
        BLOCKS.incrementAndGet();
        if (failing && block.position(0) > 0) {
          throw new ArithmeticException("on purpose");
        }
        int m = TestBlocks.FEATURES;
        double[] values = new double[features() * block.size()];
        for (int i = 0; i < block.size(); i++) {
          int start = 2 * m * i;
          block.forEachNonZero(
              i,
              (j, value) -> {
                values[start + j] = value;
                values[start + m + j] = -value;
              });
        }
        return block.withSurfaces(features(), values);
      }

      @Override
      public void close() {
        CLOSED.incrementAndGet();
      }
    };
  }
}
