package org.extremum.samples;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How many rows of each essence have a keyed hash in each of {@link #BINS} equal ranges: enough to
 * choose a stratified share of the rows without sorting or moving them. 32 KB for each essence.
 */
public final class KeyHistogram implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Ranges of the key; a share is right to within the rows of one range. */
  static final int BINS = 1 << 12;

  private long[][] counts = new long[0][]; // V × BINS, grown as essences appear

  static int bin(long key) {
    return (int) (key >>> 52);
  }

  private void grow(int essences) {
    int from = counts.length;
    if (essences > from) {
      counts = Arrays.copyOf(counts, essences);
      for (int v = from; v < essences; v++) {
        counts[v] = new long[BINS];
      }
    }
  }

  /** Rows counted. */
  public long samples() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  private KeyHistogram add(KeyHistogram other) {
    grow(other.counts.length);
    for (int v = 0; v < other.counts.length; v++) {
      for (int b = 0; b < BINS; b++) {
        counts[v][b] += other.counts[v][b];
      }
    }
    return this;
  }

  /**
   * The rows with the smallest keys of every essence, about {@code fraction} of each.
   *
   * @param fraction in [0, 1]
   */
  public KeyedShare share(Counting keys, double fraction) {
    int[] bins = new int[counts.length];
    for (int v = 0; v < counts.length; v++) {
      long total = Arrays.stream(counts[v]).sum();
      bins[v] = nearestCut(counts[v], Math.round(fraction * total));
    }
    return new KeyedShare(keys.seed(), keys.purpose(), bins);
  }

  /**
   * Like {@link #share}; where that is nobody, since every essence has fewer rows than a share
   * holds one of, rows of the same range of keys for every essence.
   *
   * @param fraction in [0, 1]
   */
  public KeyedShare some(Counting keys, double fraction) {
    KeyedShare share = share(keys, fraction);
    return Arrays.stream(share.bins()).allMatch(bin -> bin == 0)
        ? KeyedShare.constant(keys.seed(), keys.purpose(), counts.length, fraction)
        : share;
  }

  /**
   * About {@code rows} rows, as many of each essence that has them, and of frequent essences their
   * share of so many where that is more; rare ones whole. At most twice as many, but for this:
   * where equal rows, whose keys are equal, crowd the ranges, more rows, so that different ones are
   * about so many. Every essence has at least one range.
   */
  public KeyedShare evenly(Counting keys, double rows) {
    long samples = samples();
    int[] bins = new int[counts.length];
    for (int v = 0; v < counts.length; v++) {
      long total = Arrays.stream(counts[v]).sum();
      double target = Math.max(rows / counts.length, rows * total / samples) * crowding(counts[v]);
      bins[v] = total <= target ? BINS : Math.max(1, (int) Math.ceil(BINS * (target / total)));
    }
    return new KeyedShare(keys.seed(), keys.purpose(), bins);
  }

  /**
   * Rows to one that differs: variance of the ranges' counts by their mean, which is 1 for keys of
   * different rows (a Poisson law; 1 ± .02 by √(2/4095)) and Σk²/Σk where rows come k times.
   */
  private static double crowding(long[] counts) {
    double mean = Arrays.stream(counts).average().orElse(0);
    double squares = Arrays.stream(counts).mapToDouble(c -> (c - mean) * (c - mean)).sum();
    return mean == 0 ? 1 : Math.max(1, squares / (BINS - 1) / mean);
  }

  /** Rows counted that belong to a share of the same keys. */
  public long samples(KeyedShare share) {
    long sum = 0;
    for (int v = 0; v < counts.length; v++) {
      sum += Arrays.stream(counts[v], 0, share.bins()[v]).sum();
    }
    return sum;
  }

  /**
   * All rows in {@code count} parts of about the same size, the rows of every essence in the order
   * of their keys.
   */
  public KeyedFolds folds(Counting keys, int count) {
    int[][] cuts = new int[counts.length][count];
    for (int v = 0; v < counts.length; v++) {
      long total = Arrays.stream(counts[v]).sum();
      for (int j = 1; j < count; j++) {
        cuts[v][j - 1] = nearestCut(counts[v], Math.round((double) j / count * total));
      }
      cuts[v][count - 1] = BINS;
    }
    return new KeyedFolds(keys.seed(), keys.purpose(), cuts);
  }

  /** Number of leading bins whose total is nearest to the target; the smaller one of equals. */
  private static int nearestCut(long[] counts, long target) {
    long sum = 0;
    int best = 0;
    for (int b = 0; b < counts.length && sum < target; b++) {
      long next = sum + counts[b];
      if (Math.abs(next - target) < Math.abs(sum - target)) {
        best = b + 1;
      }
      sum = next;
    }
    return best;
  }

  /**
   * Counts keys by essence. One pass, no arithmetic on the surfaces.
   *
   * @param seed of the keys
   * @param purpose what the share is for
   * @param essences how many are expected, for planning
   */
  public record Counting(long seed, RowHash.Purpose purpose, int essences)
      implements Accumulator<KeyHistogram> {
    @Override
    public long wireBytes() {
      return (long) Long.BYTES * BINS * essences;
    }

    @Override
    public String name() {
      return "split";
    }

    @Override
    public Running<KeyHistogram> begin() {
      KeyHistogram histogram = new KeyHistogram();
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          for (int i = 0; i < block.size(); i++) {
            histogram.grow(block.essence(i) + 1);
            histogram.counts[block.essence(i)][bin(RowHash.key(seed, purpose, block.hash(i)))]++;
          }
        }

        @Override
        public KeyHistogram finish() {
          return histogram;
        }
      };
    }

    @Override
    public KeyHistogram merge(KeyHistogram left, KeyHistogram right) {
      return left.add(right);
    }
  }

  /**
   * A share of the rows, chosen by content: equal rows are on the same side.
   *
   * @param bins number of leading ranges of the key that belong to the share, for each essence
   */
  public record KeyedShare(long seed, RowHash.Purpose purpose, int[] bins) implements Serializable {
    /**
     * About a share of all rows, of whatever data: the same range of keys for every essence, so
     * that whether a row belongs to it depends on that row alone.
     *
     * @param fraction in [0, 1]
     */
    public static KeyedShare constant(
        long seed, RowHash.Purpose purpose, int essences, double fraction) {
      int[] bins = new int[essences];
      Arrays.fill(bins, (int) Math.ceil(fraction * BINS));
      return new KeyedShare(seed, purpose, bins);
    }

    /**
     * Undoes {@link #fraction}.
     *
     * @throws IllegalArgumentException for what that does not give
     */
    public static KeyedShare of(long seed, RowHash.Purpose purpose, double[] fractions) {
      int[] bins = new int[fractions.length];
      for (int v = 0; v < bins.length; v++) {
        bins[v] = (int) (fractions[v] * BINS);
        if (!(bins[v] >= 1 && bins[v] <= BINS && bins[v] == fractions[v] * BINS)) {
          throw new IllegalArgumentException(
              "share of keys: expected a multiple of 1/" + BINS + " up to 1, got " + fractions[v]);
        }
      }
      return new KeyedShare(seed, purpose, bins);
    }

    /** The rows of a block that belong to the share. */
    public SampleBlock only(SampleBlock block) {
      return block.select(i -> contains(block.essence(i), block.hash(i)));
    }

    /** What belongs to another share of the same keys too. */
    public KeyedShare within(KeyedShare other) {
      int[] common = bins.clone();
      Arrays.setAll(common, v -> Math.min(bins[v], other.bins[v]));
      return new KeyedShare(seed, purpose, common);
    }

    /** The rows of a block that do not. */
    public SampleBlock allBut(SampleBlock block) {
      return block.select(i -> !contains(block.essence(i), block.hash(i)));
    }

    /** The part of the keys, and so about that of the rows of an essence, that it holds. */
    public double fraction(int essence) {
      return bins[essence] / (double) BINS;
    }

    /** Whether a row belongs to the share. */
    public boolean contains(int essence, long rowHash) {
      return essence >= 0
          && essence < bins.length
          && bin(RowHash.key(seed, purpose, rowHash)) < bins[essence];
    }
  }
}
