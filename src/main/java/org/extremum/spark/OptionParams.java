package org.extremum.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.extremum.training.TrainingOption;
import org.extremum.training.TrainingOptions;
import scala.runtime.AbstractFunction1;

/** Makes Spark's params of the table of options, and options of params. */
final class OptionParams {
  private OptionParams() {}

  static LongParam integer(Params parent, String key) {
    return new LongParam(parent, key, doc(key), new Allowed<>(key));
  }

  static DoubleParam real(Params parent, String key) {
    return new DoubleParam(parent, key, doc(key), new Allowed<>(key));
  }

  static BooleanParam bool(Params parent, String key) {
    return new BooleanParam(parent, key, doc(key));
  }

  static Param<String> text(Params parent, String key) {
    return new Param<>(parent, key, doc(key), new Allowed<>(key));
  }

  static IntArrayParam integers(Params parent, String key) {
    return new IntArrayParam(parent, key, doc(key), new Allowed<>(key));
  }

  static DoubleArrayParam reals(Params parent, String key) {
    return new DoubleArrayParam(parent, key, doc(key), new Allowed<>(key));
  }

  private static String doc(String key) {
    TrainingOption option = TrainingOptions.option(key);
    boolean auto = option.kind() == TrainingOption.Kind.REAL_OR_AUTO;
    return option.doc() + " (" + option.allowed() + (auto ? "; auto is written NaN)" : ")");
  }

  /** The options that are params. */
  static List<TrainingOption> table() {
    return TrainingOptions.TABLE.stream().filter(TrainingOption::isParam).toList();
  }

  /** Gives every option's param the table's default. */
  static void setDefaults(Params params) {
    for (TrainingOption option : table()) {
      params.setDefault(params.getParam(option.key()), asParam(option, option.defaultValue()));
    }
  }

  /** Gives every option's param the value asked. */
  static void set(Params params, TrainingOptions options) {
    for (TrainingOption option : table()) {
      Object value = options.asMap().get(option.key());
      params.set(params.getParam(option.key()), asParam(option, value));
    }
  }

  /**
   * What was asked of {@code params}.
   *
   * @throws org.extremum.training.Problem (usage) when values contradict each other
   */
  static TrainingOptions asked(ExtremumParams params) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (params.hasWeights()) {
      values.put("weightCol", params.getWeightCol());
    }
    if (params.hasValidationIndicator()) {
      values.put("validationIndicatorCol", params.getValidationIndicatorCol());
    }
    for (TrainingOption option : table()) {
      values.put(option.key(), asOption(params.getOrDefault(params.getParam(option.key()))));
    }
    return TrainingOptions.of(values);
  }

  private static Object asParam(TrainingOption option, Object value) {
    return switch (option.kind()) {
      case INTEGERS ->
          ((List<?>) value).stream().mapToInt(each -> ((Number) each).intValue()).toArray();
      case REALS ->
          ((List<?>) value).stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
      default -> value;
    };
  }

  private static Object asOption(Object paramValue) {
    if (paramValue instanceof int[] integers) {
      return Arrays.stream(integers).boxed().toList();
    }
    return paramValue instanceof double[] reals
        ? Arrays.stream(reals).boxed().toList()
        : paramValue;
  }

  /** Lets a value pass that its option allows, and throws the option's own Problem otherwise. */
  private static final class Allowed<T> extends AbstractFunction1<T, Object>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String key;

    Allowed(String key) {
      this.key = key;
    }

    @Override
    public Object apply(T value) {
      TrainingOptions.option(key).check(asOption(value));
      return true;
    }
  }
}
