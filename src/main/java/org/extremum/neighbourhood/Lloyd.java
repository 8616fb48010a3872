package org.extremum.neighbourhood;

import java.util.Arrays;
import java.util.List;
import org.extremum.neighbourhood.Shortlist.Row;
import org.extremum.samples.SampleStore;

/**
 * Lloyd's algorithm in all essences at a time: assign, average, repeat. The cost of an essence Σω‖x
 * - c‖² never rises, up to the single precision in which distances are compared.
 *
 * @param store standardised
 * @param steps passes at most
 */
record Lloyd(SampleStore store, int steps) {
  /**
   * Steps end when no essence's cost falls by more than this part of itself: a hundredth of the
   * differences between local minima that different seeds lead to.
   */
  static final double LEAST_GAIN = 1e-4;

  /**
   * @param centres the clusters' means
   * @param costs of each cluster with the members it had in the last pass, around its mean
   */
  record Clusters(Centres centres, double[] costs) {}

  /**
   * Moves centres to where they belong. An essence's empty clusters get its samples that are
   * farthest from their centres, as far as it has any away from them.
   *
   * @param start of which none was split
   */
  Clusters run(Centres start) {
    return run(start, 0);
  }

  /** The same for the centres from {@code firstMoving} on; empty ones stay when it is not zero. */
  Clusters run(Centres start, int firstMoving) {
    Centres centres = start;
    double[] before = null;
    for (int step = 1; ; step++) {
      ClusterSums sums = store.aggregate(new LloydPass(centres));
      Centres means = sums.means(centres, firstMoving);
      double[] costs = costsOfEssences(sums, centres, firstMoving);
      int[] vacant = firstMoving == 0 ? vacant(sums, centres, costs) : new int[costs.length];
      boolean full = Arrays.stream(vacant).sum() == 0;
      if (step >= steps || (full && before != null && isSettled(before, costs))) {
        return new Clusters(filled(means, sums, vacant), sums.costsAt(means, centres));
      }
      centres = filled(means, sums, vacant);
      before = costs;
    }
  }

  private static boolean isSettled(double[] before, double[] now) {
    for (int v = 0; v < now.length; v++) {
      if (before[v] - now[v] > LEAST_GAIN * before[v]) {
        return false;
      }
    }
    return true;
  }

  private static double[] costsOfEssences(ClusterSums sums, Centres centres, int first) {
    double[] costs = new double[centres.essences()];
    for (int c = first; c < centres.size(); c++) {
      costs[centres.essence(c)] += sums.cost(c);
    }
    return costs;
  }

  /** Empty clusters of each essence, where there is something to fill them with. */
  private static int[] vacant(ClusterSums sums, Centres centres, double[] costs) {
    int[] vacant = new int[centres.essences()];
    for (int c = 0; c < centres.size(); c++) {
      int v = centres.essence(c);
      vacant[v] += sums.weight(c) == 0 && costs[v] > 0 ? 1 : 0;
    }
    return vacant;
  }

  private Centres filled(Centres means, ClusterSums sums, int[] vacant) {
    if (Arrays.stream(vacant).sum() == 0) {
      return means;
    }
    Shortlist farthest = store.aggregate(new ShortlistPass(means, new Order.Farthest(), vacant));
    int[] used = new int[vacant.length];
    double[] values = means.values().clone();
    for (int c = 0; c < means.size(); c++) {
      int v = means.essence(c);
      List<Row> rows = farthest.list(v);
      if (sums.weight(c) == 0 && used[v] < rows.size()) {
        double[] surface = rows.get(used[v]++).surface();
        System.arraycopy(surface, 0, values, c * means.features(), means.features());
      }
    }
    return means.at(values);
  }
}
