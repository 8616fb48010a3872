package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.extremum.finetuning.FinetuningCases;
import org.extremum.initialization.Pool;
import org.extremum.linalg.Gram;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.linalg.SmallSide;
import org.extremum.linalg.Tsqr;
import org.extremum.moments.FoldMoments;
import org.extremum.moments.FoldsPass;
import org.extremum.moments.GradientRows;
import org.extremum.moments.KeptMoments;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPair;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.Precision;
import org.extremum.moments.RowsPass;
import org.extremum.moments.Sketch;
import org.extremum.moments.WideningPass;
import org.extremum.network.Activation;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.polarization.CandidateLosses;
import org.extremum.polarization.CandidateScores;
import org.extremum.polarization.HingeCase;
import org.extremum.polarization.LogisticCase;
import org.extremum.polarization.OutputScores;
import org.extremum.polarization.Scale;
import org.extremum.reference.ByHand;
import org.extremum.reference.Close;
import org.extremum.samples.Accumulator;
import org.extremum.samples.Conflicts;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.KeyedFolds;
import org.extremum.samples.PresentMeans;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;
import org.extremum.samples.SurfaceStatistics;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;
import org.extremum.verification.Signs;
import org.extremum.verification.Stationarity;

/** The accumulators of the numerical rooms, for {@link AccumulatorCases}. */
final class NetworkCases {
  /** Sums of 300 terms: 300ε, and a few digits for means of surfaces over some magnitudes. */
  private static final double ROUNDING = 1e-11;

  /** Of sums of some hundred products in 24 bits. */
  private static final double SINGLE = 1e-6;

  private static final KeyHistogram.Counting KEYS =
      new KeyHistogram.Counting(42, RowHash.Purpose.HELD_OUT, TestBlocks.ESSENCES);

  private NetworkCases() {}

