package org.extremum.neighbourhood;

import java.io.Serializable;
import java.util.Arrays;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * How far samples are from the nearest prototype of their own essence, counted in bins that are
 * 1/32 of their lower end wide: whole numbers, the same in whatever order they are added. Samples
 * that are prototypes themselves are left out.
 */
final class SupportDistances implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bits of a double below the five of the significand that tell bins apart. */
  private static final int SHIFT = 47;

  /** Bins of a factor of two. */
  private static final int OF_AN_OCTAVE = 1 << (52 - SHIFT);

  /** The first bin begins at 2^-30: D_s of standardised surfaces is about 2 by chance. */
  private static final long FIRST = Double.doubleToLongBits(0x1p-30) >>> SHIFT;

  private static final int BINS = 60 * OF_AN_OCTAVE;

  private final long[] counts = new long[BINS];

  private void add(double distance) {
    if (distance > 0 && Double.isFinite(distance)) { // 0: a prototype; infinite: there is none
      long bin = (Double.doubleToLongBits(distance) >>> SHIFT) - FIRST;
      counts[(int) Math.max(0, Math.min(BINS - 1, bin))]++;
    }
  }

  /** Samples counted. */
  long samples() {
    return Arrays.stream(counts).sum();
  }

  /**
   * A distance that at least the given share of the samples does not exceed, and at most 1/32 more
   * than the least such one; 0 without samples.
   */
  double quantile(double share) {
    long wanted = (long) Math.ceil(share * samples());
    long seen = 0;
    for (int bin = 0; bin < BINS && wanted > 0; bin++) {
      seen += counts[bin];
      if (seen >= wanted) {
        return Double.longBitsToDouble((FIRST + bin + 1) << SHIFT);
      }
    }
    return 0;
  }

  /** Measures the distances; 2·k_v·m FLOPs for each sample. */
  record Measuring(Prototypes prototypes) implements Accumulator<SupportDistances> {
    @Override
    public String name() {
      return "distances to prototypes";
    }

    @Override
    public long wireBytes() {
      return 8L * BINS;
    }

    @Override
    public long runningBytes() {
      return wireBytes() + NearestCentre.bytes(prototypes.centres());
    }

    @Override
    public Running<SupportDistances> begin() {
      SupportDistances distances = new SupportDistances();
      NearestCentre nearest = new NearestCentre(prototypes.centres());
      int m = prototypes.features();
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          nearest.search(
              block,
              essence -> true,
              (i, match) -> distances.add(SurfaceDistance.fromSquared(match.squaredDistance(), m)));
        }

        @Override
        public SupportDistances finish() {
          return distances;
        }

        @Override
        public void close() {
          nearest.close();
        }
      };
    }

    @Override
    public SupportDistances merge(SupportDistances left, SupportDistances right) {
      for (int bin = 0; bin < BINS; bin++) {
        left.counts[bin] += right.counts[bin];
      }
      return left;
    }
  }
}
