package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.Serializable;
import java.util.List;
import java.util.Random;
import org.extremum.initialization.Pool;
import org.extremum.linalg.Gram;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.linalg.SmallSide;
import org.extremum.linalg.Tsqr;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.RowsPass;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.polarization.HingeLossCase;
import org.extremum.polarization.OutputScores;
import org.extremum.samples.Accumulator;
import org.extremum.samples.Conflicts;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash.Purpose;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;
import org.extremum.samples.SurfaceStatistics;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;
import org.extremum.verification.Signs;
import org.extremum.verification.Stationarity;

/** Every accumulator of the project belongs into this list: one line each. */
final class AccumulatorCases {
  private static final int WIDTH = 8;
  private static final int WIDE = 240; // as many rows of A as a tenth of the samples gives

  private AccumulatorCases() {}

  static List<AccumulatorCase<?>> all() {
    HiddenStack one = stack(WIDTH);
    HiddenStack two = stack(5, WIDTH);
    Network network =
        new Network(
            Standardiser.none(TestBlocks.FEATURES), one, layer(TestBlocks.ESSENCES, WIDTH, 9));
    KeyHistogram.Counting keys = new KeyHistogram.Counting(42, Purpose.HELD_OUT);
    KeyedShare share = TestBlocks.local(1).aggregate(keys).share(keys, 0.3);
    return List.of(
        new AccumulatorCase<>("weighted sum", new WeightedSum(), AccumulatorCases::close),
        new AccumulatorCase<>(
            "row hashes in order", new HashesInOrder(), (a, b) -> assertThat(a).isEqualTo(b)),
        new AccumulatorCase<>("tiled sum", new TiledSum(50, 4), AccumulatorCases::close),
        new AccumulatorCase<>("tiles, one empty", new TiledSum(3, 5), AccumulatorCases::close),
        AccumulatorCase.fieldByField(
            "statistics", new SurfaceStatistics.Gathering(TestBlocks.FEATURES)),
        AccumulatorCase.fieldByField("key histogram", keys),
        new AccumulatorCase<>(
            "conflicts",
            new Conflicts.Finding(TestBlocks.SAMPLES),
            (a, b) -> assertThat(a.count()).isEqualTo(b.count()).isPositive()),
        AccumulatorCase.fieldByField(
            "pool", new Pool.Gathering(TestBlocks.FEATURES, new int[] {20, 0, 500}, 42)),
        AccumulatorCase.fieldByField("moments", new MomentsPass(one, TestBlocks.ESSENCES, null)),
        AccumulatorCase.fieldByField(
            "moments, held-out part", new MomentsPass(one, TestBlocks.ESSENCES, share)),
        AccumulatorCase.fieldByField(
            "moments, two layers", new MomentsPass(two, TestBlocks.ESSENCES, share)),
        rowSpace("row space, Gram", one, new Gram()),
        rowSpace("row space, TSQR", one, new Tsqr()),
        rowSpace("row space, TSQR of two layers", two, new Tsqr()),
        rowSpace("row space, small side", stack(WIDE), new SmallSide(), WIDE),
        AccumulatorCase.fieldByField(
            "scores", new OutputScores.Gathering(network, TestBlocks.SAMPLES)),
        HingeLossCase.of(one),
        AccumulatorCase.fieldByField("stationarity", new Stationarity.Measuring(network)),
        AccumulatorCase.fieldByField("signs", new Signs.Checking(network), "wrongPositions"),
        AccumulatorCase.fieldByField(
            "evaluation", new Evaluation.Scoring(network, new Conditions(0.01, 0.1, 0.05))));
  }

  /** Factors of one row space differ by rotations: what is decided from them is compared. */
  private static AccumulatorCase<RowSpaceFactor> rowSpace(
      String name, HiddenStack stack, RowSpaceMethod method) {
    return rowSpace(name, stack, method, (long) TestBlocks.SAMPLES * TestBlocks.FEATURES);
  }

  private static AccumulatorCase<RowSpaceFactor> rowSpace(
      String name, HiddenStack stack, RowSpaceMethod method, long rows) {
    RowsPass pass = new RowsPass(stack, method, rows);
    return new AccumulatorCase<>(
        name,
        method instanceof SmallSide ? new OfATenth<>(pass) : pass,
        (a, b) -> {
          assertThat(a.rows()).isEqualTo(b.rows()).isPositive();
          try (RowSpace left = method.decide(a);
              RowSpace right = method.decide(b)) {
            close(left.singularValues(), right.singularValues());
          }
        });
  }

  /** For what only few samples fit: sees about a tenth of them, chosen by content. */
  private static final class OfATenth<P extends Serializable> extends Delegating<P> {
    private static final long serialVersionUID = 1L;

    OfATenth(Accumulator<P> inner) {
      super(inner);
    }

    @Override
    public Running<P> begin() {
      Running<P> running = inner.begin();
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          running.add(block.select(i -> Math.floorMod(block.hash(i), 10) == 0));
        }

        @Override
        public P finish() {
          return running.finish();
        }

        @Override
        public void close() {
          running.close();
        }
      };
    }
  }

  private static HiddenStack stack(int... widths) {
    Layer[] layers = new Layer[widths.length];
    int inputs = TestBlocks.FEATURES;
    for (int u = 0; u < widths.length; u++) {
      layers[u] = layer(widths[u], inputs, u);
      inputs = widths[u];
    }
    return new HiddenStack(List.of(layers), Activation.SIGMOID);
  }

  private static Layer layer(int outputs, int inputs, long seed) {
    Random random = new Random(seed);
    double[] weights = random.doubles((long) outputs * inputs, -0.3, 0.3).toArray();
    return new Layer(outputs, inputs, weights, random.doubles(outputs, -1, 1).toArray());
  }

  /** Sums of a few hundred terms of mixed sign: 1e-12 of the largest is far above rounding. */
  private static void close(double[] a, double[] b) {
    assertThat(a).hasSameSizeAs(b);
    double largest = 1;
    for (double value : b) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int k = 0; k < a.length; k++) {
      assertThat(a[k]).isCloseTo(b[k], within(1e-12 * largest));
    }
  }
}
