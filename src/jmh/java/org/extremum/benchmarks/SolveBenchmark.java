package org.extremum.benchmarks;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.extremum.linalg.CholeskySolver;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.polarization.NormalEquations;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.SampleBlock;
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

/** The weakened solve and its factor alone, on all cores: one operation takes a while. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class SolveBenchmark {
  private static final int FEATURES = 64;
  private static final int SAMPLES = 1024;
  private static final int BLOCKS = 4;
  private static final double GAMMA = 0.6;
  private static final double RIDGE = 3e-3;

  /** l. */
  @Param({"2000", "4000"})
  public int width;

  private NormalEquations equations;
  private PackedSymmetric matrix;

  @Setup(Level.Trial)
  public void setUp() {
    HiddenStack stack = RandomSamples.stack(FEATURES, width, 4);
    SampleBlock block = RandomSamples.block(FEATURES, SAMPLES);
    var store = new LocalSampleStore(FEATURES, List.of(Collections.nCopies(BLOCKS, block)));
    Moments moments =
        store.aggregate(new MomentsPass(stack, RandomSamples.ESSENCES, null)).training();
    matrix = moments.values().copy();
    matrix.addToDiagonal(RIDGE);
    equations = NormalEquations.of(moments, stack, GAMMA, true);
  }

  /** Copy, centre, factorise, solve for all classes; l³/3 + 2l²V operations counted. */
  @Benchmark
  public Layer normalEquations(Operations operations) {
    Layer layer = equations.solve(RIDGE);
    double l = width;
    operations.add(l * l * l / 3 + 2 * l * l * RandomSamples.ESSENCES);
    return layer;
  }

  /** The factor alone, on one core; l³/3 operations counted. */
  @Benchmark
  public int choleskyOnOneCore(Operations operations) {
    double l = width;
    operations.add(l * l * l / 3);
    try (CholeskySolver solver = CholeskySolver.factorise(matrix)) {
      return solver.order();
    }
  }
}
