package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.Trigger;
import org.extremum.neighbourhood.Prototypes;
import org.extremum.samples.Standardiser;
import org.extremum.training.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupportColumnsTest {
  /** Sums of squares of some units, under a root. */
  private static final double ROUNDING = 1e-12;

  @AfterEach
  void nothingStaysCached() {
    assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
  }

  private static ExtremumClassifier supported() {
    return TinyData.classifier()
        .setPrototypes(3)
        .setGradientNormCol("slope")
        .setSupportDistanceCol("distance")
        .setSupportIdCol("like")
        .setAbstainCol("abstain");
  }

  private static double[] standardised(Standardiser standardiser, Vector features) {
    return IntStream.range(0, standardiser.features())
        .mapToDouble(
            k ->
                (features.apply(standardiser.keptFeatures()[k]) - standardiser.means()[k])
                    / standardiser.scales()[k])
        .toArray();
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += (a[j] - b[j]) * (a[j] - b[j]);
    }
    return Math.sqrt(2 * sum / a.length);
  }

  private static void assertRight(ExtremumClassificationModel model, List<Row> scored) {
    Prototypes prototypes = model.content().prototypes();
    for (Row row : scored) {
      double[] surface =
          standardised(model.network().standardiser(), row.<Vector>getAs("features"));
      int label = (int) row.<Double>getAs("prediction").doubleValue();
      int nearest =
          IntStream.range(0, prototypes.count())
              .filter(c -> prototypes.essence(c) == label)
              .boxed()
              .min(Comparator.comparingDouble(c -> distance(surface, prototypes.surface(c))))
              .orElseThrow();
      double expected = distance(surface, prototypes.surface(nearest));
      assertThat((double) row.<Double>getAs("distance")).isCloseTo(expected, within(ROUNDING));
      assertThat(row.<String>getAs("like")).isEqualTo(prototypes.id(nearest));
      assertThat((boolean) row.<Boolean>getAs("abstain"))
          .isEqualTo(row.<Double>getAs("distance") > prototypes.radius());
      assertThat((double) row.<Double>getAs("slope")).isPositive().isFinite();
    }
  }

  @Test
  void theNearestSampleOfThePredictedClassIsShown() {
    ExtremumClassificationModel model = supported().withRowNames("id").fit(TinyData.clouds());
    Prototypes prototypes = model.content().prototypes();
    assertThat(prototypes.count()).isEqualTo(9);
    List<Row> rows = TinyData.rows(60);
    for (int c = 0; c < prototypes.count(); c++) {
      Row real = rows.get(Integer.parseInt(prototypes.id(c)));
      assertThat(real.getDouble(1)).isEqualTo(prototypes.essence(c));
      assertThat(prototypes.surface(c))
          .containsExactly(
              standardised(model.network().standardiser(), real.getAs(2)), within(ROUNDING));
    }
    assertThat(model.report().get("prototypes.count")).isEqualTo(9);
    assertThat(model.report().get("prototypes.radius")).isEqualTo(prototypes.radius());
    Dataset<Row> scored = model.transform(TinyData.clouds());
    assertThat(scored.columns()).endsWith("prediction", "slope", "distance", "like", "abstain");
    assertRight(model, scored.collectAsList());
    // Of 51 rows that are no prototypes a hundredth is none: all are within the radius of their
    // own class's, so of those that are predicted rightly none is abstained from.
    assertThat(scored.filter("abstain and prediction = label").count()).isZero();
  }

  @Test
  void farOffItAbstainsAndStillPredicts() {
    ExtremumClassificationModel model = supported().fit(TinyData.clouds());
    Row far = RowFactory.create(0L, 0.0, Vectors.dense(40, -30, 20, 10), 1.0);
    Row scored = model.transform(TinyData.frame(List.of(far))).first();
    assertThat((boolean) scored.<Boolean>getAs("abstain")).isTrue();
    assertThat((double) scored.<Double>getAs("prediction")).isBetween(0.0, 2.0);
    model.setAbstainRadius(1000);
    assertThat(model.transform(TinyData.frame(List.of(far))).first().<Boolean>getAs("abstain"))
        .isFalse();
    model.setAbstainRadius(0);
    long exact = model.transform(TinyData.clouds()).filter("not abstain and distance = 0").count();
    assertThat(model.transform(TinyData.clouds()).filter("not abstain").count()).isEqualTo(exact);
    assertThat(exact).isBetween(1L, 9L);
  }

  @Test
  void withThresholdsThePredictedClassIsTheirs() {
    ExtremumClassificationModel model = supported().fit(TinyData.clouds());
    model.setThresholds(new double[] {0, 1, 1});
    List<Row> scored = model.transform(TinyData.clouds()).collectAsList();
    assertThat(scored).allSatisfy(row -> assertThat(row.<Double>getAs("prediction")).isZero());
    assertRight(model, scored);
  }

  @Test
  void isSavedAndLoaded(@TempDir Path folder) throws java.io.IOException {
    ExtremumClassificationModel model = supported().withRowNames("id").fit(TinyData.clouds());
    String path = folder.resolve("model").toString();
    model.write().save(path);
    ExtremumClassificationModel loaded = ExtremumClassificationModel.load(path);
    assertThat(loaded.content().prototypes().radius())
        .isEqualTo(model.content().prototypes().radius());
    assertThat(loaded.transform(TinyData.clouds()).collectAsList())
        .isEqualTo(model.transform(TinyData.clouds()).collectAsList());
  }

  @Test
  void exactModeKeepsItsCentralSamples() {
    ExtremumClassificationModel model =
        supported()
            .setPrototypes(0)
            .setHiddenLayers(200)
            .setExtremum("exact")
            .setCentres("kmeans")
            .setCentresPerEssence(4)
            .fit(TinyData.clouds());
    Prototypes prototypes = model.content().prototypes();
    assertThat((Number) model.report().get("resolved.centres"))
        .extracting(Number::intValue)
        .isEqualTo(prototypes.count());
    List<Row> scored = model.transform(TinyData.clouds()).collectAsList();
    // Stationary there: the gradient is nothing beside that elsewhere.
    double steepest =
        scored.stream().mapToDouble(row -> row.<Double>getAs("slope")).max().orElseThrow();
    assertThat(scored.stream().filter(row -> row.<Double>getAs("distance") == 0).toList())
        .hasSize(prototypes.count())
        .allSatisfy(row -> assertThat(row.<Double>getAs("slope")).isLessThan(1e-6 * steepest));
    ExtremumClassificationModel all =
        supported().setHiddenLayers(600).setExtremum("exact").fit(TinyData.clouds());
    assertThat(all.content().prototypes().count()).isEqualTo(60);
    assertThat(all.content().prototypes().radius()).isPositive();
  }

  @Test
  void withoutPrototypesTheColumnsAreRefusedBeforeAnythingIsTrained() {
    assertThatThrownBy(() -> supported().setPrototypes(0).transformSchema(TinyData.SCHEMA))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE))
        .hasMessageContaining("prototypes=10");
    ExtremumClassificationModel model = TinyData.classifier().fit(TinyData.clouds());
    model.setGradientNormCol("slope");
    assertThat(model.transform(TinyData.clouds()).columns()).endsWith("prediction", "slope");
    model.setSupportIdCol("like");
    assertThatThrownBy(() -> model.transform(TinyData.clouds()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("prototypes=10");
  }

  @Test
  void aStreamIsScoredBatchByBatch(@TempDir Path folder) throws Exception {
    ExtremumClassificationModel model =
        supported().setCertifiedRadiusCol("radius").setHandleInvalid("skip").fit(TinyData.clouds());
    String input = folder.resolve("input").toString();
    List<Row> rows = new ArrayList<>(TinyData.rows(60));
    rows.set(7, RowFactory.create(7L, 0.0, Vectors.dense(Double.NaN, 0, 0, 0), 1.0));
    for (int from = 0; from < 60; from += 20) {
      TinyData.frame(rows.subList(from, from + 20))
          .coalesce(1)
          .write()
          .mode("append")
          .parquet(input);
    }
    List<Row> streamed = Collections.synchronizedList(new ArrayList<>());
    Set<Long> batches = Collections.synchronizedSet(new java.util.HashSet<>());
    VoidFunction2<Dataset<Row>, Long> sink =
        (batch, id) -> {
          batches.add(id);
          streamed.addAll(batch.collectAsList());
        };
    model
        .transform(
            TestSpark.session()
                .readStream()
                .schema(TinyData.SCHEMA)
                .option("maxFilesPerTrigger", 1)
                .parquet(input))
        .writeStream()
        .foreachBatch(sink)
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();
    assertThat(batches).hasSize(3);
    Dataset<Row> atOnce = model.transform(TestSpark.session().read().parquet(input));
    assertThat(streamed).hasSize(59);
    assertThat(streamed.stream().map(row -> row.getLong(0)).collect(Collectors.toSet()))
        .isEqualTo(
            atOnce.collectAsList().stream().map(row -> row.getLong(0)).collect(Collectors.toSet()));
    assertRight(model, streamed);
  }
}