  static List<AccumulatorCase<?>> all() {
    ByHand one = gentle(TestBlocks.FEATURES, 12);
    ByHand two = gentle(TestBlocks.FEATURES, 5, 9);
    ByHand three = gentle(TestBlocks.FEATURES, 7, 3, 9);
    Network network = network(one);
    Conditions conditions = new Conditions(0.4, 0.6, 0.4);
    KeyedShare share = TestBlocks.local(1).aggregate(KEYS).share(KEYS, 0.3);
    int v = TestBlocks.ESSENCES;
    GradientRows some = GradientRows.about(60, TestBlocks.local(1).aggregate(KEYS), KEYS);
    KeyedFolds folds = TestBlocks.local(1).aggregate(KEYS).folds(KEYS, 3);
    Network doubled = network.withOutput(Scale.apply(2, network.output()));
    return List.of(
        new AccumulatorCase<>("key histogram", KEYS, NetworkCases::sameShares),
        new AccumulatorCase<>(
            "statistics",
            new SurfaceStatistics.Gathering(TestBlocks.FEATURES),
            NetworkCases::closeStatistics),
        new AccumulatorCase<>(
            "means of features",
            new Gaps<>(new PresentMeans.Gathering(TestBlocks.FEATURES)),
            NetworkCases::closeMeans),
        new AccumulatorCase<>(
            "means of features, nothing missing",
            new PresentMeans.Gathering(TestBlocks.FEATURES),
            NetworkCases::closeMeans),
        new AccumulatorCase<>(
            "duplicates",
            new Conflicts.Finding(TestBlocks.SAMPLES),
            (a, b) -> assertThat(a.count()).isEqualTo(b.count())),
        new AccumulatorCase<>(
            "duplicates, surfaces rounded",
            new Rounded<>(new Conflicts.Finding(TestBlocks.SAMPLES)),
            (a, b) -> {
              assertThat(b.count()).isGreaterThan(50);
              assertThat(a.count()).isEqualTo(b.count());
              assertThat(a.pairs()).hasSameSizeAs(b.pairs());
            }),
        new AccumulatorCase<>(
            "pool", Pool.Gathering.of(TestBlocks.FEATURES, counts(), 3), NetworkCases::samePool),
        new AccumulatorCase<>(
            "pool, small",
            new Pool.Gathering(TestBlocks.FEATURES, new int[] {7, 0, 4}, 3),
            NetworkCases::samePool),
        new AccumulatorCase<>(
            "moments", new MomentsPass(one.stack(), v, null), NetworkCases::closeMoments),
        new AccumulatorCase<>(
            "moments, held out",
            new MomentsPass(one.stack(), v, share),
            NetworkCases::closeMoments),
        new AccumulatorCase<>(
            "moments, single precision",
            new MomentsPass(one.stack(), v, share, null, some, Precision.FLOAT),
            (a, b) -> {
              closeMoments(a.training(), b.training(), SINGLE);
              closeMoments(a.heldOut(), b.heldOut(), SINGLE);
            }),
        new AccumulatorCase<>(
            "moments of folds, single precision",
            new FoldsPass(one.stack(), v, folds, null, GradientRows.ALL, Precision.FLOAT),
            (a, b) -> {
              for (int p = 0; p < a.folds().size(); p++) {
                closeMoments(a.folds().get(p), b.folds().get(p), SINGLE);
              }
            }),
        new AccumulatorCase<>(
            "moments, deep", new MomentsPass(two.stack(), v, share), NetworkCases::closeMoments),
        new AccumulatorCase<>(
            "moments, narrow",
            new MomentsPass(three.stack(), v, share),
            NetworkCases::closeMoments),
        new AccumulatorCase<>(
            "moments, sketched",
            new MomentsPass(two.stack(), v, share, new Sketch(9, 3), GradientRows.ALL),
            NetworkCases::closeMoments),
        new AccumulatorCase<>(
            "moments, gradients of some rows",
            new MomentsPass(one.stack(), v, share, null, some),
            NetworkCases::closeMoments),
        new AccumulatorCase<>(
            "moments, deep, gradients of some rows",
            new MomentsPass(two.stack(), v, share, null, some),
            NetworkCases::closeMoments),
        new AccumulatorCase<>(
            "moments of folds",
            new FoldsPass(one.stack(), v, folds, null, GradientRows.ALL),
            NetworkCases::closeFolds),
        new AccumulatorCase<>(
            "moments of folds, deep",
            new FoldsPass(two.stack(), v, folds, null, GradientRows.ALL),
            NetworkCases::closeFolds),
        new AccumulatorCase<>(
            "candidates",
            new CandidateScores.Gathering(
                one.stack(),
                OutputActivation.SIGMOID,
                v,
                Arrays.asList(network.output(), null, doubled.output()),
                folds,
                TestBlocks.SAMPLES),
            NetworkCases::closeCandidates),
        new AccumulatorCase<>(
            "moments of new neurons",
            new WideningPass(one.stack(), 5, v, some),
            NetworkCases::closeTails),
        new AccumulatorCase<>(
            "moments of new neurons, deep",
            new WideningPass(two.stack(), 5, v, GradientRows.ALL),
            NetworkCases::closeTails),
        rows(new Gram(), one),
        rows(new Tsqr(), two),
        rows(new Tsqr(), three),
        new AccumulatorCase<>(
            "rows by the small side",
            new Rarely<>(
                new RowsPass(gentle(TestBlocks.FEATURES, 400).stack(), new SmallSide(), 300)),
            (a, b) -> closeSpectra(new SmallSide(), a, b)),
        HingeCase.of(one.stack(), v, OutputActivation.SIGMOID),
        HingeCase.of(one.stack(), v, OutputActivation.SOFTMAX),
        LogisticCase.of(one.stack(), v),
        LogisticCase.of(two.stack(), v),
        LogisticCase.inFloat(one.stack(), v),
        LogisticCase.kept(TestBlocks.FEATURES, v),
        new AccumulatorCase<>(
            "scores",
            new OutputScores.Gathering(network, TestBlocks.SAMPLES),
            (a, b) -> {
              assertThat(a.samples()).isEqualTo(b.samples()).isEqualTo(TestBlocks.SAMPLES);
              assertThat(a.essencesPresent()).isEqualTo(b.essencesPresent());
            }),
        new AccumulatorCase<>(
            "evaluation",
            new Evaluation.Scoring(network, conditions),
            NetworkCases::closeEvaluation),
        new AccumulatorCase<>(
            "evaluation, softmax",
            new Evaluation.Scoring(network(one, OutputActivation.SOFTMAX), conditions),
            NetworkCases::closeEvaluation),
        new AccumulatorCase<>("signs", new Signs.Checking(network), NetworkCases::closeSigns),
        new AccumulatorCase<>(
            "signs, softmax",
            new Signs.Checking(network(one, OutputActivation.SOFTMAX)),
            NetworkCases::closeSigns),
        new AccumulatorCase<>(
            "stationarity", new Stationarity.Measuring(network), NetworkCases::closeStationarity),
        new AccumulatorCase<>(
            "stationarity, residuals kept",
            Stationarity.Measuring.keeping(network),
            NetworkCases::closeStationarity),
        new AccumulatorCase<>(
            "stationarity, deep",
            new Stationarity.Measuring(network(two)),
            NetworkCases::closeStationarity));
  }

