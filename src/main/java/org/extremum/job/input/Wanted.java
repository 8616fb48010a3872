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

  /** The same of another file: read as {@code input} was, in which all columns are known. */
  public Wanted like(Input input) {
    return like(input.featureNames(), input.features());
  }

  /**
   * The same of another file, with the features that one turned out to have. Its rows may have no
   * ids, and none of them is set aside to validate with.
   *
   * @param names of the features; empty where a whole surface stands in one place
   * @param size how many there are
   */
  public Wanted like(List<String> names, int size) {
    return new Wanted(names, size, label, weight, id, "", ignore, Set.of(id));
  }
}
