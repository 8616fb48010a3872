package org.extremum.retraining;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.extremum.samples.Accumulator;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;

/**
 * Held-out rows that judge a solution made without them: the scale κ is fitted on the first of
 * them, and a challenger may be compared with its champion on all. A bottom-k sketch by the keyed
 * hash of the row's content: <em>every</em> held-out row whose key is below the threshold is here,
 * and no other. Where there are more than fit, the threshold is lowered to the key of the first
 * that does not; merging keeps the lower threshold. Immutable.
 *
 * <p>Exact: rows that are merged from any parts in any order are those that one pass over all the
 * data would keep; decay changes weights alone. Forgetting takes a batch's rows out and leaves the
 * threshold, so that what remains is still all rows below it and so an unbiased sample; it may then
 * be fewer than a pass over the remaining data would keep. Twice as many are kept as κ needs: the
 * rows of κ are those of a pass over the remaining data until so many were forgotten that {@link
 * #thinned}; only a rebuild brings more.
 */
public final class Judges implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * How much is kept.
   *
   * @param rows at most
   * @param bytes at most, about
   */
  record Limit(int rows, long bytes) implements Serializable {
    /**
     * κ is fitted on half of them: the error of one scalar from 4096 rows is far below its effect.
     */
    static final Limit USUAL = new Limit(8192, 64L << 20);

    Limit half() {
      return new Limit(rows / 2, bytes / 2);
    }

    /** The key of the first row, in ascending order, with which it is too much. */
    long cut(List<Judge> ascending) {
      long sum = 0;
      for (int i = 0; i < ascending.size(); i++) {
        sum += ascending.get(i).bytes();
        if (i >= rows || sum > bytes) {
          return ascending.get(i).key();
        }
      }
      return NO_CUT;
    }
  }

  /** Keys of the held-out tenth are far below it. */
  static final long NO_CUT = Long.MAX_VALUE;

  private final Limit limit;
  private final long threshold;
  private final List<Judge> rows; // ascending

  private Judges(Limit limit, long threshold, List<Judge> rows) {
    this.limit = limit;
    this.threshold = threshold;
    this.rows = List.copyOf(rows);
  }

  /** No rows, no threshold. */
  public static Judges none() {
    return new Judges(Limit.USUAL, NO_CUT, List.of());
  }

  /** Of rows in any order, all below the threshold. */
  static Judges of(Limit limit, long threshold, List<Judge> rows) {
    List<Judge> ascending = new ArrayList<>(rows);
    ascending.sort(Judge.ORDER);
    return new Judges(limit, threshold, ascending).below(limit.cut(ascending));
  }

  private Judges below(long key) {
    return key >= threshold ? this : new Judges(limit, key, only(row -> row.key() < key));
  }

  private List<Judge> only(Predicate<Judge> chosen) {
    return rows.stream().filter(chosen).toList();
  }

  private Judges each(UnaryOperator<Judge> change) {
    return new Judges(limit, threshold, rows.stream().map(change).toList());
  }

  public int count() {
    return rows.size();
  }

  List<Judge> rows() {
    return rows;
  }

  /** Keys of all rows are below it; {@link #NO_CUT} where nothing was ever left out. */
  long threshold() {
    return threshold;
  }

  /** Number of different essences. */
  public long essencesPresent() {
    return rows.stream().mapToInt(Judge::essence).distinct().count();
  }

  /**
   * With the rows of a batch.
   *
   * @param number of the batch
   * @param factor on their weights
   */
  Judges with(Judges arriving, int number, double factor) {
    return merged(arriving.each(row -> row.in(number, factor)));
  }

  private Judges merged(Judges other) {
    long common = Math.min(threshold, other.threshold);
    List<Judge> both = new ArrayList<>(only(row -> row.key() < common));
    both.addAll(other.only(row -> row.key() < common));
    return of(limit, common, both);
  }

  /** Without the rows of a batch. */
  Judges without(int number) {
    return new Judges(limit, threshold, only(row -> row.batch() != number));
  }

  /** With all weights multiplied. */
  Judges scaled(double factor) {
    return each(row -> row.in(row.batch(), factor));
  }

  /** Those of smallest key that κ is fitted on. */
  Judges first() {
    return below(limit.half().cut(rows));
  }

  /**
   * Whether so many were forgotten that κ is fitted on fewer rows, or on others, than a rebuilt
   * state would have.
   */
  public boolean thinned() {
    return threshold < NO_CUT && limit.half().cut(rows) == NO_CUT;
  }

  /**
   * The rows as samples, unstandardised, one partition.
   *
   * @param features of an unstandardised surface
   * @param blockSize samples in a block
   */
  public LocalSampleStore store(int features, int blockSize) {
    return store(features, blockSize, 1);
  }

  /**
   * The same in as many partitions as threads, each passed over by one.
   *
   * @param blockSize samples in a block, at most
   */
  LocalSampleStore store(int features, int blockSize, int threads) {
    return JudgeBlocks.store(rows, features, blockSize, threads);
  }

  /**
   * Gathers the judges among unstandardised surfaces; weights are to be those that train. No more
   * than is kept in the end travels from each partition.
   *
   * @param features of a surface
   * @param heldOut the rows that may be judges: less than half of all, so that keys are positive
   * @param limit how much is kept
   */
  public record Gathering(int features, KeyedShare heldOut, Limit limit)
      implements Accumulator<Judges> {
    /** With the usual limit. */
    public Gathering(int features, KeyedShare heldOut) {
      this(features, heldOut, Limit.USUAL);
    }

    @Override
    public String name() {
      return "judges";
    }

    @Override
    public long wireBytes() {
      return Math.min(limit.bytes(), limit.rows() * Judge.bytes(features));
    }

    @Override
    public Running<Judges> begin() {
      return new Running<>() {
        private Judges kept = new Judges(limit, NO_CUT, List.of());
        private List<Judge> more = new ArrayList<>();
        private long bytes;

        @Override
        public void add(SampleBlock block) {
          for (int i = 0; i < block.size(); i++) {
            long key = RowHash.key(heldOut.seed(), heldOut.purpose(), block.hash(i));
            if (key < kept.threshold && heldOut.contains(block.essence(i), block.hash(i))) {
              more.add(Judge.of(block, i, key));
              bytes += more.get(more.size() - 1).bytes();
            }
          }
          if (more.size() > limit.rows() || bytes > limit.bytes()) {
            takeIn();
          }
        }

        private void takeIn() {
          kept = kept.merged(of(limit, NO_CUT, more));
          more = new ArrayList<>();
          bytes = 0;
        }

        @Override
        public Judges finish() {
          takeIn();
          return kept;
        }
      };
    }

    @Override
    public Judges merge(Judges left, Judges right) {
      return left.merged(right);
    }
  }
}
