package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.extremum.network.Exponential;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A million activations with slopes, in columns of 4000 neurons: vector loops and Math's calls. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@State(Scope.Thread)
public class ActivationBenchmark {
  private static final int WIDTH = 4000;
  private static final int COLUMNS = 250;

  private final Exponential exponential = new Exponential();
  private final double[] given = new double[WIDTH];
  private final double[] z = new double[WIDTH];
  private final double[] slopes = new double[WIDTH];

  /** Pre-activations of standard deviation 4. */
  @Setup(Level.Trial)
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    Arrays.setAll(given, k -> 4 * random.nextGaussian());
  }

  private void begin() {
    System.arraycopy(given, 0, z, 0, WIDTH);
  }

  /** As the passes do it. */
  @Benchmark
  public double[] sigmoid() {
    for (int i = 0; i < COLUMNS; i++) {
      begin();
      exponential.sigmoid(z, slopes, WIDTH);
    }
    return slopes;
  }

  /** With Math.exp. */
  @Benchmark
  public double[] sigmoidOfMath() {
    for (int i = 0; i < COLUMNS; i++) {
      begin();
      for (int k = 0; k < WIDTH; k++) {
        double h = 1 / (1 + Math.exp(-z[k]));
        slopes[k] = h * (1 - h);
        z[k] = h;
      }
    }
    return slopes;
  }

  /** As the passes do it. */
  @Benchmark
  public double[] tanh() {
    for (int i = 0; i < COLUMNS; i++) {
      begin();
      exponential.tanh(z, slopes, WIDTH);
    }
    return slopes;
  }

  /** With Math.tanh. */
  @Benchmark
  public double[] tanhOfMath() {
    for (int i = 0; i < COLUMNS; i++) {
      begin();
      for (int k = 0; k < WIDTH; k++) {
        double h = Math.tanh(z[k]);
        slopes[k] = 1 - h * h;
        z[k] = h;
      }
    }
    return slopes;
  }
}
