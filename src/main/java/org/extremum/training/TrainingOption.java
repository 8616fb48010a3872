package org.extremum.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The declaration of one option: key, type, allowed values, default and meaning. Spark params,
 * configuration keys, command line settings, documentation and invalid-value tests all come from
 * these.
 *
 * <p>Values are {@link Long}, {@link Double}, {@link Boolean}, {@link String}, {@code List<Long>},
 * {@code List<Double>} or {@code List<String>}; a real number that is left to the program ("auto")
 * is NaN. A list of numbers may be empty where its default is.
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

  private static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  private final String key;
  private final Kind kind;
  private final Scope scope;
  private final Object defaultValue;
  private final double least;
  private final boolean leastAllowed;
  private final double most;
  private final List<String> choices;
  private final String doc;

  private TrainingOption(
      String key,
      Kind kind,
      Scope scope,
      Object defaultValue,
      double least,
      boolean leastAllowed,
      double most,
      List<String> choices,
      String doc) {
    this.key = key;
    this.kind = kind;
    this.scope = scope;
    this.defaultValue = defaultValue;
    this.least = least;
    this.leastAllowed = leastAllowed;
    this.most = most;
    this.choices = choices;
    this.doc = doc;
  }

  static TrainingOption integer(String key, long defaultValue, long least, String doc) {
    return new TrainingOption(
        key, Kind.INTEGER, Scope.TRAINING, defaultValue, least, true, UNBOUNDED, List.of(), doc);
  }

  static TrainingOption real(
      String key, double defaultValue, double least, boolean leastAllowed, String doc) {
    return new TrainingOption(
        key,
        Kind.REAL,
        Scope.TRAINING,
        defaultValue,
        least,
        leastAllowed,
        UNBOUNDED,
        List.of(),
        doc);
  }

  static TrainingOption realOrAuto(String key, double least, boolean leastAllowed, String doc) {
    return new TrainingOption(
        key,
        Kind.REAL_OR_AUTO,
        Scope.TRAINING,
        Double.NaN,
        least,
        leastAllowed,
        UNBOUNDED,
        List.of(),
        doc);
  }

  static TrainingOption bool(String key, boolean defaultValue, String doc) {
    return new TrainingOption(
        key,
        Kind.BOOLEAN,
        Scope.TRAINING,
        defaultValue,
        Double.NaN,
        true,
        UNBOUNDED,
        List.of(),
        doc);
  }

  /** A choice; the first one is the default. */
  static TrainingOption choice(String key, String doc, String... choices) {
    return new TrainingOption(
        key,
        Kind.CHOICE,
        Scope.TRAINING,
        choices[0],
        Double.NaN,
        true,
        UNBOUNDED,
        List.of(choices),
        doc);
  }

  static TrainingOption integers(String key, List<Long> defaultValue, long least, String doc) {
    return new TrainingOption(
        key, Kind.INTEGERS, Scope.TRAINING, defaultValue, least, true, UNBOUNDED, List.of(), doc);
  }

  /** A list of integers, none by default. */
  static TrainingOption integersOrNone(String key, long least, String doc) {
    return integers(key, List.of(), least, doc);
  }

  /** A list of numbers, none by default. */
  static TrainingOption reals(String key, double least, boolean leastAllowed, String doc) {
    return new TrainingOption(
        key, Kind.REALS, Scope.TRAINING, List.of(), least, leastAllowed, UNBOUNDED, List.of(), doc);
  }

  static TrainingOption text(String key, String doc) {
    return new TrainingOption(
        key, Kind.TEXT, Scope.READING, "", Double.NaN, true, UNBOUNDED, List.of(), doc);
  }

  /** A text that the training reads: a Param of the estimator too. */
  static TrainingOption path(String key, String doc) {
    return new TrainingOption(
        key, Kind.TEXT, Scope.TRAINING, "", Double.NaN, true, UNBOUNDED, List.of(), doc);
  }

  static TrainingOption texts(String key, String doc) {
    return new TrainingOption(
        key, Kind.TEXTS, Scope.READING, List.of(), Double.NaN, true, UNBOUNDED, List.of(), doc);
  }

  TrainingOption in(Scope other) {
    return new TrainingOption(
        key, kind, other, defaultValue, least, leastAllowed, most, choices, doc);
  }

  /** The same with another default. */
  TrainingOption with(double otherDefault) {
    return new TrainingOption(
        key, kind, scope, otherDefault, least, leastAllowed, most, choices, doc);
  }

  /** The same with an upper bound, itself allowed, on numbers or elements. */
  TrainingOption atMost(long bound) {
    return new TrainingOption(
        key, kind, scope, defaultValue, least, leastAllowed, bound, choices, doc);
  }

  public String key() {
    return key;
  }

  public Kind kind() {
    return kind;
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
    return choices;
  }

  /** What values are allowed, in words. */
  public String allowed() {
    boolean bounded = !Double.isNaN(least) && least > Long.MIN_VALUE;
    String bound = !bounded ? "" : (leastAllowed ? " >= " : " > ") + format(least);
    if (most < UNBOUNDED) {
      bound += " and <= " + format(most);
    }
    return switch (kind) {
      case CHOICE -> "one of " + String.join(" | ", choices);
      case INTEGERS, REALS ->
          kind.words + bound + (mayBeEmpty() ? ", may be empty" : ", not empty");
      default -> kind.words + bound;
    };
  }

  /** Of a list of numbers: an empty one stands for none only where that is the default. */
  private boolean mayBeEmpty() {
    return defaultValue instanceof List<?> list && list.isEmpty();
  }

  private static String format(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  /** A value as a user would write it. */
  public String show(Object value) {
    if (value instanceof Double number) {
      return number.isNaN() ? "auto" : format(number);
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(element -> element instanceof Double real ? format(real) : String.valueOf(element))
          .collect(Collectors.joining(",", "[", "]"));
    }
    return String.valueOf(value);
  }

  /**
   * Reads a value as written on a command line: numbers, true/false, auto, lists as {@code [a,b]}
   * or {@code a,b}.
   *
   * @throws Problem (usage) when it cannot be read or is not allowed
   */
  public Object parse(String text) {
    String trimmed = text.trim();
    try {
      return check(
          switch (kind) {
            case INTEGER -> Long.valueOf(trimmed);
            case REAL -> Double.valueOf(trimmed);
            case REAL_OR_AUTO ->
                trimmed.equalsIgnoreCase("auto") ? Double.NaN : parseNumber(trimmed);
            case BOOLEAN -> parseBoolean(trimmed);
            case CHOICE, TEXT -> trimmed;
            case INTEGERS -> elements(trimmed).stream().map(Long::valueOf).toList();
            case REALS -> elements(trimmed).stream().map(Double::valueOf).toList();
            case TEXTS -> elements(trimmed);
          });
    } catch (NumberFormatException e) {
      throw refuse(text);
    }
  }

  /** What is left to the program is written auto; NaN is a slip. */
  private Double parseNumber(String text) {
    Double number = Double.valueOf(text);
    if (number.isNaN()) {
      throw refuse(text);
    }
    return number;
  }

  private Boolean parseBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> throw refuse(text);
    };
  }

  private static List<String> elements(String text) {
    String inner =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    return Arrays.stream(inner.split(",")).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }

  /**
   * Returns the value in this option's type (any {@link Number} for a number), if it is allowed.
   *
   * @throws Problem (usage) otherwise
   */
  public Object check(Object value) {
    return switch (kind) {
      case INTEGER -> integer(value);
      case REAL, REAL_OR_AUTO -> real(value);
      case BOOLEAN -> value instanceof Boolean b ? b : refuseAny(value);
      case CHOICE -> value instanceof String s && choices.contains(s) ? s : refuseAny(value);
      case TEXT -> value instanceof String s ? s : refuseAny(value);
      case INTEGERS -> numbers(value).stream().map(this::integer).toList();
      case REALS -> numbers(value).stream().map(this::real).toList();
      case TEXTS -> {
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
          throw refuse(value);
        }
        yield List.copyOf(list);
      }
    };
  }

  private List<?> numbers(Object value) {
    if (!(value instanceof List<?> list) || list.isEmpty() && !mayBeEmpty()) {
      throw refuse(value);
    }
    return list;
  }

  private Long integer(Object value) {
    if (!(value instanceof Number number)
        || number.doubleValue() != Math.rint(number.doubleValue())
        || !(Double.isNaN(least) || number.longValue() >= least)
        || number.doubleValue() > most) {
      throw refuse(value);
    }
    return number.longValue();
  }

  private Double real(Object value) {
    if (!(value instanceof Number number)) {
      throw refuse(value);
    }
    double real = number.doubleValue();
    boolean inRange = leastAllowed ? real >= least : real > least;
    boolean allowed =
        Double.isNaN(real)
            ? kind == Kind.REAL_OR_AUTO
            : !Double.isInfinite(real) && (Double.isNaN(least) || inRange) && real <= most;
    if (!allowed) {
      throw refuse(value);
    }
    return real;
  }

  private Object refuseAny(Object value) {
    throw refuse(value);
  }

  private Problem refuse(Object value) {
    return Problem.of(
        Problem.Kind.USAGE, "option " + key, allowed(), "'" + value + "'", "its meaning: " + doc);
  }
}
