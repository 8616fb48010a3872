package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.extremum.training.Problem;
import org.extremum.training.TrainingOption;
import org.extremum.training.TrainingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExtremumParamsTest {
  /** What Spark's own classifiers have, too. */
  private static final Set<String> SPARKS_OWN =
      Set.of(
          "featuresCol",
          "labelCol",
          "predictionCol",
          "rawPredictionCol",
          "probabilityCol",
          "thresholds",
          "weightCol",
          "validationIndicatorCol");

  private final ExtremumClassifier classifier = new ExtremumClassifier();

  static Stream<TrainingOption> options() {
    return OptionParams.table().stream();
  }

  @Test
  void everyTrainingOptionIsAParamAndNothingElseIs() {
    Set<String> expected = options().map(TrainingOption::key).collect(Collectors.toSet());
    expected.addAll(SPARKS_OWN);
    assertThat(Arrays.stream(classifier.params()).map(Param::name))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void defaultsAreTheTables() {
    assertThat(OptionParams.asked(classifier).asMap())
        .isEqualTo(TrainingOptions.defaults().asMap());
  }

  @ParameterizedTest
  @MethodSource("options")
  void explainsWithTheTablesWords(TrainingOption option) {
    assertThat(classifier.explainParams())
        .contains(option.key() + ": " + option.doc())
        .contains(option.allowed());
  }

  @ParameterizedTest
  @MethodSource("options")
  void hasSetterAndGetter(TrainingOption option) throws ReflectiveOperationException {
    String name = Character.toUpperCase(option.key().charAt(0)) + option.key().substring(1);
    Object value = ExtremumClassifier.class.getMethod("get" + name).invoke(classifier);
    Class<?> type = ExtremumClassifier.class.getMethod("get" + name).getReturnType();
    assertThat(ExtremumClassifier.class.getMethod("set" + name, type).invoke(classifier, value))
        .isSameAs(classifier);
    assertThat(classifier.isSet(classifier.getParam(option.key()))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("options")
  void refusesWhatTheOptionRefuses(TrainingOption option) {
    for (Object value : invalid(option)) {
      assertThatThrownBy(() -> classifier.set(classifier.getParam(option.key()), value))
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE))
          .hasMessageStartingWith("option " + option.key() + ": expected " + option.allowed());
    }
  }

  private static List<Object> invalid(TrainingOption option) {
    return switch (option.kind()) {
      case INTEGER ->
          option.key().equals("seed") ? List.of() : List.of(-1L, Long.MIN_VALUE, Long.MAX_VALUE);
      case REAL -> List.of(-1.0, Double.NaN, Double.POSITIVE_INFINITY);
      case REAL_OR_AUTO ->
          option.allowed().endsWith(">= 0")
              ? List.of(-Double.MIN_VALUE, -1.0, Double.NEGATIVE_INFINITY)
              : List.of(0.0, -1.0, Double.NEGATIVE_INFINITY);
      case CHOICE -> List.of("", "nonsense");
      case INTEGERS ->
          option.allowed().endsWith("may be empty")
              ? List.of(new int[] {0}, new int[] {5, -3}, new int[] {65_536})
              : List.of(new int[0], new int[] {0}, new int[] {5, -3}, new int[] {65_536});
      case REALS -> List.of(new double[] {0}, new double[] {1, -1}, new double[] {Double.NaN});
      case TEXT -> List.of(5L); // every text is allowed
      case BOOLEAN, TEXTS -> List.of();
    };
  }

  @Test
  void valuesThatContradictEachOtherAreRefusedBeforeTheDataAreSeen() {
    classifier.setInitialization("pairs").setHiddenBias(false);
    assertThatThrownBy(() -> classifier.transformSchema(TinyData.SCHEMA))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("hiddenBias");
  }

  @Test
  void reluHasNoExactExtrema() {
    classifier.setActivation("relu").setExtremum("exact");
    assertThatThrownBy(() -> classifier.transformSchema(TinyData.SCHEMA))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE))
        .hasMessageContaining("activation with extremum=exact")
        .hasMessageContaining("z = x·∇z")
        .hasMessageContaining("plateau")
        .hasMessageContaining("use extremum=weakened");
    classifier.setExtremum("weakened").transformSchema(TinyData.SCHEMA);
  }

  @Test
  void copyKeepsUidAndValuesAndTakesExtra() {
    classifier.setGamma(0.25).setHiddenLayers(7, 5).setWeightCol("weight");
    ExtremumClassifier copy = classifier.copy(new ParamMap().put(classifier.seed(), 3L));
    assertThat(copy.uid()).isEqualTo(classifier.uid());
    assertThat(copy.getGamma()).isEqualTo(0.25);
    assertThat(copy.getHiddenLayers()).containsExactly(7, 5);
    assertThat(copy.getSeed()).isEqualTo(3);
    assertThat(copy.getWeightCol()).isEqualTo("weight");
    assertThat(classifier.getSeed()).isEqualTo(42);
  }

  @Test
  void setterKeepsNoHandOnTheCallersArray() {
    int[] widths = {7, 5};
    classifier.setHiddenLayers(widths);
    widths[0] = -1;
    assertThat(classifier.getHiddenLayers()).containsExactly(7, 5);
  }

  @Test
  void optionsAreSetAsTheyAre() {
    TrainingOptions options =
        TrainingOptions.of(
            Map.of(
                "widthCandidates",
                List.of(9L, 5L),
                "initScaleCandidates",
                List.of(2.5),
                "polarization",
                "logistic",
                "fineTuning",
                3L));
    assertThat(OptionParams.asked(classifier.setOptions(options)).asMap())
        .isEqualTo(options.asMap());
    assertThat(classifier.getWidthCandidates()).containsExactly(9, 5);
    assertThat(classifier.getInitScaleCandidates()).containsExactly(2.5);
  }

  @Test
  void hiddenLayersToChooseAmongAreRefusedWhereNothingIsChosen() {
    classifier.setInitScaleCandidates(1, 2).setExtremum("exact");
    assertThatThrownBy(() -> classifier.transformSchema(TinyData.SCHEMA))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE))
        .hasMessageContaining("initScaleCandidates with extremum=exact")
        .hasMessageContaining("[1.0, 2.0]");
    classifier.setExtremum("weakened").setInitScale(4);
    assertThatThrownBy(() -> classifier.transformSchema(TinyData.SCHEMA))
        .hasMessageContaining("initScale with initScaleCandidates: expected auto");
    classifier.setInitScale(Double.NaN).setRegParam(1).setNoiseRadius(0.3);
    classifier.transformSchema(TinyData.SCHEMA); // scales are chosen by it
    classifier.setInitScaleCandidates(2);
    assertThatThrownBy(() -> classifier.transformSchema(TinyData.SCHEMA))
        .as("one candidate is no choice")
        .hasMessageContaining("noiseRadius");
  }

  @Test
  void everyEstimatorHasItsOwnUid() {
    Set<String> uids = new TreeSet<>();
    for (int i = 0; i < 10; i++) {
      uids.add(new ExtremumClassifier().uid());
    }
    assertThat(uids).hasSize(10);
    assertThat(new ExtremumClassifier("given").gamma().parent()).isEqualTo("given");
    assertThat(new ExtremumClassifier("given").featuresCol().parent()).isEqualTo("given");
  }
}
