package org.extremum.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.Gram;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.linalg.SmallSide;
import org.extremum.linalg.Tsqr;
import org.extremum.moments.RowsPass;
import org.extremum.samples.LocalSampleStore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Rank and null space of 150 samples of 4 features (as iris), by each method; all cores. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class RowSpaceBenchmark {
  private static final int FEATURES = 4;
  private static final int SAMPLES = 150;

  /** l. */
  @Param({"1000", "2000"})
  public int width;

  /** By {@link RowSpaceMethod#name()}. */
  @Param({"gram", "tsqr", "smallSide"})
  public String method;

  private RowSpaceMethod rowSpaceMethod;
  private RowSpaceFactor factor;

  @Setup(Level.Trial)
  public void setUp() {
    rowSpaceMethod =
        switch (method) {
          case "gram" -> new Gram();
          case "tsqr" -> new Tsqr();
          default -> new SmallSide();
        };
    var store =
        new LocalSampleStore(FEATURES, List.of(List.of(RandomSamples.block(FEATURES, SAMPLES))));
    factor =
        store.aggregate(
            new RowsPass(
                RandomSamples.stack(FEATURES, width, 10),
                rowSpaceMethod,
                (long) SAMPLES * FEATURES));
  }

  /** Spectrum, rank and orthonormal null basis from the factor. */
  @Benchmark
  public int decide() {
    try (RowSpace rowSpace = BlasThreads.onAllCores(() -> rowSpaceMethod.decide(factor))) {
      return rowSpace.rank();
    }
  }
}
