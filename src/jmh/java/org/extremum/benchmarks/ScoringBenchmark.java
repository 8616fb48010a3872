package org.extremum.benchmarks;

import java.util.concurrent.TimeUnit;
import org.extremum.network.ForwardPass;
import org.extremum.network.Network;
import org.extremum.network.RowScorer;
import org.extremum.network.Scorer;
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

/** Forward pass and scoring of one block of 1024 × 784, and of one row, one thread. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class ScoringBenchmark {
  private static final int FEATURES = 784;
  private static final int SAMPLES = 1024;

  /** l. */
  @Param({"1000", "4000"})
  public int width;

  private SampleBlock block;
  private Network network;
  private ForwardPass forward;
  private Scorer scorer;
  private SampleBlock one;
  private RowScorer rows;
  private double[] full;
  private double[] thin; // four of five features zero, others in runs of seven, as of images

  @Setup(Level.Trial)
  public void setUp() {
    block = RandomSamples.block(FEATURES, SAMPLES);
    network = RandomSamples.network(FEATURES, width);
    forward = new ForwardPass(network.hidden());
    scorer = new Scorer(network);
    one = block.select(new int[] {0});
    rows = new RowScorer(network);
    full = block.surface(0);
    thin = full.clone();
    for (int j = 0; j < thin.length; j++) {
      thin[j] = j % 35 < 7 ? thin[j] : 0;
    }
  }

  /** Values of the hidden layer. */
  @Benchmark
  public double values(Operations operations) {
    forward.run(block, false);
    operations.add(2.0 * SAMPLES * FEATURES * width);
    return forward.values().get(0, 0);
  }

  /** Values and slopes of the hidden layer. */
  @Benchmark
  public double valuesAndSlopes(Operations operations) {
    forward.run(block, true);
    operations.add(2.0 * SAMPLES * FEATURES * width);
    return forward.slopes().get(0, 0);
  }

  /** What the model's transform does with a block: standardise, forward, output layer. */
  @Benchmark
  public double score(Operations operations) {
    operations.add(2.0 * SAMPLES * width * (FEATURES + RandomSamples.ESSENCES));
    return scorer.score(block.standardised(network.standardiser())).get(0, 0);
  }

  /** One row as a block of one. */
  @Benchmark
  public double rowAsBlock(Operations operations) {
    operations.add(2.0 * width * (FEATURES + RandomSamples.ESSENCES));
    return scorer.score(one.standardised(network.standardiser())).get(0, 0);
  }

  /** What the model's predict does with a row. */
  @Benchmark
  public double row(Operations operations) {
    operations.add(2.0 * width * (FEATURES + RandomSamples.ESSENCES));
    return rows.raw(full)[0];
  }

  /** The same with four of five features zero. */
  @Benchmark
  public double rowWithZeros(Operations operations) {
    operations.add(2.0 * width * (FEATURES / 5 + 1 + RandomSamples.ESSENCES));
    return rows.raw(thin)[0];
  }

  @TearDown(Level.Trial)
  public void tearDown() {
    forward.close();
    scorer.close();
  }
}
