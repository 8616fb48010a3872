package org.extremum.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was asked: an immutable, validated set of option values. The table below is the only place
 * where an option is declared and the only place of defaults.
 */
public final class TrainingOptions {
  /** A packed triangle of more neurons is longer than a Java array can be. */
  private static final long WIDEST = 65_535;

  /** Of samples in a block and of partitions: more is a slip of the pen. */
  private static final long MOST = 1_000_000;

  /** All options, in the order in which they are documented. */
  public static final List<TrainingOption> TABLE =
      List.of(
          TrainingOption.texts(
              "features", "feature columns; empty: all numeric columns but the label"),
          TrainingOption.texts("ignore", "columns that are no features"),
          TrainingOption.text("idCol", "column that names a row in predictions and messages"),
          TrainingOption.text(
              "weightCol", "column of sample weights >= 0; weight 0 removes the row"),
          TrainingOption.choice(
                  "badRows",
                  "what to do with rows that cannot be used: stop, or write them aside with the reason",
                  "fail",
                  "quarantine")
              .forReading(),
          TrainingOption.integers(
                  "hiddenLayers", List.of(2000L), 1, "widths of the hidden layers, first to last")
              .atMost(WIDEST),
          TrainingOption.choice(
              "activation",
              "activation of the hidden layers",
              "sigmoid",
              "tanh",
              "sine",
              "softplus"),
          TrainingOption.bool("hiddenBias", true, "whether hidden neurons have a bias"),
          TrainingOption.bool("fitIntercept", true, "whether the output layer has a bias"),
          TrainingOption.choice(
              "initialization",
              "how hidden weights are drawn; auto: pairs when weakened, gaussian when exact",
              "auto",
              "pairs",
              "gaussian"),
          TrainingOption.realOrAuto(
              "initScale",
              0,
              false,
              "scale of the hidden weights; auto: 4 for pairs, 10 for gaussian"),
          TrainingOption.choice(
              "standardization",
              "global: one unit for all features; feature: one for each; auto: global if max range /"
                  + " median range <= 1.5",
              "auto",
              "feature",
              "global",
              "none"),
          TrainingOption.choice(
              "extremum",
              "weakened: gradients at the samples are made small; exact: zero",
              "weakened",
              "exact"),
          TrainingOption.real(
              "gamma",
              0.6,
              0,
              true,
              "radius of the neighbourhood kept flat, in D_s units of standardised surfaces; 0: no"
                  + " penalty"),
          TrainingOption.real(
              "regParam", 3e-3, 0, false, "ridge on the output weights, absolute (not per sample)"),
          TrainingOption.choice(
              "classWeighting",
              "balanced: every class has the same total weight",
              "none",
              "balanced"),
          TrainingOption.choice(
              "rowSpace",
              "exact mode: how rank and null space are found; auto: the small side, else gram, else"
                  + " tsqr where there is no gap",
              "auto",
              "gram",
              "tsqr"),
          TrainingOption.realOrAuto(
              "rankTolerance",
              0,
              false,
              "singular values at or below this times the largest are zero; auto: by the row"
                  + " space's accuracy"),
          TrainingOption.real(
              "alpha",
              0.1,
              0,
              false,
              "weakened condition: own share of the outputs above 1 - alpha"),
          TrainingOption.real(
              "beta", 0.05, 0, false, "weakened condition: every other share below beta"),
          TrainingOption.real(
              "epsilon", 0.01, 0, false, "ideal condition: outputs within epsilon of 1 and 0"),
          TrainingOption.integer(
                  "blockSize", 0, 0, "samples in a block; 0: min(1024, 64 MiB / (8 max(m, l)))")
              .atMost(MOST),
          TrainingOption.integer("partitions", 0, 0, "partitions of the data; 0: as Spark has them")
              .atMost(MOST),
          TrainingOption.integer("seed", 42, Long.MIN_VALUE, "seed of every random draw"));

  private static final Map<String, TrainingOption> BY_KEY = byKey();

  private final Map<String, Object> values;

  private TrainingOptions(Map<String, Object> values) {
    this.values = values;
  }

