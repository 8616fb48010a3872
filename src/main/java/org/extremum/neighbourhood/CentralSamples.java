package org.extremum.neighbourhood;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;

/**
 * Which samples are central (method.md 8; paper §4.3): a set of (essence, content hash of the
 * surface as it was read). Immutable; in ascending order of essence and hash, so that equal sets
 * have equal bytes.
 *
 * <p>A sample is known by its content and never by its position. Samples of one essence with equal
 * surfaces share a hash: they are central together, and count once.
 */
public final class CentralSamples implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[][] hashes; // V lists, each ascending and distinct

  CentralSamples(long[][] ascendingDistinct) {
    this.hashes = ascendingDistinct;
  }

  /**
   * The set of plain data, as {@link #essenceOfEach()} and {@link #hashes()} give it; any order,
   * repetitions count once.
   *
   * @param essences V
   * @param essenceOfEach each in 0..V-1
   * @param hashes one for each
   * @throws IllegalArgumentException when the lengths differ or an essence is out of range
   */
  public static CentralSamples of(int essences, int[] essenceOfEach, long[] hashes) {
    if (essenceOfEach.length != hashes.length) {
      throw new IllegalArgumentException(
          "central samples: expected a hash for each of "
              + essenceOfEach.length
              + " essences, got "
              + hashes.length);
    }
    for (int v : essenceOfEach) {
      if (v < 0 || v >= essences) {
        throw new IllegalArgumentException(
            "central samples: expected essences from 0 to " + (essences - 1) + ", got " + v);
      }
    }
    long[][] lists = new long[essences][];
    for (int v = 0; v < essences; v++) {
      int essence = v;
      lists[v] =
          IntStream.range(0, hashes.length)
              .filter(i -> essenceOfEach[i] == essence)
              .mapToLong(i -> hashes[i])
              .sorted()
              .distinct()
              .toArray();
    }
    return new CentralSamples(lists);
  }

  /** No central samples of V essences. */
  public static CentralSamples none(int essences) {
    return of(essences, new int[0], new long[0]);
  }

  /** Number of essences V, with and without central samples. */
  public int essences() {
    return hashes.length;
  }

  /** Number of distinct (essence, hash). */
  public int count() {
    return Arrays.stream(hashes).mapToInt(list -> list.length).sum();
  }

  /** The same of one essence. */
  public int count(int essence) {
    return hashes[essence].length;
  }

  /** Whether samples of this essence and hash are central; log₂ of the essence's count steps. */
  public boolean contains(int essence, long rowHash) {
    return essence >= 0
        && essence < hashes.length
        && Arrays.binarySearch(hashes[essence], rowHash) >= 0;
  }

  /** The central samples of both; V is the larger one. */
  public CentralSamples plus(CentralSamples other) {
    long[][] union = new long[Math.max(hashes.length, other.hashes.length)][];
    for (int v = 0; v < union.length; v++) {
      union[v] =
          v >= hashes.length
              ? other.hashes[v]
              : v >= other.hashes.length ? hashes[v] : union(hashes[v], other.hashes[v]);
    }
    return new CentralSamples(union);
  }

  /**
   * These and further samples, such as those that failed verification.
   *
   * @param essenceOfEach each in 0..V-1
   * @param rowHashes one for each
   */
  public CentralSamples with(int[] essenceOfEach, long[] rowHashes) {
    return plus(of(hashes.length, essenceOfEach, rowHashes));
  }

  private static long[] union(long[] a, long[] b) {
    long[] merged = new long[a.length + b.length];
    int size = 0;
    for (int p = 0, q = 0; p < a.length || q < b.length; ) {
      boolean left = q == b.length || (p < a.length && a[p] <= b[q]);
      long next = left ? a[p++] : b[q++];
      if (size == 0 || merged[size - 1] != next) {
        merged[size++] = next;
      }
    }
    return Arrays.copyOf(merged, size);
  }

  /** The essence of each central sample, ascending: half of the plain data for a checkpoint. */
  public int[] essenceOfEach() {
    return IntStream.range(0, hashes.length)
        .flatMap(v -> IntStream.generate(() -> v).limit(hashes[v].length))
        .toArray();
  }

  /** The hash of each central sample, in the order of {@link #essenceOfEach()}. */
  public long[] hashes() {
    return Arrays.stream(hashes).flatMapToLong(Arrays::stream).toArray();
  }

  /** The central samples of a block only. */
  public SampleBlock only(SampleBlock block) {
    return block.select(i -> contains(block.essence(i), block.hash(i)));
  }

  /** The central samples of a store only, all that share a surface with one of them. */
  public SampleStore view(SampleStore store) {
    return store.view(store.features(), this::only);
  }

  /** All samples of a store that are not central. */
  public SampleStore others(SampleStore store) {
    return store.view(
        store.features(), block -> block.select(i -> !contains(block.essence(i), block.hash(i))));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CentralSamples samples && Arrays.deepEquals(hashes, samples.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(hashes);
  }

  @Override
  public String toString() {
    return count() + " central samples of " + essences() + " essences";
  }
}
