package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.polarization.Scale;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;
import org.junit.jupiter.api.Test;

/** Two networks on the same samples, against a loop over them. */
class HoldoutTest {
  private static final Conditions CONDITIONS = new Conditions(0.01, 0.1, 0.05);

  private static final int FEATURES = 3;
  private static final int SAMPLES = 200;

  private final SampleBlock samples = samples();

  private static SampleBlock samples() {
    Random random = new Random(1);
    return SampleBlock.dense(
        FEATURES,
        random.doubles(FEATURES * SAMPLES, -2, 2).toArray(),
        random.ints(SAMPLES, 0, 3).toArray(),
        random.doubles(SAMPLES, 0.5, 2).toArray(),
        random.longs(SAMPLES).toArray());
  }

  /** A standardiser of its own: champion and challenger may have been drawn apart. */
  private static Network network(int essences, long seed) {
    Random random = new Random(seed);
    int[] kept = {0, 1, 2};
    double[] means = random.doubles(FEATURES).toArray();
    double[] scales = random.doubles(FEATURES, 0.5, 2).toArray();
    return new Network(
        new Standardiser(FEATURES, kept, means, scales),
        new HiddenStack(List.of(layer(5, FEATURES, random)), Activation.SIGMOID),
        layer(essences, 5, random));
  }

  private static Layer layer(int outputs, int inputs, Random random) {
    return new Layer(
        outputs,
        inputs,
        random.doubles((long) outputs * inputs, -3, 3).toArray(),
        random.doubles(outputs, -1, 1).toArray());
  }

  private Holdout judge(Network champion, Network challenger) {
    LocalSampleStore store =
        new LocalSampleStore(
            FEATURES,
            List.of(
                List.of(samples.select(i -> i < 60), samples.select(i -> i >= 60 && i < 90)),
                List.of(),
                List.of(samples.select(i -> i >= 90))));
    return store.aggregate(new Holdout.Judging(champion, challenger, CONDITIONS));
  }

  private boolean right(Network network, int i) {
    double[] features = new double[FEATURES];
    samples.forEachNonZero(i, (j, value) -> features[j] = value);
    return Network.argmax(network.raw(features)) == samples.essence(i);
  }

  @Test
  void countsBothAndWhereTheyDiffer() {
    Network champion = network(2, 5); // does not know essence 2
    Network challenger = network(3, 6);
    Holdout holdout = judge(champion, challenger);

    long[] right = new long[3];
    long[] oldRight = new long[3];
    long championOnly = 0;
    long challengerOnly = 0;
    for (int i = 0; i < SAMPLES; i++) {
      boolean is = right(challenger, i);
      boolean was = right(champion, i);
      right[samples.essence(i)] += is ? 1 : 0;
      oldRight[samples.essence(i)] += was ? 1 : 0;
      championOnly += was && !is ? 1 : 0;
      challengerOnly += is && !was ? 1 : 0;
    }
    Figures now = holdout.challenger();
    Figures before = holdout.champion().orElseThrow();
    for (int v = 0; v < 3; v++) {
      assertThat(now.correct(v)).isEqualTo(right[v]);
      assertThat(before.correct(v)).isEqualTo(oldRight[v]);
      assertThat(before.samples(v)).isEqualTo(now.samples(v)).isGreaterThan(40);
    }
    assertThat(oldRight[2]).isZero();
    assertThat(holdout.discordance())
        .contains(new Discordance(SAMPLES, championOnly, challengerOnly));
    assertThat(championOnly).isPositive();
    assertThat(challengerOnly).isPositive();
  }

  @Test
  void figuresAreThoseOfAnEvaluation() {
    Network network = network(3, 6);
    Evaluation evaluation =
        network
            .standardiser()
            .view(new LocalSampleStore(FEATURES, List.of(List.of(samples))))
            .aggregate(new Evaluation.Scoring(network, new Conditions(0.01, 0.1, 0.05)));
    Figures expected = Figures.of(evaluation);
    Figures figures = judge(null, network).challenger();
    assertThat(figures.accuracy()).isEqualTo(expected.accuracy()).isEqualTo(evaluation.accuracy());
    assertThat(figures.logLoss()).isCloseTo(expected.logLoss(), within(1e-13));
    for (int v = 0; v < 3; v++) {
      assertThat(figures.recall(v)).isEqualTo(expected.recall(v)).isEqualTo(evaluation.recall(v));
    }
  }

