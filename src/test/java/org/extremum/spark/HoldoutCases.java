package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Function;
import org.extremum.network.Network;
import org.extremum.retraining.Figures;
import org.extremum.retraining.Holdout;
import org.extremum.retraining.PairedOutputs;
import org.extremum.verification.Conditions;

/** Champion and challenger on a holdout, for {@link AccumulatorCases}. */
final class HoldoutCases {
  private static final Conditions CONDITIONS = new Conditions(0.01, 0.1, 0.05);

  /** Sums of 300 log-losses of some units: 300ε of their sum. */
  private static final double ROUNDING = 1e-11;

  private HoldoutCases() {}

  static List<AccumulatorCase<?>> all() {
    Network champion = NetworkCases.network(NetworkCases.gentle(TestBlocks.FEATURES, 12));
    Network challenger = NetworkCases.network(NetworkCases.gentle(TestBlocks.FEATURES, 5, 9));
    return List.of(
        new AccumulatorCase<>(
            "holdout", new Holdout.Judging(champion, challenger, CONDITIONS), HoldoutCases::close),
        new AccumulatorCase<>(
            "holdout, no champion",
            new Holdout.Judging(null, challenger, CONDITIONS),
            HoldoutCases::close),
        paired(champion, challenger),
        paired(null, challenger));
  }

  private static AccumulatorCase<PairedOutputs> paired(Network champion, Network challenger) {
    Function<PairedOutputs, Holdout> judged =
        outputs -> outputs.judged(0.7, champion, challenger, CONDITIONS);
    return new AccumulatorCase<>(
        champion == null ? "paired outputs, no champion" : "paired outputs",
        new PairedOutputs.Scoring(champion, challenger),
        (a, b) -> close(judged.apply(a), judged.apply(b)));
  }

  private static void close(Holdout a, Holdout b) {
    close(a.challenger(), b.challenger());
    assertThat(a.champion().isPresent()).isEqualTo(b.champion().isPresent());
    a.champion().ifPresent(figures -> close(figures, b.champion().orElseThrow()));
    assertThat(a.discordance()).isEqualTo(b.discordance());
  }

  private static void close(Figures a, Figures b) {
    assertThat(a.samples()).isEqualTo(b.samples()).isEqualTo(TestBlocks.SAMPLES);
    for (int v = 0; v < TestBlocks.ESSENCES; v++) {
      assertThat(a.correct(v)).isEqualTo(b.correct(v));
    }
    assertThat(a.logLoss()).isCloseTo(b.logLoss(), within(ROUNDING));
  }
}
