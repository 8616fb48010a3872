package org.extremum.initialization;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.extremum.samples.Accumulator;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;

/**
 * The rows that sampled hidden weights are made of: of each essence those with the smallest keyed
 * hashes, equal rows once. Unstandardised, so that sparse rows stay sparse.
 */
public final class Pool implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rows of a pool in all. */
  static final int SIZE = 10_000;

  /** Rows that even a rare essence has in the pool, as far as it has them. */
  static final int LEAST_OF_AN_ESSENCE = 10;

  private final int[] quotas; // V
  private final List<TreeMap<Long, Point>> rows; // V: key to row

  private Pool(int[] quotas) {
    this.quotas = quotas;
    this.rows = new ArrayList<>();
    for (int v = 0; v < quotas.length; v++) {
      rows.add(new TreeMap<>());
    }
  }

  /** The rows by essence, each in ascending order of their keys. */
  public List<List<Point>> byEssence() {
    return rows.stream().map(map -> List.copyOf(map.values())).toList();
  }

  private void add(int essence, long key, java.util.function.Supplier<Point> row) {
    TreeMap<Long, Point> chosen = rows.get(essence);
    boolean full = chosen.size() >= quotas[essence];
    if (quotas[essence] == 0 || chosen.containsKey(key) || (full && key > chosen.lastKey())) {
      return;
    }
    chosen.put(key, row.get());
    if (full) {
      chosen.pollLastEntry();
    }
  }

  /**
   * Gathers a pool from unstandardised surfaces. One pass; at most {@link #SIZE} rows (and a few of
   * each rare essence) travel from each partition.
   */
  public record Gathering(int features, int[] quotas, long seed) implements Accumulator<Pool> {
    /** Quotas in proportion to the essences' counts, with a floor for the rare ones. */
    public static Gathering of(int features, long[] counts, long seed) {
      long total = Arrays.stream(counts).sum();
      int[] quotas = new int[counts.length];
      for (int v = 0; v < counts.length; v++) {
        long share = total <= SIZE ? counts[v] : Math.round((double) SIZE * counts[v] / total);
        quotas[v] = (int) Math.max(share, Math.min(counts[v], LEAST_OF_AN_ESSENCE));
      }
      return new Gathering(features, quotas, seed);
    }

    @Override
    public String name() {
      return "pool";
    }

    @Override
    public long wireBytes() {
      return 12L * features * Arrays.stream(quotas).sum();
    }

    @Override
    public Running<Pool> begin() {
      Pool pool = new Pool(quotas);
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          for (int i = 0; i < block.size(); i++) {
            int row = i;
            long key = RowHash.key(seed, RowHash.Purpose.POOL, block.hash(i));
            pool.add(block.essence(i), key, () -> Point.of(block, row));
          }
        }

        @Override
        public Pool finish() {
          return pool;
        }
      };
    }

    @Override
    public Pool merge(Pool left, Pool right) {
      for (int v = 0; v < quotas.length; v++) {
        int essence = v;
        right.rows.get(v).forEach((key, row) -> left.add(essence, key, () -> row));
      }
      return left;
    }
  }

  /**
   * A row by its non-zero coordinates.
   *
   * @param coordinates ascending
   * @param values one for each
   */
  public record Point(int[] coordinates, double[] values) implements Serializable {
    static Point of(SampleBlock block, int row) {
      int[] size = new int[1];
      block.forEachNonZero(row, (j, value) -> size[0]++);
      int[] coordinates = new int[size[0]];
      double[] values = new double[size[0]];
      int[] at = new int[1];
      block.forEachNonZero(
          row,
          (j, value) -> {
            coordinates[at[0]] = j;
            values[at[0]++] = value;
          });
      return new Point(coordinates, values);
    }

    static Point of(double[] dense) {
      int[] coordinates = new int[dense.length];
      Arrays.setAll(coordinates, j -> j);
      return new Point(coordinates, dense);
    }

    /** Whether two rows have different values in a coordinate that counts; ends at the first. */
    boolean differs(Point other, IntPredicate counts) {
      int p = 0;
      int q = 0;
      while (p < coordinates.length || q < other.coordinates.length) {
        int a = p < coordinates.length ? coordinates[p] : Integer.MAX_VALUE;
        int b = q < other.coordinates.length ? other.coordinates[q] : Integer.MAX_VALUE;
        int j = Math.min(a, b);
        double own = a == j ? values[p++] : 0;
        if (own != (b == j ? other.values[q++] : 0) && counts.test(j)) {
          return true;
        }
      }
      return false;
    }

    /**
     * Calls {@code visitor} with (coordinate, own value, other's value) where either is non-zero.
     */
    void with(Point other, PairVisitor visitor) {
      int p = 0;
      int q = 0;
      while (p < coordinates.length || q < other.coordinates.length) {
        int a = p < coordinates.length ? coordinates[p] : Integer.MAX_VALUE;
        int b = q < other.coordinates.length ? other.coordinates[q] : Integer.MAX_VALUE;
        int j = Math.min(a, b);
        visitor.visit(j, a == j ? values[p++] : 0, b == j ? other.values[q++] : 0);
      }
    }
  }

  /** Receives one coordinate of two rows. */
  @FunctionalInterface
  interface PairVisitor {
    void visit(int coordinate, double own, double other);
  }
}