  @Test
  void theChampionsLogLossIsOverWhatItKnows() {
    Network champion = network(2, 5);
    double expected =
        judge(null, champion, samples.select(i -> samples.essence(i) < 2)).challenger().logLoss();
    assertThat(judge(champion, network(3, 6)).champion().orElseThrow().logLoss())
        .isCloseTo(expected, within(1e-13));
  }

  private static Holdout judge(Network champion, Network challenger, SampleBlock block) {
    return new LocalSampleStore(FEATURES, List.of(List.of(block)))
        .aggregate(new Holdout.Judging(champion, challenger, CONDITIONS));
  }

  @Test
  void networksThatShareHiddenLayersAreJudgedAsIfApart() {
    Network challenger = network(3, 6);
    Layer other = layer(2, 5, new Random(9));
    Network shared = challenger.withOutput(other);
    Network apart =
        new Network(
            challenger.standardiser(),
            new HiddenStack(challenger.hidden().layers(), Activation.SIGMOID),
            other);
    Holdout together = judge(shared, challenger);
    Holdout separate = judge(apart, challenger);
    assertThat(together.discordance()).isEqualTo(separate.discordance());
    assertThat(together.evaluation().confusion()).isDeepEqualTo(separate.evaluation().confusion());
    Figures figures = together.champion().orElseThrow();
    assertThat(figures.logLoss())
        .isCloseTo(separate.champion().orElseThrow().logLoss(), within(1e-13));
    assertThat(figures.correct()).isEqualTo(separate.champion().orElseThrow().correct());
  }

  @Test
  void outputsScoredBeforeTheScaleIsKnownJudgeAsTheScaledNetworkDoes() {
    double kappa = 2.5;
    Network challenger = network(3, 6);
    Network scaled = challenger.withOutput(Scale.apply(kappa, challenger.output()));
    for (Network champion : new Network[] {network(2, 5), null}) {
      Holdout expected = judge(champion, scaled);
      Holdout holdout =
          new LocalSampleStore(FEATURES, List.of(List.of(samples)))
              .aggregate(new PairedOutputs.Scoring(champion, challenger))
              .judged(kappa, champion, scaled, CONDITIONS);
      assertThat(holdout.discordance()).isEqualTo(expected.discordance());
      assertThat(holdout.evaluation().confusion()).isDeepEqualTo(expected.evaluation().confusion());
      assertThat(holdout.challenger().logLoss())
          .isCloseTo(expected.challenger().logLoss(), within(1e-12));
      assertThat(holdout.evaluation().halfShare()).isEqualTo(expected.evaluation().halfShare());
      expected
          .champion()
          .ifPresent(
              figures ->
                  assertThat(holdout.champion().orElseThrow().logLoss())
                      .isCloseTo(figures.logLoss(), within(1e-12)));
    }
  }

  @Test
  void withoutAChampionThereIsNothingToCompareWith() {
    Holdout holdout = judge(null, network(3, 6));
    assertThat(holdout.champion()).isEmpty();
    assertThat(holdout.discordance()).isEmpty();
    assertThat(new Gate(0, 0.5, 0).decide(holdout, List.of("a", "b", "c")).promoted()).isTrue();
  }

  @Test
  void theGateSaysHowSureTheGainIs() {
    Decision decision =
        new Gate(0, -1, 1).decide(judge(network(2, 5), network(3, 6)), List.of("a", "b", "c"));
    Discordance pairs = decision.discordance().orElseThrow();
    assertThat(decision.toMap()).extracting("difference.mcnemar").isEqualTo(pairs.chance());
    assertThat(decision.line())
        .matches("promoted: accuracy .* % on 200 rows, champion .* %, gain .* points ± .*");
  }

  @Test
  void aChallengerThatKnowsLessIsRefused() {
    assertThatThrownBy(() -> new Holdout.Judging(network(3, 5), network(2, 6), CONDITIONS))
        .hasMessageContaining("at least 3 essences, got 3 and 2");
  }
}
