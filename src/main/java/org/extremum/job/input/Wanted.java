package org.extremum.job.input;

import java.util.List;
import java.util.Set;
import org.extremum.training.TrainingOptions;

/**
 * Which columns are to be read, as asked by the user or remembered by a model.
 *
 * @param features names in order; empty: all numeric columns that are nothing else
 * @param count how many features there must be, 0: any number
 * @param label column, or null: none is needed
 * @param weight column, or ""
 * @param id column, or ""
 * @param validation column that marks rows not to train on, or ""
 * @param ignore columns that are no features
 * @param optional those of the names above that may be absent
 */
public record Wanted(
    List<String> features,
    int count,
    String label,
    String weight,
    String id,
    String validation,
    List<String> ignore,
    Set<String> optional) {

  /** For training: by the options. */
  public static Wanted asAsked(String label, TrainingOptions options) {
    return new Wanted(
        options.features(),
        0,
        label,
        options.weightCol(),
        options.idCol(),
        options.validationIndicatorCol(),
        options.ignore(),
        Set.of());
  }
}