  static List<AccumulatorCase<?>> finetuning() {
    return FinetuningCases.of(network(gentle(TestBlocks.FEATURES, 5, 9)), TestBlocks.SAMPLES);
  }

  private static long[] counts() {
    return TestBlocks.local(1)
        .aggregate(new SurfaceStatistics.Gathering(TestBlocks.FEATURES))
        .counts();
  }

  /** Weights small enough for surfaces that reach some thousands. */
  static ByHand gentle(int... widths) {
    ByHand network = ByHand.random(Activation.TANH, 5, widths);
    for (double[] row : network.weights()[0]) {
      for (int j = 0; j < row.length; j++) {
        row[j] *= 0.05;
      }
    }
    return network;
  }

  static Network network(ByHand hidden) {
    return network(hidden, OutputActivation.SIGMOID);
  }

  private static Network network(ByHand hidden, OutputActivation activation) {
    ByHand output = ByHand.random(Activation.TANH, 6, hidden.width(), TestBlocks.ESSENCES);
    return new Network(
        Standardiser.none(TestBlocks.FEATURES),
        hidden.stack(),
        ByHand.layer(output.weights()[0], output.biases()[0]),
        activation);
  }

  private static AccumulatorCase<?> rows(RowSpaceMethod method, ByHand network) {
    long rows = (long) TestBlocks.SAMPLES * network.stack().equationsPerSample();
    return new AccumulatorCase<>(
        "rows by " + method.name() + ", " + network.stack().depth() + " layers",
        new RowsPass(network.stack(), method, rows),
        (a, b) -> closeSpectra(method, a, b));
  }

  private static void closeSpectra(RowSpaceMethod method, RowSpaceFactor a, RowSpaceFactor b) {
    assertThat(a.rows()).isEqualTo(b.rows()).isGreaterThan(100);
    // A Gram's eigenvalues are good to 300ε·λ_max, the roots of small ones to the root of that.
    double tolerance = method instanceof Gram ? 1e-6 : ROUNDING;
    try (RowSpace left = method.decide(a);
        RowSpace right = method.decide(b)) {
      Close.assertClose(left.singularValues(), right.singularValues(), tolerance);
    }
  }

  private static void sameShares(KeyHistogram a, KeyHistogram b) {
    for (double fraction : new double[] {0.1, 0.5, 0.77}) {
      assertThat(a.share(KEYS, fraction).bins()).isEqualTo(b.share(KEYS, fraction).bins());
    }
  }

