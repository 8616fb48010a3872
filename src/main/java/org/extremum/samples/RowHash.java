package org.extremum.samples;

/**
 * Content hash of a surface, 64 bits: over (coordinate, value) of everything that is not zero, so a
 * dense and a sparse row of the same numbers agree; and keys derived from it. Every random choice
 * about rows is keyed by such a hash, never by where a row happens to be.
 */
public final class RowHash {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio, odd

  private long state = GOLDEN;

  /** Takes in one coordinate; zeros (of either sign) are passed over. */
  public void coordinate(int index, double value) {
    if (value != 0) {
      state = mix(state ^ mix(Double.doubleToLongBits(value) + GOLDEN * (index + 1L)));
    }
  }

  public long value() {
    return mix(state);
  }

  /**
   * A key of a row for one purpose: uniform over all longs, independent for different seeds and
   * purposes.
   */
  public static long key(long seed, Purpose purpose, long rowHash) {
    return mix(mix(mix(seed + GOLDEN) + purpose.ordinal() * GOLDEN) ^ rowHash);
  }

  /** The key as a number in [0, 1). */
  public static double unit(long key) {
    return (key >>> 11) * 0x1.0p-53;
  }

  /** The finaliser of MurmurHash3: a bijection of the 64-bit integers. */
  public static long mix(long z) {
    z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }

  /** What a keyed draw is for; new ones go to the end, the position enters the key. */
  public enum Purpose {
    TEST_SPLIT,
    HELD_OUT,
    POOL,
    CANDIDATE_PAIRS,
    WEIGHTS,
    NOISE,
    SCORES,
    CENTRE_SEEDING,
    CENTRE_REDUCTION,
    CENTRE_SPLIT,
    COVER_ORDER,
    CURVATURE,
    SKETCH,
    NOISY_ROWS,
    GRADIENTS
  }
}
