package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.extremum.training.Problem;
import org.extremum.training.TrainingOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedOptionsTest {
  static List<Map<String, Object>> refused() {
    return List.of(
        Map.of("extremum", "exact"),
        Map.of("polarization", "logistic"),
        Map.of("fineTuning", 3L),
        Map.of("prototypes", 2L),
        Map.of("precision", "float"),
        Map.of("handleInvalid", "keep"),
        Map.of("validationIndicatorCol", "held"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatNeedsOldRowsIsRefused(Map<String, Object> options) {
    assertThatThrownBy(() -> Supported.require(TrainingOptions.of(options)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining(options.keySet().iterator().next())
        .hasMessageNotContaining("\n")
        .satisfies(e -> assertThat(((Problem) e).kind()).isEqualTo(Problem.Kind.USAGE));
  }
}