  private static void closeStatistics(SurfaceStatistics a, SurfaceStatistics b) {
    assertThat(a.samples()).isEqualTo(b.samples());
    assertThat(a.counts()).isEqualTo(b.counts());
    for (int j = 0; j < a.features(); j++) {
      double deviation = b.deviation(j);
      assertThat(a.mean(j)).isCloseTo(b.mean(j), within(ROUNDING * deviation));
      assertThat(a.deviation(j)).isCloseTo(deviation, within(ROUNDING * deviation));
      assertThat(a.max(j)).isEqualTo(b.max(j));
    }
  }

  private static void closeMeans(PresentMeans a, PresentMeans b) {
    assertThat(a.incompleteRows()).isEqualTo(b.incompleteRows());
    assertThat(a.missingValues()).isEqualTo(b.missingValues());
    for (int j = 0; j < a.means().length; j++) {
      assertThat(a.isPresent(j)).isEqualTo(b.isPresent(j));
      double scale = Math.max(1, Math.abs(b.means()[j]));
      assertThat(a.means()[j]).isCloseTo(b.means()[j], within(ROUNDING * scale));
    }
  }

  private static void samePool(Pool a, Pool b) {
    List<List<Pool.Point>> left = a.byEssence();
    List<List<Pool.Point>> right = b.byEssence();
    assertThat(left).hasSameSizeAs(right);
    for (int v = 0; v < left.size(); v++) {
      assertThat(left.get(v)).hasSameSizeAs(right.get(v));
      for (int k = 0; k < left.get(v).size(); k++) {
        assertThat(left.get(v).get(k).values()).isEqualTo(right.get(v).get(k).values());
        assertThat(left.get(v).get(k).coordinates()).isEqualTo(right.get(v).get(k).coordinates());
      }
    }
  }

  private static void closeMoments(MomentsPair a, MomentsPair b) {
    closeMoments(a.training(), b.training());
    if (b.heldOut() != null) {
      closeMoments(a.heldOut(), b.heldOut());
    }
  }

  private static void closeFolds(FoldMoments a, FoldMoments b) {
    for (int p = 0; p < b.folds().size(); p++) {
      closeMoments(a.folds().get(p), b.folds().get(p));
    }
  }

  private static void closeCandidates(CandidateScores a, CandidateScores b) {
    assertThat(a.candidates()).hasSameSizeAs(b.candidates());
    double[] ones = new double[b.candidates().size()];
    Arrays.fill(ones, 1);
    var left = CandidateLosses.logLosses(a.candidates(), ones);
    var right = CandidateLosses.logLosses(b.candidates(), ones);
    for (int c = 0; c < ones.length; c++) {
      assertThat(a.candidates().get(c).samples()).isEqualTo(b.candidates().get(c).samples());
      assertThat(left.mean(c)).isCloseTo(right.mean(c), within(ROUNDING * right.mean(c)));
    }
  }

  private static void closeTails(Moments a, Moments b) {
    KeptMoments.arrays(b, "")
        .forEach(
            (name, numbers) ->
                Close.assertClose(KeptMoments.arrays(a, "").get(name), numbers, ROUNDING));
    assertThat(a.samples()).isEqualTo(b.samples());
  }

  private static void closeMoments(Moments a, Moments b) {
    closeMoments(a, b, ROUNDING);
  }

  private static void closeMoments(Moments a, Moments b, double rounding) {
    Close.assertClose(a.values().values(), b.values().values(), rounding);
    Close.assertClose(a.slopes().values(), b.slopes().values(), rounding);
    Close.assertClose(a.valueSum(), b.valueSum(), rounding);
    assertThat(a.samples()).isEqualTo(b.samples());
  }

  private static void closeEvaluation(Evaluation a, Evaluation b) {
    assertThat(a.confusion()).isDeepEqualTo(b.confusion());
    assertThat(a.logLoss()).isCloseTo(b.logLoss(), within(ROUNDING * b.logLoss()));
    assertThat(a.calibrationError())
        .isCloseTo(b.calibrationError(), within(ROUNDING * b.calibrationError()));
    assertThat(a.weakenedShare()).isEqualTo(b.weakenedShare());
  }

