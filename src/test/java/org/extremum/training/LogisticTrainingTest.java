package org.extremum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.network.Layer;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code polarization=logistic} in a whole training. */
class LogisticTrainingTest {
  private static final Rows IRIS = DataFile.read("iris.csv");

  private static TrainingResult train(Rows rows, Map<String, ?> asked, Progress progress) {
    return train(rows, asked, progress, MemoryBudget.UNLIMITED);
  }

  private static TrainingResult train(
      Rows rows, Map<String, ?> asked, Progress progress, MemoryBudget budget) {
    Map<String, Object> all = new HashMap<>(Map.of("hiddenLayers", List.of(100L)));
    all.putAll(asked);
    return new Trainer(TrainingOptions.of(all), new BreezeMinimizer(), progress, budget)
        .train(rows.store(2, 64, false), 0);
  }

  private static TrainingResult logistic(Map<String, ?> asked) {
    Map<String, Object> all = new HashMap<>(asked);
    all.put("polarization", "logistic");
    return train(IRIS, all, Progress.NONE);
  }

  @ParameterizedTest
  @CsvSource({"auto, none", "softmax, none", "softmax, balanced"})
  void itTrainsAndTheReportSaysHow(String activation, String classWeighting) {
    Map<String, Object> asked =
        Map.of("outputActivation", activation, "classWeighting", classWeighting);
    TrainingReport solved = train(IRIS, asked, Progress.NONE).report();
    TrainingReport report = logistic(asked).report();
    assertThat(solved.get("resolved.polarization")).isEqualTo("leastSquares");
    assertThat(solved.get("logistic")).isNull();
    assertThat(report.get("outcome")).isEqualTo("SOLVED");
    assertThat(report.get("resolved.polarization")).isEqualTo("logistic");
    assertThat(report.get("resolved.scaleFittedOn")).isEqualTo("folds");
    assertThat(report.number("logistic.after")).isLessThan(report.number("logistic.before"));
    assertThat(report.number("logistic.curvature")).isPositive().isLessThan(0.25);
    assertThat(report.number("logistic.passes"))
        .isGreaterThan(report.number("logistic.iterations"));
    assertThat(report.get("resolved.outputActivation")).isEqualTo("softmax");
    // One flower of 150, either way.
    assertThat(report.number("train.accuracy"))
        .isGreaterThan(solved.number("train.accuracy") - 1.5 / 150);
  }

  /** A heap with room for the plan, and little beside it. */
  @ParameterizedTest
  @ValueSource(strings = {"double", "float"})
  void hiddenValuesAreKeptWhereTheyFit(String precision) {
    Map<String, Object> asked = Map.of("polarization", "logistic", "precision", precision);
    TrainingResult kept = train(IRIS, asked, Progress.NONE);
    long planned = (long) kept.report().number("memory.driverHeap");
    JavaHeap small = new JavaHeap(planned + 200_000, 0, 1, "");
    MemoryBudget budget =
        new MemoryBudget(Long.MAX_VALUE, Long.MAX_VALUE, small, JavaHeap.UNLIMITED, "");
    TrainingResult anew = train(IRIS, asked, Progress.NONE, budget);
    assertThat(kept.report().get("logistic.kept")).isEqualTo(true);
    assertThat(anew.report().get("logistic.kept")).isEqualTo(false);
    assertThat(anew.requireNetwork().output().weights())
        .isEqualTo(kept.requireNetwork().output().weights());
    assertThat(anew.report().number("logistic.after"))
        .isEqualTo(kept.report().number("logistic.after"));
  }

  @Test
  void theGaugeHolds() {
    Layer output = logistic(Map.of()).requireNetwork().output();
    for (int k = 0; k < output.inputs(); k++) {
      double sum = 0;
      double size = 0;
      for (int v = 0; v < 3; v++) {
        sum += output.weight(v, k);
        size += Math.abs(output.weight(v, k));
      }
      assertThat(sum).isCloseTo(0, within(1e-15 * size));
    }
  }

