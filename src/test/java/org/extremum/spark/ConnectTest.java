package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.junit.jupiter.api.Test;

/**
 * What a Spark Connect server asks of a stage: that a service file names it, that {@link
 * ServiceLoader} can load it (one class that it cannot would take all others with it), a
 * constructor with the uid, a static {@code load}, and params of numbers that say their class.
 */
class ConnectTest {
  private static List<Class<?>> named(Class<?> service) {
    return ServiceLoader.load(service).stream()
        .<Class<?>>map(ServiceLoader.Provider::type)
        .toList();
  }

  @Test
  void serviceFilesNameOurStagesBesideSparks() {
    assertThat(named(Estimator.class))
        .contains(ExtremumClassifier.class, org.apache.spark.ml.feature.StringIndexer.class);
    assertThat(named(Transformer.class)).contains(ExtremumClassificationModel.class);
  }

  @Test
  void estimatorsAreMadeWithTheClientsUid() throws ReflectiveOperationException {
    Estimator<?> made =
        ExtremumClassifier.class.getConstructor(String.class).newInstance("the client's");
    assertThat(made.uid()).isEqualTo("the client's");
    assertThat(((Param<?>) made.getParam("gamma")).parent()).isEqualTo("the client's");
  }

  @Test
  void stagesAreLoadedByAStaticMethod() throws ReflectiveOperationException {
    for (Class<?> stage : List.of(ExtremumClassifier.class, ExtremumClassificationModel.class)) {
      var load = stage.getMethod("load", String.class);
      assertThat(Modifier.isStatic(load.getModifiers())).isTrue();
      assertThat(load.getReturnType()).isEqualTo(stage);
    }
  }

  @Test
  void numbersSayTheirClassAsSparksOwnDo() {
    for (Params stage : List.of(new ExtremumClassifier(), new ExtremumClassificationModel())) {
      assertThat(stage.getParam("gamma").dataClass()).isEqualTo(double.class);
      assertThat(stage.getParam("seed").dataClass()).isEqualTo(long.class);
      assertThat(stage.getParam("fitIntercept").dataClass()).isEqualTo(boolean.class);
      assertThat(stage.getParam("hiddenLayers").dataClass()).isEqualTo(int[].class);
      assertThat(stage.getParam("activation").dataClass())
          .isEqualTo(stage.getParam("featuresCol").dataClass());
    }
  }

  @Test
  void theModelOfTheServiceLoaderIsWhole() {
    ExtremumClassificationModel model = new ExtremumClassificationModel();
    assertThat(model.predictRaw(Vectors.dense(3)).toArray()).containsExactly(0, 0);
    assertThat(model.numClasses()).isEqualTo(2);
    assertThat(model.estimatedSize()).isPositive();
  }
}
