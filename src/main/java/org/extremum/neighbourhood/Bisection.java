package org.extremum.neighbourhood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.extremum.neighbourhood.Shortlist.Row;
import org.extremum.samples.SampleStore;

/**
 * Bisecting k-means (Steinbach, Karypis &amp; Kumar 2000) in all essences at a time: clusters of
 * the largest cost are split in two until there are as many as asked for. A level splits the dearer
 * half of an essence's clusters, where one at a time would need k passes of steps: log_1.5 k levels
 * of at most {@link #STEPS} + 1 passes.
 */
record Bisection(SampleStore store, long seed) {
  /** Lloyd steps of a level at most; two centres settle sooner than many. */
  static final int STEPS = 10;

  /** Members that two centres are first found among, on the driver, where they are light. */
  static final int MEMBERS = 64;

  /**
   * @param perEssence k_v, zero where none are wanted
   * @return a tree with k_v leaves in each essence, or as many as its samples allow
   */
  Centres centres(int[] perEssence) {
    Lloyd.Clusters clusters = new Lloyd(store, 1).run(roots(perEssence));
    while (true) {
      List<Integer> dear = dearLeaves(clusters, perEssence);
      if (dear.isEmpty()) {
        return clusters.centres();
      }
      clusters = split(clusters, dear);
    }
  }

  /** A centre at the origin for each essence; the first step brings it to the mean. */
  private Centres roots(int[] perEssence) {
    double[] origin = new double[store.features()];
    return Centres.flat(
        store.features(),
        Arrays.stream(perEssence)
            .mapToObj(k -> k == 0 ? List.<double[]>of() : List.of(origin))
            .toList());
  }

  private static List<Integer> dearLeaves(Lloyd.Clusters clusters, int[] perEssence) {
    Centres centres = clusters.centres();
    List<Integer> dear = new ArrayList<>();
    for (int v = 0; v < perEssence.length; v++) {
      int[] leaves = Arrays.stream(centres.ofEssence(v)).filter(centres::isLeaf).toArray();
      int splits = Math.min(perEssence[v] - leaves.length, (leaves.length + 1) / 2);
      Comparator<Integer> byCost =
          Comparator.comparingDouble(c -> -SurfaceDistance.rounded(clusters.costs()[c]));
      IntStream.of(leaves)
          .boxed()
          .filter(c -> clusters.costs()[c] > 0)
          .sorted(byCost.thenComparing(Comparator.naturalOrder()))
          .limit(Math.max(0, splits))
          .forEach(dear::add);
    }
    return dear;
  }

  /** Splits leaves; those whose members do not differ come back with cost zero. */
  private Lloyd.Clusters split(Lloyd.Clusters clusters, List<Integer> leaves) {
    Centres centres = clusters.centres();
    int[] quotas = new int[centres.size()];
    int light = Shortlist.lightQuota(store.features(), leaves.size());
    leaves.forEach(leaf -> quotas[leaf] = Math.max(2, Math.min(MEMBERS, light)));
    Shortlist members =
        store.aggregate(new ShortlistPass(centres, new Order.Members(seed), quotas));

    double[] costs = clusters.costs().clone();
    WeightedMeans means = new WeightedMeans(store.features(), seed);
    List<Integer> divided = new ArrayList<>();
    List<List<double[]>> pairs = new ArrayList<>();
    for (int leaf : leaves) {
      List<double[]> pair = pair(means, members.list(leaf));
      if (pair.size() == 2) {
        divided.add(leaf);
        pairs.add(pair);
      } else {
        costs[leaf] = 0;
      }
    }
    if (divided.isEmpty()) {
      return new Lloyd.Clusters(centres, costs);
    }
    Lloyd.Clusters moved =
        new Lloyd(store, STEPS).run(centres.split(divided, pairs), centres.size());
    System.arraycopy(costs, 0, moved.costs(), 0, costs.length);
    return moved;
  }

  private static List<double[]> pair(WeightedMeans means, List<Row> members) {
    double[] ones = new double[members.size()];
    Arrays.fill(ones, 1);
    return means.of(members, ones, 2);
  }
}
