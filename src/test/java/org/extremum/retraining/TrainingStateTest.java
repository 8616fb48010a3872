package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.retraining.States.difference;
import static org.extremum.retraining.States.distance;
import static org.extremum.retraining.States.founded;
import static org.extremum.retraining.States.joined;
import static org.extremum.retraining.States.labels;
import static org.extremum.retraining.States.options;
import static org.extremum.retraining.States.solved;
import static org.extremum.retraining.States.statistics;
import static org.extremum.retraining.States.told;
import static org.extremum.retraining.States.weighted;
import static org.extremum.retraining.States.with;
import static org.extremum.retraining.States.without;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.network.Network;
import org.extremum.polarization.Scale;
import org.extremum.reference.Rows;
import org.extremum.training.MemoryBudget;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingResult;
import org.extremum.verification.Conditions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adding, forgetting and decay against what one training on the same rows has. */
class TrainingStateTest {
  /** Sums of 400 terms differ by 400ε at most; promised are 1e-9. */
  private static final double MOMENTS = 400 * Math.ulp(1.0);

  /** Promised (method.md 11). */
  private static final double SCORES = 1e-6;

  private static final int ESSENCES = 3;
  private static final Rows ALL = told(Rows.random(400, 5, ESSENCES, true, 1));

  /** Of very different sizes. */
  private static final List<Rows> PARTS =
      List.of(
          ALL.select(i -> i < 150),
          ALL.select(i -> i >= 150 && i < 153),
          ALL.select(i -> i >= 153 && i < 300),
          ALL.select(i -> i >= 300));

  static Stream<Map<String, Object>> kinds() {
    return Stream.of(
        options(),
        options("gamma", 0.0, "fitIntercept", false),
        options("hiddenLayers", List.of(7L, 30L), "activation", "tanh"),
        options("hiddenLayers", List.of(7L, 30L), "sketchDirections", 2L),
        options("gradientRows", 20L, "gamma", 3.0),
        options("classWeighting", "balanced", "outputActivation", "softmax"),
        options("initialization", "gaussian", "standardization", "none"));
  }

  private static TrainingState added(TrainingState state, List<Integer> order) {
    TrainingState sum = state;
    for (int part : order) {
      sum = with(sum, "part " + part, PARTS.get(part));
    }
    return sum;
  }

  private static TrainingState empty(TrainingState state) {
    return TrainingState.empty(state.frozen(), state.labels());
  }

