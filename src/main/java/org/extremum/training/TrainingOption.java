package org.extremum.training;

import java.util.List;

/**
 * The declaration of one option: key, type, allowed values, default and meaning. Spark params,
 * configuration keys, command line settings, documentation and invalid-value tests all come from
 * these.
 *
 * <p>Values are {@link Long}, {@link Double}, {@link Boolean}, {@link String}, {@code List<Long>},
 * {@code List<Double>} or {@code List<String>}; a real number that is left to the program ("auto")
 * is NaN. A list of numbers may be empty where its default is. {@link AllowedValues} reads, checks
 * and writes them.
 */
public final class TrainingOption {
  /** The type of a value. */
  public enum Kind {
    INTEGER("integer"),
    REAL("number"),
    REAL_OR_AUTO("number or auto"),
    BOOLEAN("true or false"),
    CHOICE("one of"),
    TEXT("text"),
    INTEGERS("list of integers"),
    REALS("list of numbers"),
    TEXTS("list of texts");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Who reads the option. */
  public enum Scope {
    /** The training: a Param of the estimator, and a setting of the command. */
    TRAINING,
    /** Scoring alone: a Param of estimator and model, and a setting of the command. */
    SCORING,
    /** Reading the input in the command; the estimator is handed columns that are made. */
    READING,
    /** Scheduled retraining, a command: batches, the gate, publishing. */
    RETRAINING
  }

  private final String key;
  private final Scope scope;
  private final Object defaultValue;
  private final AllowedValues values;
  private final String doc;

  private TrainingOption(
      String key, Scope scope, Object defaultValue, AllowedValues values, String doc) {
    this.key = key;
    this.scope = scope;
    this.defaultValue = defaultValue;
    this.values = values;
    this.doc = doc;
  }

  private static TrainingOption number(
      String key, Kind kind, Object defaultValue, double least, boolean leastAllowed, String doc) {
    boolean emptyAllowed = defaultValue instanceof List<?> list && list.isEmpty();
    return new TrainingOption(
        key,
        Scope.TRAINING,
        defaultValue,
        AllowedValues.numbers(kind, least, leastAllowed, emptyAllowed),
        doc);
  }

  static TrainingOption integer(String key, long defaultValue, long least, String doc) {
    return number(key, Kind.INTEGER, defaultValue, least, true, doc);
  }

  static TrainingOption real(
      String key, double defaultValue, double least, boolean leastAllowed, String doc) {
    return number(key, Kind.REAL, defaultValue, least, leastAllowed, doc);
  }

  static TrainingOption realOrAuto(String key, double least, boolean leastAllowed, String doc) {
    return number(key, Kind.REAL_OR_AUTO, Double.NaN, least, leastAllowed, doc);
  }

  static TrainingOption bool(String key, boolean defaultValue, String doc) {
    return new TrainingOption(
        key, Scope.TRAINING, defaultValue, AllowedValues.any(Kind.BOOLEAN), doc);
  }

  /** A choice; the first one is the default. */
  static TrainingOption choice(String key, String doc, String... choices) {
    return new TrainingOption(
        key, Scope.TRAINING, choices[0], AllowedValues.oneOf(List.of(choices)), doc);
  }

  /** A list of integers, none by default. */
  static TrainingOption integersOrNone(String key, long least, String doc) {
    return number(key, Kind.INTEGERS, List.of(), least, true, doc);
  }

  /** A list of numbers, none by default. */
  static TrainingOption reals(String key, double least, boolean leastAllowed, String doc) {
    return number(key, Kind.REALS, List.of(), least, leastAllowed, doc);
  }

  static TrainingOption text(String key, String doc) {
    return new TrainingOption(key, Scope.READING, "", AllowedValues.any(Kind.TEXT), doc);
  }

  /** A text that the training reads: a Param of the estimator too. */
  static TrainingOption path(String key, String doc) {
    return text(key, doc).in(Scope.TRAINING);
  }

  static TrainingOption texts(String key, String doc) {
    return new TrainingOption(key, Scope.READING, List.of(), AllowedValues.any(Kind.TEXTS), doc);
  }

  TrainingOption in(Scope other) {
    return new TrainingOption(key, other, defaultValue, values, doc);
  }

  /** The same with another default. */
  TrainingOption with(double otherDefault) {
    return new TrainingOption(key, scope, otherDefault, values, doc);
  }

  /** The same with an upper bound, itself allowed, on numbers or elements. */
  TrainingOption atMost(long bound) {
    return new TrainingOption(key, scope, defaultValue, values.atMost(bound), doc);
  }

  public String key() {
    return key;
  }

  public Kind kind() {
    return values.kind();
  }

  public Scope scope() {
    return scope;
  }

  /** Whether estimator and model have a Param for it. */
  public boolean isParam() {
    return scope == Scope.TRAINING || scope == Scope.SCORING;
  }

  public Object defaultValue() {
    return defaultValue;
  }

  public String doc() {
    return doc;
  }

  public List<String> choices() {
    return values.choices();
  }

  /** What values are allowed, in words. */
  public String allowed() {
    return values.inWords();
  }

  /** A value as a user would write it. */
  public String show(Object value) {
    return AllowedValues.show(value);
  }

  /**
   * Reads a value as written on a command line: numbers, true/false, auto, lists as {@code [a,b]}
   * or {@code a,b}.
   *
   * @throws Problem (usage) when it cannot be read or is not allowed
   */
  public Object parse(String text) {
    try {
      return values.parse(text);
    } catch (AllowedValues.NotAllowed e) {
      throw refusal(e);
    }
  }

  /**
   * Returns the value in this option's type (any {@link Number} for a number), if it is allowed.
   *
   * @throws Problem (usage) otherwise
   */
  public Object check(Object value) {
    try {
      return values.check(value);
    } catch (AllowedValues.NotAllowed e) {
      throw refusal(e);
    }
  }

  private Problem refusal(AllowedValues.NotAllowed refused) {
    return Problem.of(
        Problem.Kind.USAGE,
        "option " + key,
        allowed(),
        "'" + refused.value() + "'",
        "its meaning: " + doc);
  }
}
