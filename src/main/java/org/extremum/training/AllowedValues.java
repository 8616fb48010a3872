package org.extremum.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.extremum.training.TrainingOption.Kind;

/**
 * The values that an option may have: read, checked, written.
 *
 * @param least of numbers or elements; NaN where values are none
 * @param leastAllowed whether the least is itself allowed
 * @param most of numbers or elements, itself allowed
 * @param choices of a choice, else none
 * @param emptyAllowed whether a list of numbers may be empty
 */
record AllowedValues(
    Kind kind,
    double least,
    boolean leastAllowed,
    double most,
    List<String> choices,
    boolean emptyAllowed) {
  private static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  /** A value that is not allowed. */
  static final class NotAllowed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Object value;

    NotAllowed(Object value) {
      super(String.valueOf(value));
      this.value = value;
    }

    /** What was refused: the whole value, or an element of it. */
    Object value() {
      return value;
    }
  }

  static AllowedValues numbers(
      Kind kind, double least, boolean leastAllowed, boolean emptyAllowed) {
    return new AllowedValues(kind, least, leastAllowed, UNBOUNDED, List.of(), emptyAllowed);
  }

  /** All of a kind. */
  static AllowedValues any(Kind kind) {
    return new AllowedValues(kind, Double.NaN, true, UNBOUNDED, List.of(), true);
  }

  static AllowedValues oneOf(List<String> choices) {
    return new AllowedValues(Kind.CHOICE, Double.NaN, true, UNBOUNDED, choices, false);
  }

  AllowedValues atMost(long bound) {
    return new AllowedValues(kind, least, leastAllowed, bound, choices, emptyAllowed);
  }

  /** As a message says it. */
  String inWords() {
    boolean bounded = !Double.isNaN(least) && least > Long.MIN_VALUE;
    String bound = !bounded ? "" : (leastAllowed ? " >= " : " > ") + format(least);
    if (most < UNBOUNDED) {
      bound += " and <= " + format(most);
    }
    return switch (kind) {
      case CHOICE -> "one of " + String.join(" | ", choices);
      case INTEGERS, REALS ->
          kind.words() + bound + (emptyAllowed ? ", may be empty" : ", not empty");
      default -> kind.words() + bound;
    };
  }

  private static String format(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  /** A value as a user would write it. */
  static String show(Object value) {
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
   * Reads a value as written on a command line.
   *
   * @throws NotAllowed when it cannot be read or is not allowed
   */
  Object parse(String text) {
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
      throw new NotAllowed(text);
    }
  }

  /** What is left to the program is written auto; NaN is a slip. */
  private static Double parseNumber(String text) {
    Double number = Double.valueOf(text);
    if (number.isNaN()) {
      throw new NotAllowed(text);
    }
    return number;
  }

  private static Boolean parseBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> throw new NotAllowed(text);
    };
  }

  private static List<String> elements(String text) {
    String inner =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    return Arrays.stream(inner.split(",")).map(String::trim).filter(s -> !s.isEmpty()).toList();
  }

  /**
   * Returns the value in the kind's type (any {@link Number} for a number), if it is allowed.
   *
   * @throws NotAllowed otherwise
   */
  Object check(Object value) {
    return switch (kind) {
      case INTEGER -> integer(value);
      case REAL, REAL_OR_AUTO -> real(value);
      case BOOLEAN -> require(value instanceof Boolean, value);
      case CHOICE -> require(value instanceof String s && choices.contains(s), value);
      case TEXT -> require(value instanceof String, value);
      case INTEGERS -> numbers(value).stream().map(this::integer).toList();
      case REALS -> numbers(value).stream().map(this::real).toList();
      case TEXTS -> {
        if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
          throw new NotAllowed(value);
        }
        yield List.copyOf(list);
      }
    };
  }

  private static Object require(boolean allowed, Object value) {
    if (!allowed) {
      throw new NotAllowed(value);
    }
    return value;
  }

  private List<?> numbers(Object value) {
    if (!(value instanceof List<?> list) || list.isEmpty() && !emptyAllowed) {
      throw new NotAllowed(value);
    }
    return list;
  }

  private Long integer(Object value) {
    if (!(value instanceof Number number)
        || number.doubleValue() != Math.rint(number.doubleValue())
        || !(Double.isNaN(least) || number.longValue() >= least)
        || number.doubleValue() > most) {
      throw new NotAllowed(value);
    }
    return number.longValue();
  }

  private Double real(Object value) {
    if (!(value instanceof Number number)) {
      throw new NotAllowed(value);
    }
    double real = number.doubleValue();
    boolean inRange = leastAllowed ? real >= least : real > least;
    boolean allowed =
        Double.isNaN(real)
            ? kind == Kind.REAL_OR_AUTO
            : !Double.isInfinite(real) && (Double.isNaN(least) || inRange) && real <= most;
    if (!allowed) {
      throw new NotAllowed(value);
    }
    return real;
  }
}