  private static void assertSame(TrainingState a, TrainingState b) {
    assertThat(distance(a, b)).isLessThan(MOMENTS);
    assertThat(a.counts()).isEqualTo(b.counts());
    StateSolution left = solved(a);
    StateSolution right = solved(b);
    assertThat(left.scale()).isCloseTo(right.scale(), within(SCORES * right.scale()));
    assertThat(difference(left.network(), right.network(), ALL)).isLessThan(SCORES);
    assertThat(difference(left.withoutTenth(), right.withoutTenth(), ALL)).isLessThan(SCORES);
    for (int j = 0; j < left.means().length; j++) {
      assertThat(left.means()[j]).isCloseTo(right.means()[j], within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void batchesInAnyOrderAreOneBatch(Map<String, Object> options) {
    TrainingState state = founded(PARTS.get(0), ESSENCES, options);
    TrainingState whole = with(empty(state), "all", ALL);
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
    for (int shuffle = 0; shuffle < 4; shuffle++) {
      assertSame(added(empty(state), order), whole);
      Collections.shuffle(order, new Random(shuffle));
    }
  }

  /** The trainer holds out another tenth, so that κ differs; before κ the outputs are the same. */
  @ParameterizedTest
  @MethodSource("kinds")
  void batchesAreOneTraining(Map<String, Object> options) {
    TrainingResult trained =
        new Trainer(
                TrainingOptions.of(options),
                new BreezeMinimizer(),
                Progress.NONE,
                MemoryBudget.UNLIMITED)
            .train(ALL.store(), ESSENCES);
    Network expected = trained.requireNetwork();
    StateSolution solution = solved(added(founded(ALL, ESSENCES, options), List.of(0, 1, 2, 3)));
    assertThat(solution.network().hidden().layers().get(0).weights())
        .isEqualTo(expected.hidden().layers().get(0).weights());
    assertThat(
            difference(
                unscaled(solution.network(), solution.scale()),
                unscaled(expected, trained.report().number("resolved.scale")),
                ALL))
        .isLessThan(SCORES);
    assertThat(solution.means()[2]).isCloseTo(trained.content().means()[2], within(1e-12));
    assertThat(solution.scaleFittedOn()).isEqualTo("heldOut");
    assertThat(solution.scale())
        .isBetween(
            0.5 * trained.report().number("resolved.scale"),
            2 * trained.report().number("resolved.scale"));
  }

  private static Network unscaled(Network network, double kappa) {
    return network.withOutput(Scale.apply(1 / kappa, network.output()));
  }

  @Test
  void layoutDoesNotShow() {
    TrainingState state = founded(ALL, ESSENCES, options());
    TrainingState whole = with(empty(state), "all", ALL);
    for (int partitions : new int[] {2, 7}) {
      BatchStatistics split =
          statistics(state, ALL.shuffled(partitions).store(partitions, 9, true), ALL.size());
      TrainingState other =
          empty(state).add(Batch.arriving("all", "", ALL.size(), true, false), split);
      assertSame(other, whole);
      assertThat(other.sums().judges().rows().stream().map(Judge::key))
          .isEqualTo(whole.sums().judges().rows().stream().map(Judge::key).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void forgettingUndoesAdding(Map<String, Object> options) {
    TrainingState state = founded(PARTS.get(0), ESSENCES, options);
    TrainingState all = added(empty(state), List.of(0, 1, 2, 3));
    TrainingState rest = without(without(all, "part 2", PARTS.get(2)), "part 1", PARTS.get(1));
    TrainingState never = added(empty(state), List.of(0, 3));
    assertSame(rest, never);
    assertThat(rest.ledger().find("part 2").orElseThrow().present()).isFalse();
    assertThat(rest.ledger().present()).hasSize(2);
  }

  @Test
  void whatIsForgottenAltogetherLeavesNothing() {
    TrainingState state = added(founded(ALL, ESSENCES, options()), List.of(0, 2));
    state = without(without(state.decay(0.3), "part 0", PARTS.get(0)), "part 2", PARTS.get(2));
    assertThat(state.sums().training().values().maxAbs()).isZero();
    assertThat(state.sums().heldOut().slopes().maxAbs()).isZero();
    assertThat(state.sums().training().weight()).isZero();
    assertThat(state.sums().judges().count()).isZero();
    assertThat(state.drift()).isZero();
    TrainingState nothing = state;
    assertThatThrownBy(() -> solved(nothing)).hasMessageContaining("at least two, got 0");
    assertSame(with(state, "part 1", PARTS.get(3)), with(empty(state), "part 1", PARTS.get(3)));
  }

  /** A class of which all samples are forgotten is exactly as it was before they came. */
  @Test
  void aClassIsForgottenToTheLastBit() {
    TrainingState state = founded(ALL, ESSENCES, options());
    Rows two = ALL.select(i -> ALL.essences()[i] < 2);
    Rows third = ALL.select(i -> ALL.essences()[i] == 2 && i < 100);
    TrainingState rest =
        without(with(with(empty(state), "two", two), "third", third), "third", third);
    assertThat(rest.counts()[2]).isZero();
    assertThat(rest.weights()[2]).isZero();
    assertThat(rest.sums().training().valueSum(2)).containsOnly(0);
    assertSame(rest, with(empty(state), "two", two));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void decayMultipliesWeights(Map<String, Object> options) {
    TrainingState state = founded(PARTS.get(0), ESSENCES, options);
    TrainingState decayed = with(empty(state), "part 0", PARTS.get(0)).decay(0.7);
    decayed = with(with(decayed, "part 2", PARTS.get(2)), "part 3", PARTS.get(3)).decay(0.9);
    decayed = without(decayed, "part 2", PARTS.get(2));
    assertThat(decayed.ledger().find("part 0").orElseThrow().factor())
        .isCloseTo(0.63, within(1e-15));
    TrainingState expected =
        with(
            with(empty(state), "part 0", weighted(PARTS.get(0), 0.7 * 0.9)),
            "part 3",
            weighted(PARTS.get(3), 0.9));
    assertSame(decayed, expected);
    assertThat(decayed.weights()[1]).isCloseTo(expected.weights()[1], within(1e-12));
    assertThat(decayed.counts()).isEqualTo(expected.counts());
  }

  @Test
  void aNewClassComesLate() {
    Rows early = ALL.select(i -> ALL.essences()[i] < 2);
    Rows late = ALL.select(i -> ALL.essences()[i] == 2);
    TrainingState state = founded(early, 2, options());
    TrainingState two = with(empty(state), "early", early);
    assertThat(solved(two).network().essences()).isEqualTo(2);
    TrainingState three = with(two.withLabels(labels(3), new double[3]), "late", late);
    TrainingState atOnce =
        with(
            empty(state).withLabels(labels(3), new double[3]), "all", joined(List.of(early, late)));
    assertSame(three, atOnce);
    assertThat(solved(three).network().essences()).isEqualTo(3);
    // What was kept of a batch before the class came still fits.
    BatchStatistics before = statistics(state, early);
    assertThat(three.forget("early", before).counts()).containsExactly(0, 0, late.size());
  }

  @Test
  void namesOfClassesStay() {
    TrainingState state = founded(ALL, ESSENCES, options());
    for (List<String> names :
        List.of(
            List.of("class 0", "class 1"),
            List.of("class 1", "class 0", "class 2"),
            List.of("class 0", "class 1", "class two"),
            List.of("class 0", "class 1", "class 2", "class 1"))) {
      assertThatThrownBy(() -> state.withLabels(names, new double[4]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void classFactorsAreFrozenAndNewClassesGetTheirs() {
    Rows early = ALL.select(i -> ALL.essences()[i] < 2 && i < 200);
    TrainingState state = founded(early, 2, options("classWeighting", "balanced"));
    double[] founding = state.frozen().classFactors().factors();
    double[] weights = new double[2];
    IntStream.range(0, early.size())
        .forEach(i -> weights[early.essences()[i]] += early.weights()[i]);
    double total = weights[0] + weights[1];
    assertThat(founding[0]).isCloseTo(total / (2 * weights[0]), within(1e-12));
    state = with(state, "early", early);
    assertThat(state.weights()[0]).isCloseTo(weights[0], within(1e-10));
    assertThat(state.classFactorsMovedBy()[0]).isCloseTo(1, within(1e-12));
    // Of the new class 40 samples of weight 1 come, and 10 more of class 0.
    Rows late =
        Rows.random(50, 5, 2, false, 3)
            .withEssences(IntStream.range(0, 50).map(i -> i < 40 ? 2 : 0).toArray());
    state = with(state.withLabels(labels(3), new double[] {10, 0, 40}), "late", late);
    double[] factors = state.frozen().classFactors().factors();
    assertThat(factors[0]).isEqualTo(founding[0]);
    assertThat(factors[1]).isEqualTo(founding[1]);
    assertThat(factors[2]).isCloseTo((total + 50) / (3 * 40), within(1e-12));
    assertThat(state.classFactorsMovedBy()[2]).isCloseTo(1, within(1e-12));
    assertThat(state.classFactorsMovedBy()[0])
        .isCloseTo((total + 50) / (3 * (weights[0] + 10)) / founding[0], within(1e-12));
  }

  /** Rows of a class whose factor nobody decided would be there and weigh nothing. */
  @Test
  void aClassWithoutFactorIsRefused() {
    Rows early = ALL.select(i -> ALL.essences()[i] < 2);
    TrainingState state = founded(early, 3, options("classWeighting", "balanced"));
    assertThat(state.frozen().classFactors().factors()[2]).isZero();
    assertThatThrownBy(() -> statistics(state, ALL)).isInstanceOf(IllegalStateException.class);
    assertThat(statistics(state.withLabels(labels(3), new double[] {0, 0, 5}), ALL).samples())
        .isEqualTo(400);
  }

  @Test
  void whatCannotBeIsRefused() {
    TrainingState state = added(founded(ALL, ESSENCES, options()), List.of(0));
    assertThatThrownBy(() -> with(state, "part 0", PARTS.get(1))).hasMessageContaining("'part 0'");
    assertThatThrownBy(() -> without(state, "part 1", PARTS.get(1)))
        .hasMessageContaining("'part 1'");
    assertThatThrownBy(() -> without(state, "part 0", PARTS.get(1)))
        .hasMessageContaining("150 samples, got those of 3");
    for (double factor : new double[] {0, -1, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> state.decay(factor)).isInstanceOf(IllegalArgumentException.class);
    }
    assertSame(state, with(empty(state), "again", PARTS.get(0))); // and nothing has happened
  }

  @Test
  void withoutJudgesTheScaleBeforeServes() {
    TrainingState state = founded(ALL, ESSENCES, options());
    Rows few = ALL.select(i -> i < 60);
    BatchStatistics all = statistics(state, few);
    BatchStatistics none =
        new BatchStatistics(all.training(), all.heldOut(), all.features(), Judges.none());
    TrainingState added =
        empty(state).add(Batch.arriving("few", "", few.size(), true, false), none);
    StateSolution first = solved(added);
    assertThat(first.scale()).isEqualTo(1);
    assertThat(first.scaleFittedOn()).isEqualTo("none");
    assertThat(first.withoutTenth()).isNull();
    StateSolution second = solved(added.withScale(3.5));
    assertThat(second.scale()).isEqualTo(3.5);
    assertThat(second.scaleFittedOn()).isEqualTo("before");
  }

  @Test
  void theSolutionLeavesTheStateAlone() {
    TrainingState state = added(founded(ALL, ESSENCES, options()), List.of(0, 2));
    StateSolution once = solved(state);
    StateSolution twice = solved(state);
    assertThat(twice.network().output().weights()).isEqualTo(once.network().output().weights());
    assertThat(SolutionReport.of(state, once, States.steps()).number("samples")).isEqualTo(297);
  }

  @Test
  void scoringTheChampionOnTheSideChangesNothing() {
    Conditions conditions = new Conditions(0.01, 0.1, 0.05);
    TrainingState state = added(founded(ALL, ESSENCES, options()), List.of(0, 2));
    Network champion = solved(state).withoutTenth();
    state = with(state, "more", PARTS.get(3));
    StateSolution alone = solved(state);
    StateSolution judging = StateSolution.judging(state, champion, States.steps());
    assertThat(alone.outputs()).isNull();
    assertThat(judging.scale()).isCloseTo(alone.scale(), within(1e-12 * alone.scale()));
    Holdout holdout =
        judging.outputs().judged(judging.scale(), champion, judging.withoutTenth(), conditions);
    Holdout expected =
        state
            .sums()
            .judges()
            .store(state.frozen().standardiser().inputFeatures(), 16)
            .aggregate(new Holdout.Judging(champion, alone.withoutTenth(), conditions));
    assertThat(holdout.challenger().accuracy()).isEqualTo(expected.challenger().accuracy());
    assertThat(holdout.challenger().logLoss())
        .isCloseTo(expected.challenger().logLoss(), within(1e-9));
    assertThat(holdout.discordance()).isEqualTo(expected.discordance()).isPresent();
  }

  @Test
  void hiddenLayersThatAreTriedAreDecidedWhenAStateIsFounded() {
    for (List<Long> widths : List.of(List.of(12L), List.of(30L, 8L))) {
      Map<String, Object> asked =
          options("widthCandidates", widths, "initScaleCandidates", List.of(2.0));
      TrainingState state = added(founded(ALL, ESSENCES, asked), List.of(0, 1));
      TrainingOptions frozen = state.frozen().options();
      assertThat(frozen.triesHiddenLayers()).isFalse();
      assertThat(frozen.initScale()).isEqualTo(2);
      assertThat(widths).contains((long) frozen.hiddenLayers().get(0));
      assertThat(solved(state).network().hidden().width()).isEqualTo(frozen.hiddenLayers().get(0));
    }
  }
}
