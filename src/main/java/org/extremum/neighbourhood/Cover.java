package org.extremum.neighbourhood;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.extremum.neighbourhood.Shortlist.Row;
import org.extremum.samples.SampleStore;

/**
 * A greedy cover by a radius in D_s: in the order of keyed hashes, a sample becomes a centre when
 * no centre of its essence is within the radius. So every sample is within the radius of a centre,
 * centres of an essence are farther apart than the radius, and the outcome is the same whatever the
 * partitions and their order: distances are decided by differences, not by products.
 *
 * <p>A pass brings the first uncovered samples of each essence; the driver takes centres from among
 * them; a sample before the last of them is covered or brought, so that the passes' sizes do not
 * show in the outcome. The last pass finds nothing.
 *
 * @param store standardised
 * @param radius in D_s, not negative; zero makes every different sample a centre
 * @param atMost centres of each essence at most
 * @param seed of the order
 * @param rows that a pass brings of each essence at most
 */
record Cover(SampleStore store, double radius, int[] atMost, long seed, int rows) {
  /** Rows to a pass that more would hardly save passes. */
  private static final int MOST_ROWS = 1000;

  Cover(SampleStore store, double radius, int[] atMost, long seed) {
    this(
        store,
        radius,
        atMost,
        seed,
        Math.min(MOST_ROWS, Shortlist.lightQuota(store.features(), atMost.length)));
  }

  Choice choose() {
    List<List<Row>> centres = new ArrayList<>();
    for (int v = 0; v < atMost.length; v++) {
      centres.add(new ArrayList<>());
    }
    TreeSet<Integer> cutShort = new TreeSet<>();
    double squaredRadius = SurfaceDistance.toSquared(radius, store.features());
    Order order = new Order.Uncovered(seed, squaredRadius);
    while (true) {
      // An essence that has all the centres it may have is asked for one more, to know.
      int[] quotas =
          IntStream.range(0, atMost.length)
              .map(v -> cutShort.contains(v) ? 0 : centres.get(v).size() < atMost[v] ? rows : 1)
              .toArray();
      Shortlist uncovered = store.aggregate(new ShortlistPass(flat(centres), order, quotas));
      if (uncovered.isEmpty()) {
        return new Choice(samples(centres), List.copyOf(cutShort));
      }
      for (int v = 0; v < atMost.length; v++) {
        if (!take(uncovered.list(v), centres.get(v), atMost[v], squaredRadius)) {
          cutShort.add(v);
        }
      }
    }
  }

  /**
   * Goes through uncovered rows in their order.
   *
   * @param centres of the essence, added to
   * @return whether there was a centre left for every row that needed one
   */
  private static boolean take(
      List<Row> uncovered, List<Row> centres, int atMost, double squaredRadius) {
    int before = centres.size();
    for (Row row : uncovered) {
      boolean covered =
          centres.subList(before, centres.size()).stream()
              .anyMatch(
                  c -> SurfaceDistance.squared(row.surface(), c.surface(), 0) <= squaredRadius);
      if (!covered && centres.size() >= atMost) {
        return false;
      }
      if (!covered) {
        centres.add(row);
      }
    }
    return true;
  }

  private Centres flat(List<List<Row>> rows) {
    return Centres.flat(
        store.features(),
        rows.stream().map(list -> list.stream().map(Row::surface).toList()).toList());
  }

  private static CentralSamples samples(List<List<Row>> rows) {
    return new CentralSamples(
        rows.stream()
            .map(list -> list.stream().mapToLong(Row::hash).sorted().distinct().toArray())
            .toArray(long[][]::new));
  }
}
