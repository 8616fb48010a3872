package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;
import org.extremum.verification.Stationarity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Exact extrema at all 150 samples of iris, default options but for those named: 600 equations, of
 * which 596 are independent (method.md 12), for 2000 neurons.
 */
class ExactIrisTest {
  private static final Rows IRIS = DataFile.read("iris.csv");

  private static TrainingResult train(Map<String, Object> options) {
    Map<String, Object> asked = new HashMap<>(options);
    asked.put("extremum", "exact");
    return new Trainer(
            TrainingOptions.of(asked), new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED)
        .train(IRIS.store(), 3);
  }

  /** Residuals: √ε of the Gram's squaring leaves 1e-8, factors of A itself leave 1e-12. */
  @ParameterizedTest
  @CsvSource({"auto, smallSide, 1e-12", "gram, gram, 1e-8", "tsqr, tsqr, 1e-12"})
  void allSamplesAreStationaryAndIdeal(String rowSpace, String method, double residual) {
    TrainingResult result = train(Map.of("rowSpace", rowSpace));
    assertThat(result.outcome()).isEqualTo(Outcome.VERIFIED);
    assertThat(result.report().get("spectrum.method")).isEqualTo(method);
    assertThat(result.report().number("spectrum.rank")).isEqualTo(596);
    assertThat(result.report().number("spectrum.nullity")).isEqualTo(2000 - 596);

    var samples = result.network().standardiser().view(IRIS.store());
    Stationarity stationarity = samples.aggregate(new Stationarity.Measuring(result.network()));
    assertThat(stationarity.samples()).isEqualTo(150);
    assertThat(stationarity.max()).isLessThan(residual);
    Evaluation evaluation =
        samples.aggregate(
            new Evaluation.Scoring(result.network(), new Conditions(0.01, 0.1, 0.05)));
    assertThat(evaluation.accuracy()).isEqualTo(1);
    assertThat(evaluation.idealShare()).isEqualTo(1);
    assertThat(result.report().number("stationarity.max")).isEqualTo(stationarity.max());
    assertThat(result.report().number("train.accuracy")).isEqualTo(1);
  }

  /** Sampled pairs are numerically rank-poor: the Gram has to say so, not to invent a rank. */
  @Test
  void theGramOfSampledPairsHasNoGap() {
    TrainingResult result = train(Map.of("rowSpace", "gram", "initialization", "pairs"));
    assertThat(result.outcome()).isEqualTo(Outcome.NO_SPECTRAL_GAP);
    assertThat(result.network()).isNull();
    assertThat(result.outcome().advice()).contains("tsqr");
  }
}
