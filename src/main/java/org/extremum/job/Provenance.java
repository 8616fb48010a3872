package org.extremum.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.extremum.job.input.Wanted;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingReport;

/**
 * How a model's training data was read, kept in its manifest under "input", so that other data can
 * be read alike.
 */
public final class Provenance {
  private static final String LABEL = "input.label";
  private static final String WEIGHT = "input.weightCol";
  private static final String ID = "input.idCol";

  private Provenance() {}

  /**
   * Notes what was read, and how.
   *
   * @param data path of a file, or of a state whose batches it were
   * @param features names of the columns, or empty
   * @param label column of the label; null where it has no name
   * @param options that name the other columns
   * @param fingerprint of all rows
   */
  public static void note(
      TrainingReport report,
      String data,
      List<String> features,
      String label,
      TrainingOptions options,
      String fingerprint) {
    report.put("input.data", data);
    report.put("input.features", features);
    if (label != null) {
      report.put(LABEL, label);
    }
    report.put(WEIGHT, options.weightCol());
    report.put(ID, options.idCol());
    report.put("dataFingerprint", fingerprint);
  }

  /** The label column a model was trained with, or null. */
  static String label(ExtremumClassificationModel model) {
    return text(model, LABEL, null);
  }

  /**
   * The columns to read for a model: features by name where it has names, else by count; weight and
   * id as in training where they are there, unless the options name others.
   *
   * @param label column of the label, or null where none is needed
   */
  static Wanted wanted(ExtremumClassificationModel model, String label, TrainingOptions options) {
    Set<String> optional = new HashSet<>();
    String weight = asked(options.weightCol(), text(model, WEIGHT, ""), optional);
    String id = asked(options.idCol(), text(model, ID, ""), optional);
    List<String> ignore = new ArrayList<>(options.ignore());
    if (label == null && label(model) != null) {
      ignore.add(label(model));
      optional.add(label(model));
    }
    List<String> features =
        options.features().isEmpty() ? model.featureNames() : options.features();
    return new Wanted(features, model.numFeatures(), label, weight, id, "", ignore, optional);
  }

  private static String asked(String byOption, String byModel, Set<String> optional) {
    if (byOption.isEmpty() && !byModel.isEmpty()) {
      optional.add(byModel);
      return byModel;
    }
    return byOption;
  }

  private static String text(ExtremumClassificationModel model, String entry, String otherwise) {
    Object value = model.report() == null ? null : model.report().get(entry);
    return value == null ? otherwise : value.toString();
  }

  /** What becomes of rows with missing features: as asked, else as the model was saved with. */
  static String handleInvalid(ExtremumClassificationModel model, TrainingOptions options) {
    return options.isGiven("handleInvalid") ? options.handleInvalid() : model.getHandleInvalid();
  }

  /** Names of the model's classes; numbers where it has none. */
  static List<String> labelNames(ExtremumClassificationModel model) {
    return model.labelNames().isEmpty()
        ? IntStream.range(0, model.numClasses()).mapToObj(String::valueOf).toList()
        : model.labelNames();
  }
}
