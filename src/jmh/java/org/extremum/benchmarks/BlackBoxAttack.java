package org.extremum.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.extremum.samples.RowHash;

/**
 * The same search for every model, by its raw outputs alone: on the sphere of the radius, from the
 * best of some random points; every round tries some neighbours in ever closer reach, every other
 * the mirror image of the one before, half of them in few coordinates (as the square attack of
 * Andriushchenko et al. 2020 does), and one along the slope that the round before makes out
 * (natural evolution strategies, as Ilyas et al. 2018). A neighbour that is no worse is where the
 * next round begins. Draws depend on the seed, the sample and the round, not on the model.
 */
final class BlackBoxAttack extends Attack {
  private static final int TRIES = 10;
  private static final double CLOSEST = 0.1; // reach of the last round, in radii
  private static final int FEW = 10; // one of so many coordinates

  private final Scores scores;
  private final int rounds;
  private final long seed;

  /**
   * @param queries for each point and radius
   */
  BlackBoxAttack(TestPoints points, Scores scores, int queries, long seed) {
    super(points);
    this.scores = scores;
    this.rounds = Math.max(2, queries / TRIES);
    this.seed = seed;
  }

  /** Where the search for one sample is. */
  private final class Search {
    private final int sample;
    private final double[] surface;
    private final double radius;
    private double[] best;
    private double margin = Double.POSITIVE_INFINITY;
    private double[] slope;
    private double[][] directions;

    Search(int sample, double radius) {
      this.sample = sample;
      this.surface = points().surface(sample);
      this.radius = radius;
      this.best = surface;
    }

    double[][] tries(int round) {
      long key = RowHash.mix(RowHash.mix(seed + sample) + round);
      SplittableRandom random = new SplittableRandom(key);
      double reach = radius * Math.pow(CLOSEST, (double) round / (rounds - 1));
      directions = new double[TRIES][];
      double[][] tries = new double[TRIES][];
      for (int k = 0; k < TRIES; k++) {
        if (k == TRIES - 1 && slope != null) {
          directions[k] = slope;
        } else if (k % 2 == 1) {
          directions[k] = Arrays.stream(directions[k - 1]).map(x -> -x).toArray();
        } else {
          directions[k] = direction(random, k % 4 == 2);
        }
        tries[k] = onSphere(stepped(best, directions[k], reach));
      }
      return tries;
    }

    private double[] direction(SplittableRandom random, boolean few) {
      double[] direction = new double[surface.length];
      for (int j = 0; j < direction.length; j++) {
        double value = random.nextGaussian();
        direction[j] = few && random.nextInt(FEW) > 0 ? 0 : value;
      }
      return direction;
    }

    private double[] onSphere(double[] moved) {
      double[] disturbance = new double[surface.length];
      Arrays.setAll(disturbance, j -> moved[j] - surface[j]);
      return stepped(surface, disturbance, radius);
    }

    /** Takes in what a round found; true when the point is broken. */
    boolean found(double[][] tries, double[] margins) {
      double mean = Arrays.stream(margins).average().orElseThrow();
      slope = new double[surface.length];
      for (int k = 0; k < TRIES; k++) {
        double weight = mean - margins[k];
        double[] direction = directions[k];
        for (int j = 0; j < slope.length; j++) {
          slope[j] += weight * direction[j];
        }
        if (margins[k] <= margin) {
          margin = margins[k];
          best = tries[k];
        }
      }
      return margin <= 0;
    }
  }

  @Override
  int[] within(double radius, int[] standing) {
    List<Integer> broken = new ArrayList<>();
    List<Search> searches =
        Arrays.stream(standing).mapToObj(sample -> new Search(sample, radius)).toList();
    for (int round = 0; round < rounds && !searches.isEmpty(); round++) {
      double[][][] tries = new double[searches.size()][][];
      for (int s = 0; s < tries.length; s++) {
        tries[s] = searches.get(s).tries(round);
      }
      double[][] margins = margins(searches, tries);
      List<Search> left = new ArrayList<>();
      for (int s = 0; s < tries.length; s++) {
        Search search = searches.get(s);
        if (search.found(tries[s], margins[s])) {
          broken.add(search.sample);
        } else {
          left.add(search);
        }
      }
      searches = left;
    }
    return broken.stream().mapToInt(i -> i).toArray();
  }

  /** Of all tries of all samples, by one call. */
  private double[][] margins(List<Search> searches, double[][][] tries) {
    int[] samples =
        IntStream.range(0, TRIES * tries.length).map(t -> searches.get(t / TRIES).sample).toArray();
    double[][] z =
        scores.of(samples, Arrays.stream(tries).flatMap(Arrays::stream).toArray(double[][]::new));
    double[][] margins = new double[tries.length][TRIES];
    for (int t = 0; t < z.length; t++) {
      margins[t / TRIES][t % TRIES] = Scores.margin(z[t], points().essence(samples[t]));
    }
    return margins;
  }
}