  @Test
  void twoEssencesAreMirrored() {
    Rows two = IRIS.select(i -> IRIS.essences()[i] > 0);
    int[] essences = new int[two.size()];
    java.util.Arrays.setAll(essences, i -> two.essences()[i] - 1);
    TrainingResult result =
        train(
            two.withEssences(essences),
            Map.of("polarization", "logistic", "regParam", 3e-3),
            Progress.NONE);
    Layer output = result.requireNetwork().output();
    for (int k = 0; k < output.inputs(); k++) {
      assertThat(output.weight(0, k)).isEqualTo(-output.weight(1, k));
    }
    assertThat(result.report().number("train.accuracy")).isGreaterThan(0.95);
  }

  @Test
  void deeperNetworksAndFineTuningGoOnFromIt() {
    TrainingReport report =
        logistic(Map.of("hiddenLayers", List.of(30L, 40L), "fineTuning", 5L)).report();
    assertThat((List<?>) report.get("fineTuning.rounds")).hasSize(2);
    assertThat(report.number("logistic.passes")).isPositive();
  }

  /** Two rows a class: no tenth is held out. */
  @Test
  void fewRowsWillDo() {
    Rows few = IRIS.select(i -> i % 50 < 2);
    TrainingReport report = train(few, Map.of("polarization", "logistic"), Progress.NONE).report();
    assertThat(report.get("outcome")).isEqualTo("SOLVED");
    assertThat(report.number("train.accuracy")).isEqualTo(1);
  }

  @Test
  void progressIsTold() {
    List<String> notes = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void stepStarted(String step, String detail) {}

          @Override
          public void stepEnded(String step, double seconds) {}

          @Override
          public void note(String message) {
            notes.add(message);
          }
        };
    train(IRIS, Map.of("polarization", "logistic"), progress);
    assertThat(notes).anyMatch(note -> note.startsWith("logistic: pass 5, loss "));
  }

  @Test
  void exactModeRefusesIt() {
    assertThatThrownBy(() -> logistic(Map.of("extremum", "exact")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("polarization")
        .hasMessageContaining("extremum=weakened");
  }

  @Test
  void sigmoidOutputsAreRefused() {
    assertThatThrownBy(() -> logistic(Map.of("outputActivation", "sigmoid")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("outputActivation")
        .hasMessageContaining("outputActivation=auto");
    assertThat(TrainingOptions.defaults().outputActivation()).isEqualTo("sigmoid");
  }

  @Test
  void memoryCountsWhatTheMinimizerKeeps() {
    TrainingReport solved = train(IRIS, Map.of(), Progress.NONE).report();
    TrainingReport report = logistic(Map.of()).report();
    // 10 pairs of corrections of 3 outputs on 100 neurons.
    assertThat(report.number("memory.driver"))
        .isGreaterThan(solved.number("memory.driver") + 20 * 8 * 3 * 100);
  }

  /** Of the solution without the tenth, as least squares report it too. */
  @ParameterizedTest
  @ValueSource(strings = {"leastSquares", "logistic"})
  void theReportSaysHowItDidOnTheHeldOutTenth(String polarization) {
    Map<String, Object> asked = Map.of("polarization", polarization, "regParam", 3e-3);
    TrainingReport report = train(IRIS, asked, Progress.NONE).report();
    assertThat(report.get("heldOut.rows")).isEqualTo("heldOut");
    assertThat(report.number("heldOut.samples")).isBetween(10.0, 20.0);
    double right = report.number("heldOut.accuracy") * report.number("heldOut.samples");
    assertThat(right).isCloseTo(Math.rint(right), within(1e-9));
    assertThat(report.number("heldOut.accuracy")).isGreaterThan(0.8);
    assertThat(report.number("heldOut.logLoss")).isBetween(1e-6, 0.6);
  }

  /** 24 penalties of 100 neurons and 3 outputs, and each one's biases. */
  @Test
  void memoryCountsCandidatesThatWerePolarised() {
    Map<String, Object> asked = Map.of("gamma", Double.NaN, "regParam", Double.NaN);
    TrainingReport solved = train(IRIS, asked, Progress.NONE).report();
    double ofMinimizer =
        logistic(Map.of("regParam", 3e-3)).report().number("memory.driver")
            - train(IRIS, Map.of("regParam", 3e-3), Progress.NONE).report().number("memory.driver");
    assertThat(logistic(asked).report().number("memory.driver"))
        .isEqualTo(solved.number("memory.driver") + ofMinimizer + 24 * 8 * 3 * 101);
  }
}
