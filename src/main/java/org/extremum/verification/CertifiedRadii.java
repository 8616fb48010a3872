package org.extremum.verification;

import java.io.Serializable;
import java.util.Arrays;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * Certified radii of many samples, by essence: the least and quantiles, over the samples that are
 * predicted rightly. A wrong prediction has a radius too, but nothing to be certain of; such
 * samples are counted apart.
 *
 * <p>Quantiles come from a histogram with 16 ranges to an octave, whose lower ends are given: at
 * most 1/16 too small, never too large. Counts do not depend on the order of the samples.
 */
public final class CertifiedRadii implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Leading bits of a fraction that tell ranges apart: 2^4 ranges to an octave. */
  private static final int FRACTION_BITS = 4;

  private static final int SHIFT = 52 - FRACTION_BITS;

  /** Below it a radius counts as zero, far below any noise; above the other as without end. */
  private static final double SMALLEST = 0x1p-24;

  private static final double LARGEST = 0x1p16;

  private static final int FIRST = bits(SMALLEST);
  private static final int RANGES = bits(LARGEST) - FIRST + 2; // and one for zero

  private final long[][] histogram; // V × RANGES
  private final double[] min; // V
  private final long[] wrong; // V

  private CertifiedRadii(int essences) {
    histogram = new long[essences][RANGES];
    min = new double[essences];
    wrong = new long[essences];
    Arrays.fill(min, Double.POSITIVE_INFINITY);
  }

  /** Samples of an essence that are predicted rightly. */
  public long samples(int essence) {
    return Arrays.stream(histogram[essence]).sum();
  }

  /** Samples of an essence that are predicted wrongly. */
  public long wrong(int essence) {
    return wrong[essence];
  }

  /** The least radius of an essence's samples in D_s units; infinite without samples. */
  public double min(int essence) {
    return min[essence];
  }

  /**
   * A radius that all but the given fraction of an essence's samples have, in D_s units: the lower
   * end of the range in which the sample of rank ⌈fraction·samples⌉ lies. NaN without samples.
   *
   * @param fraction in [0, 1]; 0.5 is the median
   */
  public double quantile(int essence, double fraction) {
    return quantile(histogram[essence], fraction);
  }

  /** The same over all essences. */
  public double quantile(double fraction) {
    long[] sum = new long[RANGES];
    for (long[] counts : histogram) {
      for (int k = 0; k < RANGES; k++) {
        sum[k] += counts[k];
      }
    }
    return quantile(sum, fraction);
  }

  private static double quantile(long[] counts, double fraction) {
    long rank = Math.max(1, (long) Math.ceil(fraction * Arrays.stream(counts).sum()));
    long seen = 0;
    for (int k = 0; k < RANGES; k++) {
      seen += counts[k];
      if (seen >= rank) {
        return k == 0 ? 0 : Double.longBitsToDouble((long) (FIRST + k - 1) << SHIFT);
      }
    }
    return Double.NaN;
  }

  private static int bits(double radius) {
    return (int) (Double.doubleToLongBits(radius) >>> SHIFT);
  }

  private void add(int essence, double radius) {
    int range = radius < SMALLEST ? 0 : bits(Math.min(radius, LARGEST)) - FIRST + 1;
    histogram[essence][range]++;
    min[essence] = Math.min(min[essence], radius);
  }

  private CertifiedRadii add(CertifiedRadii other) {
    for (int v = 0; v < min.length; v++) {
      for (int k = 0; k < RANGES; k++) {
        histogram[v][k] += other.histogram[v][k];
      }
      min[v] = Math.min(min[v], other.min[v]);
      wrong[v] += other.wrong[v];
    }
    return this;
  }

  /**
   * Measures samples in standardised coordinates, with essences known to the network. 2·V·l·m FLOPs
   * for each sample with one hidden layer.
   */
  public record Measuring(CertifiedRadius certified) implements Accumulator<CertifiedRadii> {
    @Override
    public String name() {
      return "certified radii";
    }

    @Override
    public long wireBytes() {
      return 8L * (RANGES + 4) * certified.network().essences();
    }

    @Override
    public Running<CertifiedRadii> begin() {
      CertifiedRadii sum = new CertifiedRadii(certified.network().essences());
      CertifiedRadius.Measurer measurer = certified.measuring();
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          double[] radii = measurer.measure(block);
          for (int i = 0; i < radii.length; i++) {
            int essence = block.essence(i);
            if (measurer.predictions()[i] == essence) {
              sum.add(essence, radii[i]);
            } else {
              sum.wrong[essence]++;
            }
          }
        }

        @Override
        public CertifiedRadii finish() {
          return sum;
        }

        @Override
        public void close() {
          measurer.close();
        }
      };
    }

    @Override
    public CertifiedRadii merge(CertifiedRadii left, CertifiedRadii right) {
      return left.add(right);
    }
  }
}
