package org.extremum.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.Param;
import org.extremum.benchmarks.Contender.Candidate;
import org.extremum.spark.ExtremumClassifier;
import org.extremum.training.TrainingOptions;

/**
 * The method itself, through its Spark estimator like every peer: rows with the options asked for,
 * and its baseline, γ = 0 with λ from a grid.
 */
final class OwnRows {
  /** All rows asked for are chosen by this key. */
  static final String KEY = "ours";

  private static final double[] LAMBDAS = {
    100, 30, 10, 3, 1, 3e-1, 1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4
  };

  private final TrainingOptions common;

  /**
   * @param common options of every row
   */
  OwnRows(TrainingOptions common) {
    this.common = common;
  }

  /**
   * Rows {@code name:key=value;key=value|name:…}; a name alone has the common options. The first is
   * what all others are compared with.
   *
   * @throws IllegalArgumentException when it cannot be read, or an option is unknown or not allowed
   */
  List<Contender> asked(String rows) {
    List<Contender> contenders = new ArrayList<>();
    for (String row : rows.split("\\|")) {
      int colon = row.indexOf(':');
      String name = colon < 0 ? row : row.substring(0, colon);
      Map<String, String> given = new LinkedHashMap<>();
      for (String pair : row.substring(name.length()).replaceFirst("^:", "").split(";")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          given.put(pair.substring(0, equals), pair.substring(equals + 1));
        } else if (!pair.isEmpty()) {
          throw new IllegalArgumentException(
              "ours: expected name:key=value;key=value|…, got '" + pair + "'");
        }
      }
      Candidate candidate = new Candidate("", classifier(given));
      contenders.add(new Contender(KEY, name.strip(), false, (m, v) -> List.of(candidate)));
    }
    return contenders;
  }

  /** The same hidden weights without the penalty on gradients; of equals the larger λ. */
  Contender baseline() {
    List<Candidate> candidates = new ArrayList<>();
    for (double lambda : LAMBDAS) {
      Map<String, String> options = Map.of("gamma", "0", "regParam", String.valueOf(lambda));
      candidates.add(new Candidate("λ " + lambda, classifier(options)));
    }
    return new Contender("ridge-tuned", "γ = 0, λ tuned", false, (m, v) -> candidates);
  }

  private ExtremumClassifier classifier(Map<String, String> given) {
    ExtremumClassifier classifier = new ExtremumClassifier();
    common
        .asMap()
        .forEach(
            (key, value) -> {
              if (TrainingOptions.option(key).isParam()) {
                set(classifier, key, value);
              }
            });
    given.forEach((key, text) -> set(classifier, key, TrainingOptions.option(key).parse(text)));
    return classifier;
  }

  private static void set(ExtremumClassifier classifier, String key, Object value) {
    Param<Object> param = classifier.getParam(key);
    Object fitting = value;
    if (value instanceof List<?> list) {
      var numbers = list.stream().map(Number.class::cast).toList();
      fitting =
          (Param<?>) param instanceof DoubleArrayParam
              ? numbers.stream().mapToDouble(Number::doubleValue).toArray()
              : numbers.stream().mapToInt(Number::intValue).toArray();
    }
    classifier.set(param, fitting);
  }
}
