package org.extremum.neighbourhood;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** How many centres each essence gets of those that the network has room for. */
public final class CentreQuotas {
  private CentreQuotas() {}

  /**
   * Deals {@code total} centres to the essences in proportion to their counts (Sainte-Laguë), at
   * least one to every essence that has samples and at most {@code most} to each. O(total·log V).
   *
   * @param total centres in all, at least one for every essence that has samples
   * @param counts samples of each essence, or their weights in whole numbers
   * @param most of each essence at most: its distinct samples, or its samples where these are not
   *     known
   * @return k_v, which sum to total or, if that is less, to what the essences can take
   * @throws IllegalArgumentException when total is less than the essences that have samples
   */
  public static int[] spread(int total, long[] counts, long[] most) {
    int[] quotas = new int[counts.length];
    // The next centre goes where count/(2·quota + 1) is largest; of equals to the first essence.
    PriorityQueue<Integer> next =
        new PriorityQueue<>(
            Comparator.<Integer>comparingDouble(v -> -(counts[v] / (2.0 * quotas[v] + 1)))
                .thenComparing(Comparator.naturalOrder()));
    int[] present =
        IntStream.range(0, counts.length).filter(v -> counts[v] > 0 && most[v] > 0).toArray();
    if (total < present.length) {
      throw new IllegalArgumentException(
          "centres: expected at least one for each of "
              + present.length
              + " essences that have samples, got "
              + total);
    }
    for (int v : present) {
      quotas[v] = 1;
      if (most[v] > 1) {
        next.add(v);
      }
    }
    for (int left = total - present.length; left > 0 && !next.isEmpty(); left--) {
      int v = next.remove();
      quotas[v]++;
      if (quotas[v] < most[v]) {
        next.add(v);
      }
    }
    return quotas;
  }
}
