package org.extremum.neighbourhood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.extremum.neighbourhood.Shortlist.Row;
import org.extremum.samples.SampleStore;

/**
 * Where the centres of a clustering begin: k-means‖ (Bahmani et al. 2012) in all essences at a
 * time. A few passes draw several times as many candidates as are asked for, ∝ squared distance to
 * those before; each is weighted by the samples nearest to it; the driver clusters the candidates.
 * Passes: {@link #ROUNDS} + 2.
 */
record Seeding(SampleStore store, long seed) {
  /** Rounds of drawing; each draws k_v candidates or more. */
  static final int ROUNDS = 4;

  /**
   * Candidates that a round draws at least, where they are light: an essence of some hundred
   * samples is then clustered as a whole on the driver, with as many trials as that has.
   */
  static final int LEAST_OF_A_ROUND = 50;

  /**
   * @param perEssence k_v, zero where none are wanted
   * @return min(k_v, distinct samples) centres of each essence
   */
  Centres centres(int[] perEssence) {
    List<List<Row>> candidates = new ArrayList<>();
    for (int v = 0; v < perEssence.length; v++) {
      candidates.add(new ArrayList<>());
    }
    int least =
        Math.min(LEAST_OF_A_ROUND, Shortlist.lightQuota(store.features(), perEssence.length));
    for (int draw = 0; draw <= ROUNDS; draw++) {
      int atLeast = draw == 0 ? 0 : least;
      boolean first = draw == 0;
      int[] quotas =
          Arrays.stream(perEssence)
              .map(k -> k == 0 ? 0 : first ? 1 : Math.max(k, atLeast))
              .toArray();
      Shortlist drawn =
          store.aggregate(new ShortlistPass(flat(candidates), new Order.Race(seed, draw), quotas));
      if (drawn.isEmpty()) {
        break;
      }
      for (int v = 0; v < perEssence.length; v++) {
        candidates.get(v).addAll(drawn.list(v));
      }
    }
    return reduced(candidates, perEssence);
  }

  private Centres flat(List<List<Row>> rows) {
    return Centres.flat(
        store.features(),
        rows.stream().map(list -> list.stream().map(Row::surface).toList()).toList());
  }

  private Centres reduced(List<List<Row>> candidates, int[] perEssence) {
    Centres all = flat(candidates);
    ClusterSums sums = store.aggregate(new LloydPass(all));
    WeightedMeans means = new WeightedMeans(store.features(), seed);
    List<List<double[]>> points = new ArrayList<>();
    for (int v = 0; v < perEssence.length; v++) {
      double[] weights = Arrays.stream(all.ofEssence(v)).mapToDouble(sums::weight).toArray();
      points.add(means.of(candidates.get(v), weights, perEssence[v]));
    }
    return Centres.flat(store.features(), points);
  }
}
