package org.extremum.samples;

/**
 * Random numbers from a key and a counter: the same on every machine and Java version, whatever
 * else is drawn.
 */
public final class KeyedRandom {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long key;
  private long counter;

  public KeyedRandom(long seed, RowHash.Purpose purpose, long stream) {
    this.key = RowHash.key(seed, purpose, stream);
  }

  /** Uniform on [0, 1). */
  public double uniform() {
    return RowHash.unit(RowHash.mix(key + GOLDEN * ++counter));
  }

  /** Uniform on 0..bound-1; the bias of the multiplication is below bound·2^-53. */
  public int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** Standard normal, by Box and Muller; StrictMath keeps the bits alike everywhere. */
  public double gaussian() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * Math.PI * uniform());
  }
}
