package org.extremum.benchmarks;

import java.util.concurrent.TimeUnit;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.moments.MomentsPair;
import org.extremum.moments.MomentsPass;
import org.extremum.samples.Accumulator;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One block into the Moments, one thread, beside a dsyrk of the same order and depth. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class MomentsBenchmark {
  private static final int FEATURES = 784;
  private static final int SAMPLES = 1024;

  /** l. */
  @Param({"1000", "4000"})
  public int width;

  private SampleBlock block;
  private MomentsPass pass;
  private Accumulator.Running<MomentsPair> running;
  private Matrix a;
  private Matrix c;

  @Setup(Level.Trial)
  public void setUp() {
    block = RandomSamples.block(FEATURES, SAMPLES);
    pass = new MomentsPass(RandomSamples.stack(FEATURES, width, 4), RandomSamples.ESSENCES, null);
    running = pass.begin();
    running.add(block);
    a = Matrix.zeros(width, SAMPLES);
    for (int j = 0; j < SAMPLES; j++) {
      a.set(j % width, j, 1.0 / (j + 1));
    }
    c = Matrix.zeros(width, width);
  }

  /** GEMM, activation, two SYRKs, class sums. */
  @Benchmark
  public void addBlock(Operations operations) {
    running.add(block);
    operations.add(pass.flops(SAMPLES));
  }

  /** The yardstick. */
  @Benchmark
  public void dsyrk(Operations operations) {
    Blas.syrk(Blas.Triangle.UPPER, 1, a, 1, c, 0);
    operations.add((double) width * width * SAMPLES);
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    running.close();
    a.close();
    c.close();
  }
}
