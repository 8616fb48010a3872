package org.extremum.network;

/**
 * e^x without branches, in loops that the JVM's compiler turns into vector instructions: {@link
 * Math#exp} is a call for each number. Plain additions and multiplications in one order, so every
 * machine gives the same bits.
 *
 * <p>x = k·ln 2 + r with |r| ≤ ln 2 / 2; e^r - 1 = r + r²·q(r) with the polynomial q of near-best
 * approximation on that interval (Chebyshev; its own error is 2e-19); e^x = 2^k + 2^k·(e^r - 1).
 * Errors, tested: less than 1 unit in the last place of e^x.
 *
 * <p>Work is done by pieces that stay in the first-level cache. Used by one thread.
 */
public final class Exponential {
  /** Beyond these e^x is not a normal number; what is clamped stays finite and positive. */
  static final double LEAST = -708;

  static final double MOST = 709;

  /** Numbers at a time: three arrays of 4 KiB. */
  private static final int PIECE = 512;

  private static final double LOG2_E = 1.4426950408889634; // not of an intrinsic

  /** ln 2 in two parts; k times the first one is exact (fdlibm). */
  private static final double LN2_HIGH = 6.93147180369123816490e-01;

  private static final double LN2_LOW = 1.90821492927058770002e-10;

  /** Added to a number it leaves the nearest integer in the last bits. */
  private static final double ROUNDER = 0x1.8p52;

  private static final int EXPONENT_SHIFT = 52;
  private static final long ONE = Double.doubleToRawLongBits(1.0);

  // q, from mpmath.chebyfit((expm1(r) - r)/r², [-ln 2/2, ln 2/2], 11)
  private static final double Q0 = 0.5;
  private static final double Q1 = 0.1666666666666667;
  private static final double Q2 = 0.04166666666666667;
  private static final double Q3 = 0.008333333333326136;
  private static final double Q4 = 0.0013888888888883748;
  private static final double Q5 = 0.00019841269874820627;
  private static final double Q6 = 2.4801587325547743e-05;
  private static final double Q7 = 2.7557255400206422e-06;
  private static final double Q8 = 2.75572736431103e-07;
  private static final double Q9 = 2.5105217004720745e-08;
  private static final double Q10 = 2.0914686968086876e-09;

  private final double[] x = new double[PIECE]; // then h
  private final double[] rest = new double[PIECE]; // e^r - 1, then slopes
  private final double[] power = new double[PIECE]; // 2^k

  private static double shifted(double x) {
    return x * LOG2_E + ROUNDER;
  }

  /** e^r - 1. */
  private static double rest(double x, double shifted) {
    double k = shifted - ROUNDER;
    double r = (x - k * LN2_HIGH) - k * LN2_LOW;
    double q = Q9 + r * Q10;
    q = Q8 + r * q;
    q = Q7 + r * q;
    q = Q6 + r * q;
    q = Q5 + r * q;
    q = Q4 + r * q;
    q = Q3 + r * q;
    q = Q2 + r * q;
    q = Q1 + r * q;
    q = Q0 + r * q;
    return r + r * r * q;
  }

  /** 2^k: the last bits of what was rounded become the exponent. */
  private static double power(double shifted) {
    return Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) << EXPONENT_SHIFT) + ONE);
  }

  private static double clamped(double x, double least, double most) {
    return Math.min(Math.max(x, least), most);
  }

  /** 1/(1 + e^-z). */
  static double sigmoid(double z) {
    double x = clamped(-z, LEAST, MOST);
    double shifted = shifted(x);
    double power = power(shifted);
    return 1 / (1 + (power + power * rest(x, shifted)));
  }

  /** The hyperbolic tangent, m/(m + 2) with m = e^2z - 1 = (2^k - 1) + 2^k·(e^r - 1). */
  static double tanh(double z) {
    double x = clamped(2 * z, -TANH_END, TANH_END);
    double shifted = shifted(x);
    double power = power(shifted);
    double m = (power - 1) + power * rest(x, shifted);
    return m / (m + 2);
  }

  /** tanh is ±1 to the last bit from half of this on. */
  private static final double TANH_END = 44;

  /**
   * h ← 1/(1 + e^-z) and slopes ← h·(1 - h) for {@code count} numbers.
   *
   * @param z overwritten by h
   * @param slopes overwritten; null where slopes are not wanted
   */
  public void sigmoid(double[] z, double[] slopes, int count) {
    for (int from = 0; from < count; from += PIECE) {
      int size = Math.min(PIECE, count - from);
      negate(z, from, x, size);
      prepare(x, LEAST, MOST, rest, power, size);
      raise(power, size);
      finishSigmoid(rest, power, x, size);
      System.arraycopy(x, 0, z, from, size);
      if (slopes != null) {
        slopesOfSigmoid(x, rest, size);
        System.arraycopy(rest, 0, slopes, from, size);
      }
    }
  }

  /** The same with the hyperbolic tangent and 1 - h². */
  public void tanh(double[] z, double[] slopes, int count) {
    for (int from = 0; from < count; from += PIECE) {
      int size = Math.min(PIECE, count - from);
      twice(z, from, x, size);
      prepare(x, -TANH_END, TANH_END, rest, power, size);
      raise(power, size);
      finishTanh(rest, power, x, size);
      System.arraycopy(x, 0, z, from, size);
      if (slopes != null) {
        slopesOfTanh(x, rest, size);
        System.arraycopy(rest, 0, slopes, from, size);
      }
    }
  }

  // Each loop is a method of its own over arrays from their beginnings: the compiler vectorises
  // such.

  private static void negate(double[] z, int from, double[] x, int size) {
    for (int i = 0; i < size; i++) {
      x[i] = -z[from + i];
    }
  }

  private static void twice(double[] z, int from, double[] x, int size) {
    for (int i = 0; i < size; i++) {
      x[i] = 2 * z[from + i];
    }
  }

  private static void prepare(
      double[] x, double least, double most, double[] rest, double[] power, int size) {
    for (int i = 0; i < size; i++) {
      double clamped = Math.min(Math.max(x[i], least), most);
      double shifted = shifted(clamped);
      power[i] = shifted;
      rest[i] = rest(clamped, shifted);
    }
  }

  /** Moves between kinds of registers: not vectorised, but short. */
  private static void raise(double[] power, int size) {
    for (int i = 0; i < size; i++) {
      power[i] = power(power[i]);
    }
  }

  private static void finishSigmoid(double[] rest, double[] power, double[] h, int size) {
    for (int i = 0; i < size; i++) {
      h[i] = 1 / (1 + (power[i] + power[i] * rest[i]));
    }
  }

  private static void finishTanh(double[] rest, double[] power, double[] h, int size) {
    for (int i = 0; i < size; i++) {
      double m = (power[i] - 1) + power[i] * rest[i];
      h[i] = m / (m + 2);
    }
  }

  private static void slopesOfSigmoid(double[] h, double[] slopes, int size) {
    for (int i = 0; i < size; i++) {
      slopes[i] = h[i] * (1 - h[i]);
    }
  }

  private static void slopesOfTanh(double[] h, double[] slopes, int size) {
    for (int i = 0; i < size; i++) {
      slopes[i] = 1 - h[i] * h[i];
    }
  }
}
