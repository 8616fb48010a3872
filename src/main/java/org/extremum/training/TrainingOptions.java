package org.extremum.training;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.extremum.moments.Precision;
import org.extremum.verification.Conditions;

/** What was asked: an immutable, validated set of values of the options in {@link OptionTable}. */
public final class TrainingOptions {
  /** λ of exact mode (method.md 6): best between 1e-3 and 1e-2 where γ does most of the work. */
  private static final double EXACT_RIDGE = 3e-3;

  /** All options, in the order in which they are documented. */
  public static final List<TrainingOption> TABLE = OptionTable.OPTIONS;

  private static final Map<String, TrainingOption> BY_KEY = byKey();

  private final Map<String, Object> values;
  private final Set<String> given;

  private TrainingOptions(Map<String, Object> values, Set<String> given) {
    this.values = values;
    this.given = given;
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
    return consistent(values, Set.copyOf(asked.keySet()));
  }

  private static TrainingOptions consistent(Map<String, Object> values, Set<String> given) {
    TrainingOptions options = new TrainingOptions(values, given);
    OptionChecks.requireConsistent(options);
    return options;
  }

  /** The same options with one value changed. */
  public TrainingOptions with(String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(key, option(key).check(value));
    Set<String> more = new HashSet<>(given);
    more.add(key);
    return consistent(changed, more);
  }

