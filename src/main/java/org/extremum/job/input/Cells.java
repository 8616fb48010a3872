package org.extremum.job.input;

/** What stands in one place of a row, as a number or as a name. */
final class Cells {
  private static final int LONGEST_SHOWN = 40;

  /** What a decoder puts in the place of bytes that are no UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  private Cells() {}

  /**
   * A finite number.
   *
   * @throws BadValue for anything else
   */
  static double number(String column, Object cell) throws BadValue {
    double number = Double.NaN;
    if (cell instanceof Number n) {
      number = n.doubleValue();
    } else {
      String text = cell == null ? "" : cell.toString().trim();
      if (text.isEmpty()) {
        throw new BadValue(column, "a number", "an empty value");
      }
      if (!looksNumeric(text)) {
        throw new BadValue(column, "a number", shown(text));
      }
      number = parse(text);
    }
    if (!Double.isFinite(number)) {
      throw new BadValue(column, "a finite number", shown(cell));
    }
    return number;
  }

  /**
   * A feature's value: a finite number, or NaN for a missing one where such are let pass: an empty
   * cell, NaN, an infinite number.
   *
   * @throws BadValue for anything else
   */
  static double feature(String column, Object cell, boolean missingPass) throws BadValue {
    return missingPass && isMissing(cell) ? Double.NaN : number(column, cell);
  }

  private static boolean isMissing(Object cell) {
    if (cell instanceof Number n) {
      return !Double.isFinite(n.doubleValue());
    }
    String text = cell == null ? "" : cell.toString().trim();
    return text.isEmpty() || looksNumeric(text) && !Double.isFinite(parse(text));
  }

  /** Whether a text is a number, an infinite one and NaN included. */
  static boolean looksNumeric(String text) {
    try {
      parse(text.trim());
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static double parse(String text) {
    char last = Character.toLowerCase(text.charAt(text.length() - 1));
    if (Character.isLetter(last)) { // Java's own notation, 1d and 0x1p3, is no number elsewhere
      return switch (text.toLowerCase(java.util.Locale.ROOT)) {
        case "nan", "+nan", "-nan" -> Double.NaN;
        case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
        case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
        default -> throw new NumberFormatException(text);
      };
    }
    if (text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
      throw new NumberFormatException(text);
    }
    return Double.parseDouble(text);
  }

  /**
   * A name: text trimmed, a whole number without its decimal point, so that 3, 3.0 and "3" of
   * different formats are one name.
   *
   * @return null where there is none
   */
  static String name(Object cell) {
    if (cell == null || cell instanceof Double d && d.isNaN()) {
      return null;
    }
    if (cell instanceof Number n
        && n.doubleValue() == Math.rint(n.doubleValue())
        && Math.abs(n.doubleValue()) < 0x1p53) {
      return String.valueOf(n.longValue());
    }
    String text = cell.toString().trim();
    return text.isEmpty() ? null : text;
  }

  /**
   * True or false, as words or as 1 and 0; nothing is false.
   *
   * @throws BadValue for anything else
   */
  static boolean truth(String column, Object cell) throws BadValue {
    String name = name(cell);
    return switch (name == null ? "" : name.toLowerCase(java.util.Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0", "" -> false;
      default -> throw new BadValue(column, "true or false", shown(cell));
    };
  }

  /** Whether this was text before it was decoded: bytes of other kinds leave marks. */
  static boolean isText(String decoded) {
    return decoded
        .chars()
        .allMatch(c -> c == '\t' || c != REPLACEMENT && !Character.isISOControl(c));
  }

  /** A value for a message. */
  static String shown(Object value) {
    String text = String.valueOf(value).strip().replaceAll("\\s+", " ");
    return text.length() <= LONGEST_SHOWN
        ? "'" + text + "'"
        : "'" + text.substring(0, LONGEST_SHOWN) + "…'";
  }
}