  private static void closeSigns(Signs a, Signs b) {
    assertThat(a.wrong()).isEqualTo(b.wrong());
    assertThat(a.leastMargin()).isCloseTo(b.leastMargin(), within(ROUNDING * 100));
  }

  private static void closeStationarity(Stationarity a, Stationarity b) {
    assertThat(a.samples()).isEqualTo(b.samples());
    assertThat(a.max()).isCloseTo(b.max(), within(ROUNDING * b.max()));
    assertThat(a.rms()).isCloseTo(b.rms(), within(ROUNDING * b.rms()));
  }

  /** Feeds another accumulator an eighth of the samples, chosen by content. */
  record Rarely<P extends Serializable>(Accumulator<P> fed) implements Accumulator<P> {
    @Override
    public String name() {
      return fed.name();
    }

    @Override
    public Running<P> begin() {
      return new Feeding<>(fed.begin()) {
        @Override
        SampleBlock changed(SampleBlock block) {
          return block.select(i -> (block.hash(i) & 7) == 0);
        }
      };
    }

    @Override
    public P merge(P left, P right) {
      return fed.merge(left, right);
    }
  }

  /** Feeds another accumulator surfaces of signs only, so that many are equal. */
  record Rounded<P extends Serializable>(Accumulator<P> fed) implements Accumulator<P> {
    @Override
    public String name() {
      return fed.name();
    }

    @Override
    public Running<P> begin() {
      return new Feeding<>(fed.begin()) {
        @Override
        SampleBlock changed(SampleBlock block) {
          int m = block.features();
          double[] values = new double[block.size() * m];
          int[] essences = new int[block.size()];
          double[] weights = new double[block.size()];
          long[] positions = new long[block.size()];
          for (int i = 0; i < block.size(); i++) {
            double[] surface = block.surface(i);
            for (int j = 0; j < m; j++) {
              values[i * m + j] = Math.signum(surface[j]);
            }
            essences[i] = block.essence(i);
            weights[i] = block.weight(i);
            positions[i] = block.position(i);
          }
          return SampleBlock.dense(m, values, essences, weights, positions);
        }
      };
    }

    @Override
    public P merge(P left, P right) {
      return fed.merge(left, right);
    }
  }

  /** Feeds another accumulator surfaces of which some values are missing, chosen by content. */
  record Gaps<P extends Serializable>(Accumulator<P> fed) implements Accumulator<P> {
    @Override
    public String name() {
      return fed.name();
    }

    @Override
    public Running<P> begin() {
      return new Feeding<>(fed.begin()) {
        @Override
        SampleBlock changed(SampleBlock block) {
          int m = block.features();
          double[] values = new double[block.size() * m];
          for (int i = 0; i < block.size(); i++) {
            double[] surface = block.surface(i);
            for (int j = 0; j < m; j++) {
              boolean gap = j == 1 || (block.hash(i) >>> j & 3) == 0; // feature 1 is never there
              double none = (j & 1) == 0 ? Double.NaN : Double.POSITIVE_INFINITY;
              values[i * m + j] = gap ? none : surface[j];
            }
          }
          return block.withSurfaces(values);
        }
      };
    }

    @Override
    public P merge(P left, P right) {
      return fed.merge(left, right);
    }
  }

  private abstract static class Feeding<P> implements Accumulator.Running<P> {
    private final Accumulator.Running<P> running;

    Feeding(Accumulator.Running<P> running) {
      this.running = running;
    }

    abstract SampleBlock changed(SampleBlock block);

    @Override
    public void add(SampleBlock block) {
      running.add(changed(block));
    }

    @Override
    public P finish() {
      return running.finish();
    }

    @Override
    public void close() {
      running.close();
    }
  }
}
