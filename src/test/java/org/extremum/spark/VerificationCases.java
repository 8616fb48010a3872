package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.reference.Close;
import org.extremum.verification.CertifiedRadii;
import org.extremum.verification.CertifiedRadius;
import org.extremum.verification.Condition;
import org.extremum.verification.Conditions;
import org.extremum.verification.CriticalPoints;
import org.extremum.verification.NoiseCurve;
import org.extremum.verification.ResidualHistogram;
import org.extremum.verification.Verdicts;

/** The accumulators of verification rounds and of curvature, for {@link AccumulatorCases}. */
final class VerificationCases {
  /** Differences of outputs of some tens, right to some ε of them. */
  private static final double ROUNDING = 1e-11;

  private static final Conditions CONDITIONS = new Conditions(0.4, 0.6, 0.4);

  private VerificationCases() {}

  static List<AccumulatorCase<?>> all() {
    Network one = NetworkCases.network(NetworkCases.gentle(TestBlocks.FEATURES, 12));
    Network two = NetworkCases.network(NetworkCases.gentle(TestBlocks.FEATURES, 5, 9));
    return List.of(
        new AccumulatorCase<>(
            "verdicts",
            new Verdicts.Judging(
                one,
                new Condition(Condition.Kind.HALF, OutputActivation.SIGMOID, CONDITIONS),
                1000),
            (a, b) -> {
              assertThat(a.verified()).isEqualTo(b.verified());
              assertThat(surfaces(a)).isEqualTo(surfaces(b)).hasSizeBetween(50, 300);
            }),
        new AccumulatorCase<>(
            "verdicts, few kept",
            new Verdicts.Judging(
                one, new Condition(Condition.Kind.ARGMAX, OutputActivation.SIGMOID, CONDITIONS), 9),
            (a, b) -> {
              assertThat(a.failed()).isEqualTo(b.failed());
              Close.assertClose(margins(a), margins(b), ROUNDING);
            }),
        new AccumulatorCase<>("critical points", counting(one), VerificationCases::sameCounts),
        new AccumulatorCase<>(
            "critical points, deep", counting(two), VerificationCases::sameCounts),
        new AccumulatorCase<>(
            "certified radii",
            new CertifiedRadii.Measuring(CertifiedRadius.of(one)),
            VerificationCases::closeRadii),
        new AccumulatorCase<>(
            "noise",
            new NoiseCurve.Measuring(one, new double[] {0, 0.5, 2}, 7),
            (a, b) -> {
              assertThat(a.samples()).isEqualTo(b.samples()).isEqualTo(TestBlocks.SAMPLES);
              for (int k = 0; k < 3; k++) {
                assertThat(a.accuracy(k)).isEqualTo(b.accuracy(k));
              }
            }),
        new AccumulatorCase<>(
            "residuals",
            new ResidualHistogram.Counting(one, new double[] {1, 2, 3}),
            VerificationCases::closeBins),
        new AccumulatorCase<>(
            "residuals, deep",
            new ResidualHistogram.Counting(two, new double[] {1, 2, 3}),
            VerificationCases::closeBins));
  }

  /** A residual at an edge may be rounded to either side of it. */
  private static void closeBins(ResidualHistogram a, ResidualHistogram b) {
    assertThat(Arrays.stream(a.counts()).sum() + a.zeros()).isEqualTo(3L * TestBlocks.SAMPLES);
    assertThat(a.zeros()).isEqualTo(b.zeros());
    long left = 0;
    long right = 0;
    for (int bin = 0; bin < a.counts().length; bin++) {
      left += a.counts()[bin];
      right += b.counts()[bin];
      assertThat(left).isCloseTo(right, within(1L));
    }
  }

  private static CriticalPoints.Counting counting(Network network) {
    return new CriticalPoints.Counting(network, new double[] {1, 2, 3}, 0.1, 7);
  }

  /** Essences and surfaces of the failures kept, whatever their order among rounded margins. */
  private static Set<List<Long>> surfaces(Verdicts verdicts) {
    return verdicts.worst().stream()
        .map(failure -> List.of((long) failure.essence(), failure.hash()))
        .collect(Collectors.toSet());
  }

  private static double[] margins(Verdicts verdicts) {
    return verdicts.worst().stream().mapToDouble(Verdicts.Failure::margin).toArray();
  }

  private static void sameCounts(CriticalPoints a, CriticalPoints b) {
    for (int y = 0; y < TestBlocks.ESSENCES; y++) {
      assertThat(a.own(y)).isEqualTo(b.own(y));
      assertThat(a.others(y)).isEqualTo(b.others(y));
    }
    assertThat(a.own().pairs()).isEqualTo(TestBlocks.SAMPLES);
  }

  private static void closeRadii(CertifiedRadii a, CertifiedRadii b) {
    long right = 0;
    for (int y = 0; y < TestBlocks.ESSENCES; y++) {
      assertThat(a.samples(y)).isEqualTo(b.samples(y));
      assertThat(a.wrong(y)).isEqualTo(b.wrong(y));
      if (a.samples(y) > 0) { // else infinite, whose distance to itself is not a number
        assertThat(a.min(y)).isCloseTo(b.min(y), within(ROUNDING));
      }
      right += a.samples(y);
    }
    assertThat(right).isBetween(50L, 250L);
  }
}
