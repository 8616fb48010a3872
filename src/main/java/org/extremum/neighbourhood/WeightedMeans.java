package org.extremum.neighbourhood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.extremum.neighbourhood.Shortlist.Row;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;

/**
 * k-means of a few weighted rows on the driver: seeds by k-means++ (Arthur &amp; Vassilvitskii
 * 2007), Lloyd's steps, the best of several trials.
 *
 * @param features m
 * @param seed of the keyed draws
 */
record WeightedMeans(int features, long seed) {
  /** Trials; the rows are few, and one bad seed would stay in every later step. */
  static final int TRIALS = 10;

  /** Lloyd steps of a trial. */
  private static final int STEPS = 20;

  private static final int BLOCK = 1024;

  /**
   * @param rows distinct; their hashes key the draws
   * @param weights one for each
   * @return min(k, rows) centres; the rows themselves where there are no more than k
   */
  List<double[]> of(List<Row> rows, double[] weights, int k) {
    if (rows.size() <= k || k == 0) {
      return rows.stream().limit(k).map(Row::surface).toList();
    }
    LocalSampleStore store = store(rows, weights);
    List<double[]> best = List.of();
    double least = Double.POSITIVE_INFINITY;
    for (int trial = 0; trial < TRIALS; trial++) {
      Centres start = Centres.flat(features, List.of(seeds(rows, weights, k, trial)));
      Lloyd.Clusters clusters = new Lloyd(store, STEPS).run(start);
      double cost = SurfaceDistance.rounded(Arrays.stream(clusters.costs()).sum());
      if (cost < least) {
        least = cost;
        best = IntStream.range(0, start.size()).mapToObj(clusters.centres()::point).toList();
      }
    }
    return best;
  }

  /** k rows, each drawn ∝ ω·d², d the distance to those before. */
  private List<double[]> seeds(List<Row> rows, double[] weights, int k, int trial) {
    double[] squared = new double[rows.size()];
    Arrays.fill(squared, Double.POSITIVE_INFINITY);
    List<double[]> seeds = new ArrayList<>();
    for (int step = 0; step < k; step++) {
      int drawn = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < rows.size(); i++) {
        double rate = weights[i] * (step == 0 ? 1 : squared[i]);
        double time =
            Order.Race.time(
                seed,
                RowHash.Purpose.CENTRE_REDUCTION,
                (long) trial * k + step,
                rows.get(i).hash(),
                rate);
        if (rate > 0 && time < least) {
          least = time;
          drawn = i;
        }
      }
      if (drawn < 0) {
        break;
      }
      double[] seedling = rows.get(drawn).surface();
      seeds.add(seedling);
      for (int i = 0; i < squared.length; i++) {
        squared[i] =
            Math.min(squared[i], SurfaceDistance.squared(rows.get(i).surface(), seedling, 0));
      }
    }
    return seeds;
  }

  /** The rows as samples of one essence, so that the steps are those of every clustering. */
  private LocalSampleStore store(List<Row> rows, double[] weights) {
    List<SampleBlock> blocks = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += BLOCK) {
      int size = Math.min(BLOCK, rows.size() - from);
      double[] values = new double[size * features];
      for (int i = 0; i < size; i++) {
        System.arraycopy(rows.get(from + i).surface(), 0, values, i * features, features);
      }
      int first = from;
      blocks.add(
          SampleBlock.dense(
              features,
              values,
              new int[size],
              Arrays.copyOfRange(weights, from, from + size),
              IntStream.range(0, size)
                  .mapToLong(i -> SampleBlock.position(0, first + i))
                  .toArray()));
    }
    return new LocalSampleStore(features, List.of(blocks));
  }
}
