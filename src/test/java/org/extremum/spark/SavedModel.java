package org.extremum.spark;

import java.util.List;
import org.extremum.network.RandomNetwork;
import org.extremum.training.TrainingReport;

/** A model with everything that a folder keeps. */
public final class SavedModel {
  private SavedModel() {}

  static ExtremumClassificationModel example() {
    return example("model");
  }

  public static ExtremumClassificationModel example(String uid) {
    TestSpark.session(); // saving needs one, also where this test runs first
    TrainingReport report =
        new TrainingReport()
            .put("outcome", "SOLVED")
            .put("train.accuracy", 0.1 + 0.2)
            .put("train.logLoss", Double.NaN)
            .put("hiddenLayers", List.of(30, 20))
            .put("options.seed", 42L);
    ExtremumClassificationModel model =
        new ExtremumClassificationModel(
                uid,
                RandomNetwork.of(4, 3, 30, 20),
                report,
                List.of("ash", "birch", "zürgel\n\""),
                List.of("a", "b", "c", "d"))
            .setThresholds(new double[] {0.1, 0.2, 0.3});
    model.set(model.gamma(), 0.1 + 0.2);
    return model;
  }
}