  /**
   * Whether the option was given a value, be it the default: such a value wins over what a model
   * was saved with. Of options made of all the values of a state or an estimator, every one is.
   */
  public boolean isGiven(String key) {
    return given.contains(option(key).key());
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
          "unknown option",
          "one of the " + BY_KEY.size() + " options in conf/extremum.conf",
          "'" + key + "'",
          Nearest.question(key, BY_KEY.keySet()) + "the file says what each does");
    }
    return option;
  }

  /** Key to value, in the table's order. */
  public Map<String, Object> asMap() {
    return new LinkedHashMap<>(values);
  }

  /** "error", "skip" or "keep". */
  public String handleInvalid() {
    return text("handleInvalid");
  }

  public List<Integer> hiddenLayers() {
    return ((List<?>) values.get("hiddenLayers"))
        .stream().map(width -> Math.toIntExact((Long) width)).toList();
  }

  /** Of the last hidden layer, distinct and ascending; empty: that of {@link #hiddenLayers}. */
  public List<Integer> widthCandidates() {
    return ((List<?>) values.get("widthCandidates"))
        .stream().map(width -> Math.toIntExact((Long) width)).distinct().sorted().toList();
  }

  /** Distinct and ascending; empty: {@link #initScale}. */
  public List<Double> initScaleCandidates() {
    return ((List<?>) values.get("initScaleCandidates"))
        .stream().map(scale -> (Double) scale).distinct().sorted().toList();
  }

  /** Widths l_1..l_{n-1} of all hidden layers that may come of it, the narrowest first. */
  public List<List<Integer>> hiddenLayersTried() {
    List<Integer> widths = hiddenLayers();
    if (widthCandidates().isEmpty()) {
      return List.of(widths.isEmpty() ? List.of(UsualWidth.widest()) : widths);
    }
    List<Integer> below = widths.subList(0, Math.max(0, widths.size() - 1));
    return widthCandidates().stream()
        .map(width -> Stream.concat(below.stream(), Stream.of(width)).toList())
        .toList();
  }

  /** The largest of {@link #hiddenLayersTried}, which memory is planned for. */
  public List<Integer> largestHiddenLayers() {
    return hiddenLayersTried().get(hiddenLayersTried().size() - 1);
  }

  /** Whether candidates for the hidden layers are given, be it one. */
  public boolean triesHiddenLayers() {
    return !widthCandidates().isEmpty() || !initScaleCandidates().isEmpty();
  }

  /** How many times hidden layers are drawn and passed over, to choose among them. */
  public int hiddenDraws() {
    return hiddenLayersTried().size() * Math.max(1, initScaleCandidates().size());
  }

  public String activation() {
    return text("activation");
  }

  /** "sigmoid" or "softmax", decided: logistic polarization minimises the loss of a softmax. */
  public String outputActivation() {
    String asked = text("outputActivation");
    String suited = logistic() ? "softmax" : "sigmoid";
    return asked.equals("auto") ? suited : asked;
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

  /** NaN: to be chosen. */
  public double gamma() {
    return real("gamma");
  }

  /** NaN: to be chosen; in exact mode, where nothing is, auto is {@link #EXACT_RIDGE}. */
  public double regParam() {
    double asked = real("regParam");
    return exact() && Double.isNaN(asked) ? EXACT_RIDGE : asked;
  }

  /** Whether gamma or regParam is to be chosen. */
  public boolean choosesPenalty() {
    return Double.isNaN(gamma()) || Double.isNaN(regParam());
  }

  /** Whether gamma, regParam or the hidden layers are to be chosen by samples not trained on. */
  public boolean chooses() {
    return choosesPenalty() || hiddenDraws() > 1;
  }

  /** In D_s units; 0: what is chosen is chosen by log-loss. */
  public double noiseRadius() {
    return real("noiseRadius");
  }

  /** "leastSquares" or "logistic". */
  public String polarization() {
    return text("polarization");
  }

  public boolean logistic() {
    return polarization().equals("logistic");
  }

  /** 0: no sketch. */
  public int sketchDirections() {
    return integer("sketchDirections");
  }

  /** 0: every row's gradient. */
  public int gradientRows() {
    return integer("gradientRows");
  }

  /** Of the products in the pass for Moments. */
  public Precision precision() {
    return Precision.named(text("precision"));
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

  /** What outputs are compared with: epsilon, alpha and beta together. */
  public Conditions conditions() {
    return new Conditions(epsilon(), alpha(), beta());
  }

  /** "all", "kmeans", "bisecting" or "cover". */
  public String centres() {
    return text("centres");
  }

  /** 0: from the capacity. */
  public int centresPerEssence() {
    return integer("centresPerEssence");
  }

  /** NaN: from the capacity. */
  public double coverRadius() {
    return real("coverRadius");
  }

  public String condition() {
    return text("condition");
  }

  public int maxRounds() {
    return integer("maxRounds");
  }

  /** "fail", "deepen", "grow" or "weaken". */
  public String onTooSmall() {
    return text("onTooSmall");
  }

  public double stationarityTolerance() {
    return real("stationarityTolerance");
  }

  /** Iterations of L-BFGS over all layers; 0: none. */
  public int fineTuning() {
    return integer("fineTuning");
  }

  /** Of each essence; 0: none. */
  public int prototypes() {
    return integer("prototypes");
  }

  /** Empty: none. */
  public String checkpointDir() {
    return text("checkpointDir");
  }

  public int checkpointInterval() {
    return integer("checkpointInterval");
  }

  /** 0: to be resolved. */
  public int blockSize() {
    return integer("blockSize");
  }

  /** 0: as they are. */
  public int partitions() {
    return integer("partitions");
  }

  /** Samples that take no more of memory are passed over by the driver. */
  public long driverBytes() {
    return integer("driverBytes");
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

  /** Empty: none. */
  public String validationIndicatorCol() {
    return text("validationIndicatorCol");
  }

  public boolean quarantinesBadRows() {
    return text("badRows").equals("quarantine");
  }

  /** Names that labels may have; empty: any. */
  public List<String> labels() {
    return texts("labels");
  }

  public boolean keepsBatchMoments() {
    return (Boolean) values.get("keepBatchMoments");
  }

  public int keepVersions() {
    return integer("keepVersions");
  }

  public double lockMinutes() {
    return real("lockMinutes");
  }

  /** In [0, 1]. */
  public double minAccuracy() {
    return real("minAccuracy");
  }

  /** In [-1, 1]. */
  public double minGain() {
    return real("minGain");
  }

  /** In [0, 1]. */
  public double maxRecallLoss() {
    return real("maxRecallLoss");
  }

  /** Total variation distance, in (0, 1]. */
  public double driftWarning() {
    return real("driftWarning");
  }

  private String text(String key) {
    return (String) values.get(key);
  }

  private int integer(String key) {
    return Math.toIntExact((Long) values.get(key));
  }

  private double real(String key) {
    return (Double) values.get(key);
  }

  private List<String> texts(String key) {
    return ((List<?>) values.get(key)).stream().map(String.class::cast).toList();
  }
}
