package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.extremum.training.TrainingReport;
import org.junit.jupiter.api.Test;

class ExactSummaryTest {
  private static TrainingReport report(long ownDefinite, long unknown) {
    TrainingReport report =
        new TrainingReport()
            .put(
                "layers",
                List.of(Map.of("u", 1, "state", "init"), Map.of("u", 2, "state", "update")))
            .put("certifiedRadius.lowest", 0.0125)
            .put("certifiedRadius.median", 0.25)
            .put("certifiedRadius.highest", 1.5)
            .put(
                "capacity",
                Map.of(
                    "centres", 12L,
                    "width", 200,
                    "equationsPerSample", 4,
                    "rankBound", 48L,
                    "widthForNullSpace", 49L,
                    "widthForEveryLabelling", 60L))
            .put("rounds", List.of(round(12, 48, 7, "PROMOTED"), round(19, 76, 0, "VERIFIED")));
    counts(report, "own", 19, ownDefinite, unknown);
    counts(report, "others", 38, 38, 0);
    return report;
  }

  private static void counts(
      TrainingReport report, String group, long pairs, long definite, long unknown) {
    String at = "criticalPoints." + group + ".";
    report.put(at + "pairs", pairs).put(at + "stationary", pairs).put(at + "rightSign", pairs);
    report.put(at + "definite", definite).put(at + "extrema", definite);
    report.put(at + "unknown", unknown);
  }

  private static Map<String, Object> round(long centres, int rank, long failed, String outcome) {
    return Map.of(
        "u",
        2,
        "centres",
        centres,
        "rank",
        rank,
        "nullity",
        200 - rank,
        "gap",
        12345.678,
        "verified",
        150 - centres - failed,
        "failed",
        failed,
        "promoted",
        failed,
        "outcome",
        outcome,
        "seconds",
        0.25);
  }

  @Test
  void roundsAreATable() {
    List<String> lines = ExactSummary.of(report(3, 0)).lines().toList();
    int header = lines.indexOf(lines.stream().filter(l -> l.startsWith("round")).findFirst().get());
    assertThat(lines.get(header).split("\\s+"))
        .containsExactly(
            "round",
            "centres",
            "rank",
            "nullity",
            "gap",
            "verified",
            "failed",
            "promoted",
            "outcome",
            "seconds");
    assertThat(lines.get(header + 1).split("\\s+"))
        .containsExactly("1", "12", "48", "152", "1.2e+04", "131", "7", "7", "PROMOTED", "0.3");
    assertThat(lines.get(header + 2).split("\\s+"))
        .containsExactly("2", "19", "76", "124", "1.2e+04", "131", "0", "0", "VERIFIED", "0.3");
    assertThat(lines.get(header + 1)).hasSameSizeAs(lines.get(header));
  }

  @Test
  void aSaddleIsNotCalledAnExtremum() {
    assertThat(ExactSummary.of(report(3, 2)))
        .contains(
            "of 19 at central samples 19 stationary, 19 of the right sign, 3 definite"
                + " (2 not decided); all three: 3 maxima above zero")
        .contains("38 definite; all three: 38 minima below zero")
        .contains("a stationary point that is not definite is a saddle or flat, not an extremum");
    assertThat(ExactSummary.of(report(19, 0)))
        .contains("every one is an extremum")
        .doesNotContain("saddle")
        .doesNotContain("not decided");
  }

  @Test
  void layersRadiiAndCapacityInWords() {
    assertThat(ExactSummary.of(report(3, 0)))
        .contains("layers        1 init, 2 update")
        .contains("at least 0.0125, median 0.2500, highest 1.5000 (distance D_s")
        .contains("12 centres of 4 equations: rank at most 48 of 200 neurons")
        .contains("a null space from 49 on, every labelling from about 60");
  }

  @Test
  void nothingIsSaidWhereNothingWasMeasured() {
    TrainingReport weakened =
        new TrainingReport().put("layers", List.of(Map.of("u", 1, "state", "init")));
    assertThat(ExactSummary.of(weakened)).isEmpty();
  }
}
