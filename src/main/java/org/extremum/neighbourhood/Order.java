package org.extremum.neighbourhood;

import java.io.Serializable;
import org.extremum.samples.RowHash;

/** In which order samples are wanted, and on which list each stands; see {@link ShortlistPass}. */
sealed interface Order extends Serializable {
  /** The rank of a sample that is not wanted. */
  double UNWANTED = Double.NaN;

  /** Smaller is earlier; equal ranks are ordered by hash. */
  double rank(NearestCentre.Match match, long hash);

  /** Whether there is a list for each centre; else one for each essence. */
  default boolean byCluster() {
    return false;
  }

  /**
   * Draws ∝ squared distance to the nearest centre without putting back, k-means‖'s way: the
   * smallest of exponential times of rate ‖x - c‖² (Efraimidis &amp; Spirakis 2006). Without
   * centres all rates are equal. Weights do not enter, so that equal rows are one row.
   */
  record Race(long seed, int draw) implements Order {
    @Override
    public double rank(NearestCentre.Match match, long hash) {
      double squared = match.squaredDistance();
      if (squared == 0) {
        return UNWANTED;
      }
      double rate = Double.isInfinite(squared) ? 1 : SurfaceDistance.rounded(squared);
      return time(seed, RowHash.Purpose.CENTRE_SEEDING, draw, hash, rate);
    }

    /**
     * An exponential time, keyed: the least of several belongs to each with a probability in
     * proportion to its rate.
     *
     * @param draw number of the draw, each independent
     * @param rate positive
     */
    static double time(long seed, RowHash.Purpose purpose, long draw, long hash, double rate) {
      long key = RowHash.key(seed, purpose, hash ^ RowHash.mix(draw));
      return -StrictMath.log(1 - RowHash.unit(key)) / rate;
    }
  }

  /** The farthest from their centres first; a centre's own place is not wanted. */
  record Farthest() implements Order {
    @Override
    public double rank(NearestCentre.Match match, long hash) {
      double squared = match.squaredDistance();
      return squared > 0 ? -SurfaceDistance.rounded(squared) : UNWANTED;
    }
  }

  /** The nearest to its centre first, of each cluster. */
  record Nearest() implements Order {
    @Override
    public double rank(NearestCentre.Match match, long hash) {
      return SurfaceDistance.rounded(match.squaredDistance());
    }

    @Override
    public boolean byCluster() {
      return true;
    }
  }

  /** The members of each cluster in an order that is uniformly random. */
  record Members(long seed) implements Order {
    @Override
    public double rank(NearestCentre.Match match, long hash) {
      return RowHash.unit(RowHash.key(seed, RowHash.Purpose.CENTRE_SPLIT, hash));
    }

    @Override
    public boolean byCluster() {
      return true;
    }
  }

  /** What no centre of the essence is near to, in an order that is uniformly random. */
  record Uncovered(long seed, double squaredRadius) implements Order {
    @Override
    public double rank(NearestCentre.Match match, long hash) {
      return match.within(squaredRadius)
          ? UNWANTED
          : RowHash.unit(RowHash.key(seed, RowHash.Purpose.COVER_ORDER, hash));
    }
  }
}
