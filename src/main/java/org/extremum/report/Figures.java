package org.extremum.report;

import java.util.Locale;

/** Numbers as people read them. */
public final class Figures {
  private static final String[] SUPERSCRIPTS = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

  private Figures() {}

  /** A share in per cent with two decimals; a dash for NaN. */
  public static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  /** Four digits, as plain as they can be. */
  public static String figure(double value) {
    double size = Math.abs(value);
    return size != 0 && (size < 1e-3 || size >= 1e6)
        ? String.format(Locale.ROOT, "%.3e", value)
        : String.format(Locale.ROOT, "%.4f", value);
  }

  /** A number of a tick or an option: no more digits than it has, six at most. */
  static String plain(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "-∞";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-4 || size >= 1e7)) {
      return scientific(value);
    }
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.replaceAll("\\.?0+$", "").isEmpty() ? "0" : text.replaceAll("\\.?0+$", "");
  }

  /** Four digits, in powers of ten where it is very small or large. */
  static String shown(double value) {
    double size = Math.abs(value);
    return Double.isFinite(value) && size != 0 && (size < 1e-3 || size >= 1e6)
        ? scientific(value)
        : Double.isFinite(value) ? figure(value) : plain(value);
  }

  /** Three digits and a power of ten, as one word. */
  private static String scientific(double value) {
    String[] parts = String.format(Locale.ROOT, "%.2e", value).split("e");
    return parts[0] + "×" + powerOfTen(Integer.parseInt(parts[1]));
  }

  /** Thousands set apart by thin spaces. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count).replace(',', '\u202F');
  }

  static String seconds(double seconds) {
    return seconds < 10
        ? String.format(Locale.ROOT, "%.2f s", seconds)
        : seconds < 600
            ? String.format(Locale.ROOT, "%.0f s", seconds)
            : String.format(Locale.ROOT, "%.0f min", seconds / 60);
  }

  /** 10 to a whole power. */
  static String powerOfTen(int exponent) {
    StringBuilder text = new StringBuilder("10").append(exponent < 0 ? "⁻" : "");
    for (char digit : String.valueOf(Math.abs(exponent)).toCharArray()) {
      text.append(SUPERSCRIPTS[digit - '0']);
    }
    return text.toString();
  }

  /** The value of an entry: numbers plain, anything else as it is. */
  static String entry(Object value) {
    if (value instanceof Double number) {
      return plain(number);
    }
    return value == null || value.toString().isEmpty() ? "-" : value.toString();
  }
}
