package org.extremum.retraining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.moments.GradientRows;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.Sketch;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.OutputActivation;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash;
import org.extremum.samples.Standardiser;
import org.extremum.training.ClassFactors;
import org.extremum.training.Foundation;
import org.extremum.training.ResolvedPlan;
import org.extremum.training.TrainingOption;
import org.extremum.training.TrainingOptions;

/**
 * What the first training decided once and for all: statistics of batches are sums over the same
 * functions only if these never change. Immutable.
 *
 * @param standardiser the coordinates
 * @param hidden the hidden layers
 * @param options resolved: gamma, regParam, initialization and standardization are what was decided
 * @param input what the data are like, for whoever reads them: texts, lists of texts, settings
 * @param means weighted mean of each input feature over the founding samples; not to be modified
 * @param gradientRows the rows whose gradients are summed, of the founding samples and any others
 * @param classFactors weights of classes; those of new classes are decided when they arrive
 */
public record Frozen(
    Standardiser standardiser,
    HiddenStack hidden,
    TrainingOptions options,
    Map<String, Object> input,
    double[] means,
    GradientRows gradientRows,
    ClassFactors classFactors) {
  /** Array of the rows for gradients; states of format 1 have none. */
  static final String GRADIENT_ROWS = "gradientRows";

  /**
   * Fact of the input, where classes are weighted: their factors at first, in the order of the
   * essences. A state that is drawn anew may have others and all else alike, while those in force
   * grow with every new class. States of earlier versions do not have it.
   */
  public static final String FOUNDING_FACTORS = "classFactors";

  /** Share of the rows that κ is fitted on. */
  private static final double HELD_OUT = 0.1;

  /**
   * What was decided and drawn.
   *
   * @param decided the options, gamma and regParam as numbers
   * @param input what the data are like
   * @throws org.extremum.training.Problem (usage) for options that retraining does not support
   */
  public static Frozen of(
      Foundation foundation, TrainingOptions decided, Map<String, Object> input) {
    Supported.require(decided);
    ResolvedPlan plan = foundation.plan();
    TrainingOptions resolved =
        decided
            .with("noiseRadius", 0.0)
            .with("initialization", plan.initialization())
            .with("initScale", plan.initScale())
            .with("standardization", plan.asMap().get("standardization"))
            .with("outputActivation", decided.outputActivation())
            .with("checkpointDir", ""); // where, not what
    return new Frozen(
        foundation.standardiser(),
        foundation.hidden(),
        resolved,
        withFactors(input, foundation.factors()),
        foundation.means(),
        foundation.gradientRows(),
        foundation.factors());
  }

  private static Map<String, Object> withFactors(Map<String, Object> input, ClassFactors factors) {
    if (!factors.any()) {
      return input;
    }
    Map<String, Object> all = new LinkedHashMap<>(input);
    all.put(FOUNDING_FACTORS, Arrays.stream(factors.factors()).mapToObj(String::valueOf).toList());
    return all;
  }

  Frozen with(ClassFactors others) {
    return new Frozen(standardiser, hidden, options, input, means, gradientRows, others);
  }

  public OutputActivation outputActivation() {
    return OutputActivation.named(options.outputActivation());
  }

  /** The rows that are held out: by their own content alone, whatever else there is. */
  public KeyedShare heldOut(int essences) {
    return KeyedShare.constant(options.seed(), RowHash.Purpose.HELD_OUT, essences, HELD_OUT);
  }

  /** The pass that makes Moments of both parts, over standardised and weighted samples. */
  public MomentsPass momentsPass(int essences) {
    Sketch sketch =
        options.sketchDirections() == 0
            ? null
            : new Sketch(options.seed(), options.sketchDirections());
    return new MomentsPass(hidden, essences, heldOut(essences), sketch, gradientRows);
  }

  /**
   * What was made of the founding samples, in words: forgetting a founding batch does not change
   * it. Empty where nothing was.
   */
  public List<String> traces() {
    List<String> traces = new ArrayList<>();
    if (options.initialization().equals("pairs")) {
      traces.add("hidden neurons, drawn from pairs of rows (avoided by initialization=gaussian)");
    }
    if (!options.standardization().equals("none")) {
      traces.add("means and scales of features (avoided by standardization=none)");
    }
    if (classFactors.any()) {
      traces.add("weights of classes (avoided by classWeighting=none)");
    }
    if (!gradientRows.all()) {
      traces.add("which rows' gradients are summed (avoided by gradientRows=0)");
    }
    return traces;
  }

  void into(Map<String, Object> facts, Map<String, double[]> arrays) {
    facts.put("inputFeatures", standardiser.inputFeatures());
    facts.put("hiddenLayers", hidden.widths());
    facts.put("options", optionFacts());
    facts.put("input", input);
    arrays.put(
        "standardiser.kept", Arrays.stream(standardiser.keptFeatures()).asDoubleStream().toArray());
    arrays.put("standardiser.means", standardiser.means());
    arrays.put("standardiser.scales", standardiser.scales());
    for (int u = 1; u <= hidden.depth(); u++) {
      Layer layer = hidden.layers().get(u - 1);
      arrays.put("hidden." + u + ".weights", layer.weights());
      arrays.put("hidden." + u + ".biases", layer.biases());
    }
    arrays.put("means", means);
    arrays.put(GRADIENT_ROWS, gradientRows.toArray());
    arrays.put("classFactors", classFactors.factors());
  }

  /** NaN is no number in JSON: it is what options call auto. */
  private Map<String, Object> optionFacts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    options
        .asMap()
        .forEach(
            (key, value) ->
                facts.put(key, value instanceof Double number && number.isNaN() ? "auto" : value));
    return facts;
  }

  static Frozen of(Facts facts, Numbers numbers) {
    int features = inputFeatures(facts);
    double[] means = numbers.of("means", features); // first: it bounds what else is allocated
    double[] kept = numbers.of("standardiser.kept");
    TrainingOptions options = options(facts);
    try {
      Standardiser standardiser =
          new Standardiser(
              features,
              numbers.indices("standardiser.kept", kept.length, features),
              numbers.of("standardiser.means", kept.length),
              numbers.of("standardiser.scales", kept.length));
      List<Layer> layers = new ArrayList<>();
      int inputs = standardiser.features();
      for (int width : options.hiddenLayers()) {
        String prefix = "hidden." + (layers.size() + 1);
        layers.add(
            new Layer(
                width,
                inputs,
                numbers.of(prefix + ".weights", (long) width * inputs),
                numbers.of(prefix + ".biases", width)));
        inputs = width;
      }
      return new Frozen(
          standardiser,
          new HiddenStack(layers, Activation.named(options.activation())),
          options,
          input(facts),
          means,
          GradientRows.of(options.seed(), numbers.of(GRADIENT_ROWS)),
          new ClassFactors(numbers.of("classFactors")));
    } catch (IllegalArgumentException e) {
      throw Facts.unreadable(facts.where(), e);
    }
  }

  static int inputFeatures(Facts facts) {
    return facts.integer("inputFeatures", 1, Integer.MAX_VALUE);
  }

  static Map<String, Object> input(Facts facts) {
    Map<String, Object> input = new LinkedHashMap<>();
    facts
        .map("input")
        .forEach(
            (key, value) -> {
              if (!(value instanceof String) && !(value instanceof Map) && !isTexts(value)) {
                throw Facts.unreadable(
                    facts.where() + ", input, " + key, "a text, texts or settings", value);
              }
              input.put((String) key, value);
            });
    return input;
  }

  private static boolean isTexts(Object value) {
    return value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
  }

  static TrainingOptions options(Facts facts) {
    return options(facts.facts("options"), facts.map("options"));
  }

  private static TrainingOptions options(Facts where, Map<?, ?> values) {
    Map<String, Object> asked = new LinkedHashMap<>();
    try {
      values.forEach(
          (key, value) -> {
            TrainingOption option = TrainingOptions.option((String) key);
            boolean auto = option.kind() == TrainingOption.Kind.REAL_OR_AUTO;
            asked.put(option.key(), auto && "auto".equals(value) ? Double.NaN : value);
          });
      return TrainingOptions.of(asked);
    } catch (org.extremum.training.Problem e) {
      throw Facts.unreadable(where.where(), e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return standardiser.inputFeatures() + " input features, hidden layers " + hidden.widths();
  }
}