  private static Map<String, TrainingOption> byKey() {
    Map<String, TrainingOption> map = new LinkedHashMap<>();
    TABLE.forEach(option -> map.put(option.key(), option));
    return map;
  }

  /** All defaults. */
  public static TrainingOptions defaults() {
    return of(Map.of());
  }

  /**
   * The given values, checked, and defaults for the rest.
   *
   * @param asked key to value, in the types of {@link TrainingOption}
   * @throws Problem (usage) for an unknown key, a value that is not allowed, or values that
   *     contradict each other
   */
  public static TrainingOptions of(Map<String, ?> asked) {
    Map<String, Object> values = new LinkedHashMap<>();
    TABLE.forEach(option -> values.put(option.key(), option.defaultValue()));
    asked.forEach((key, value) -> values.put(key, option(key).check(value)));
    TrainingOptions options = new TrainingOptions(values);
    options.checkTogether();
    return options;
  }

  /** The same options with one value changed. */
  public TrainingOptions with(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(key, value);
    return of(changed);
  }

  /**
   * The declaration of an option.
   *
   * @throws Problem (usage) for an unknown key, naming the nearest one
   */
  public static TrainingOption option(String key) {
    TrainingOption option = BY_KEY.get(key);
    if (option == null) {
      throw Problem.of(
          Problem.Kind.USAGE,
          "unknown option '" + key + "'",
          "one of " + String.join(", ", BY_KEY.keySet()),
          "'" + key + "'",
          "see --help or conf/extremum.conf");
    }
    return option;
  }

  private void checkTogether() {
    if (initialization().equals("pairs") && !hiddenBias()) {
      throw Problem.of(
          Problem.Kind.USAGE,
          "option hiddenBias with initialization=pairs",
          "true (a pair's neuron is centred between its two samples by its bias)",
          "false",
          "use initialization=gaussian for a network without biases");
    }
  }

  /** Key to value, in the table's order. */
  public Map<String, Object> asMap() {
    return new LinkedHashMap<>(values);
  }

  public List<Integer> hiddenLayers() {
    return ((List<?>) values.get("hiddenLayers"))
        .stream().map(width -> Math.toIntExact((Long) width)).toList();
  }

  public String activation() {
    return text("activation");
  }

  public boolean hiddenBias() {
    return (Boolean) values.get("hiddenBias");
  }

  public boolean fitIntercept() {
    return (Boolean) values.get("fitIntercept");
  }

  public String initialization() {
    return text("initialization");
  }

  /** NaN: to be resolved. */
  public double initScale() {
    return real("initScale");
  }

  public String standardization() {
    return text("standardization");
  }

  public boolean exact() {
    return text("extremum").equals("exact");
  }

  public double gamma() {
    return real("gamma");
  }

  public double regParam() {
    return real("regParam");
  }

  public boolean balancedClasses() {
    return text("classWeighting").equals("balanced");
  }

  public String rowSpace() {
    return text("rowSpace");
  }

  /** NaN: by the row space's own accuracy. */
  public double rankTolerance() {
    return real("rankTolerance");
  }

  public double alpha() {
    return real("alpha");
  }

  public double beta() {
    return real("beta");
  }

  public double epsilon() {
    return real("epsilon");
  }

  /** 0: to be resolved. */
  public int blockSize() {
    return Math.toIntExact((Long) values.get("blockSize"));
  }

  /** 0: as they are. */
  public int partitions() {
    return Math.toIntExact((Long) values.get("partitions"));
  }

  public long seed() {
    return (Long) values.get("seed");
  }

  public List<String> features() {
    return texts("features");
  }

  public List<String> ignore() {
    return texts("ignore");
  }

  public String idCol() {
    return text("idCol");
  }

  public String weightCol() {
    return text("weightCol");
  }

  public boolean quarantinesBadRows() {
    return text("badRows").equals("quarantine");
  }

  private String text(String key) {
    return (String) values.get(key);
  }

  private double real(String key) {
    return (Double) values.get(key);
  }

  private List<String> texts(String key) {
    return ((List<?>) values.get(key)).stream().map(String.class::cast).toList();
  }
}
