package org.extremum.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.extremum.initialization.HiddenWeights;
import org.extremum.linalg.CholeskySolver;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.moments.MomentsPair;
import org.extremum.moments.MomentsPass;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;
import org.openjdk.jmh.annotations.AuxCounters;
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

/**
 * The two kernels of weakened training on one thread: taking one block of 1024 samples into
 * Moments, and the Cholesky solve. The counter "gflop" is GFLOP per second of the benchmark.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 3, time = 5)
@Fork(1)
public class SolveBenchmark {
  private static final int SAMPLES = 1024;
  private static final int FEATURES = 784;
  private static final int OUTPUTS = 10;

  @Param({"1000", "4000"})
  public int width;

  private MomentsPass pass;
  private SampleBlock block;
  private Accumulator.Running<MomentsPair> running;
  private PackedSymmetric gram;
  private Matrix rightHandSides;

  /** Operations done, in GFLOP; JMH divides by the time. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Work {
    public double gflop;

    @Setup(Level.Iteration)
    public void reset() {
      gflop = 0;
    }
  }

  @Setup
  public void prepare() {
    Random random = new Random(1);
    HiddenStack stack =
        HiddenWeights.gaussian(FEATURES, List.of(width), Activation.SIGMOID, 1, true, 1);
    pass = new MomentsPass(stack, OUTPUTS, null);
    running = pass.begin();
    double[] values = random.doubles((long) SAMPLES * FEATURES, -1, 1).toArray();
    int[] essences = random.ints(SAMPLES, 0, OUTPUTS).toArray();
    double[] weights = random.doubles(SAMPLES, 1, 1.0001).map(w -> 1).toArray();
    block = SampleBlock.dense(FEATURES, values, essences, weights, new long[SAMPLES]);
    gram = PackedSymmetric.zeros(width);
    gram.addToDiagonal(width);
    gram.addOuter(1, random.doubles(width).toArray());
    rightHandSides = Matrix.zeros(width, OUTPUTS);
  }

  @TearDown
  public void release() {
    running.close();
    rightHandSides.close();
  }

  @Benchmark
  public void momentsOfOneBlock(Work work) {
    running.add(block);
    work.gflop += pass.flops(SAMPLES) * 1e-9;
  }

  @Benchmark
  public void choleskySolve(Work work) {
    try (CholeskySolver cholesky = CholeskySolver.factorise(gram)) {
      cholesky.solve(rightHandSides);
    }
    work.gflop += ((double) width * width * width / 3 + 2.0 * width * width * OUTPUTS) * 1e-9;
  }
}
