package org.extremum.retraining;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;

/**
 * Facts of a {@link Snapshot} as they come back from a file: a number may be an Integer, a Long or
 * a Double. Whatever is not as expected is a {@link Problem} (unreadable) that says what and where.
 */
final class Facts {
  private static final String REMEDY =
      "restore the state from a copy, or make a new one from the data";

  private final String where;
  private final Map<?, ?> values;

  Facts(String where, Map<?, ?> values) {
    this.where = where;
    this.values = values;
  }

  /** What is wrong with something that was read. */
  static Problem unreadable(String what, String expected, Object got) {
    return Problem.of(Problem.Kind.UNREADABLE, what, expected, got, REMEDY);
  }

  /** The same where what was read was refused by whom it was for. */
  static Problem unreadable(String where, RuntimeException refusal) {
    return Problem.because(Problem.Kind.UNREADABLE, where + ": " + refusal.getMessage(), REMEDY)
        .causedBy(refusal);
  }

  /**
   * Makes something of what was read. What is read may be anybody's: whatever it is refused for is
   * told as such.
   */
  static <T> T reading(String where, Supplier<T> made) {
    try {
      return made.get();
    } catch (Problem e) {
      throw e;
    } catch (RuntimeException e) {
      throw unreadable(where, e);
    }
  }

  String where() {
    return where;
  }

  String text(String name) {
    return get(name, String.class, "a text");
  }

  boolean isText(String name) {
    return values.get(name) instanceof String;
  }

  boolean bool(String name) {
    return get(name, Boolean.class, "true or false");
  }

  /** The same, or {@code otherwise} where there is nothing of that name. */
  boolean bool(String name, boolean otherwise) {
    return values.containsKey(name) ? bool(name) : otherwise;
  }

  double real(String name) {
    return get(name, Number.class, "a number").doubleValue();
  }

  long integer(String name) {
    Number number = get(name, Number.class, "a whole number");
    if (number.longValue() != number.doubleValue()) {
      throw unreadable(where + ", " + name, "a whole number", number);
    }
    return number.longValue();
  }

  /** A whole number from {@code least} to {@code most}. */
  int integer(String name, int least, int most) {
    long number = integer(name);
    if (number < least || number > most) {
      throw unreadable(where + ", " + name, "a number from " + least + " to " + most, number);
    }
    return (int) number;
  }

  Facts facts(String name) {
    return new Facts(where + ", " + name, get(name, Map.class, "an object"));
  }

  /** As it is. */
  Map<?, ?> map(String name) {
    return get(name, Map.class, "an object");
  }

  List<String> texts(String name) {
    return list(name).stream()
        .map(
            text -> {
              if (text instanceof String string) {
                return string;
              }
              throw unreadable(where + ", " + name, "texts", text);
            })
        .toList();
  }

  /** Objects in a list. */
  List<Facts> all(String name) {
    return list(name).stream()
        .map(
            entry -> {
              if (entry instanceof Map<?, ?> map) {
                return new Facts(where + ", " + name, map);
              }
              throw unreadable(where + ", " + name, "objects", entry);
            })
        .toList();
  }

  private List<?> list(String name) {
    return get(name, List.class, "a list");
  }

  private <T> T get(String name, Class<T> type, String expected) {
    Object value = values.get(name);
    if (!type.isInstance(value)) {
      throw unreadable(where + ", " + name, expected, value == null ? "none" : value);
    }
    return type.cast(value);
  }
}
