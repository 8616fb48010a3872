package org.extremum.moments;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Moments cut for travel: every tile has a range of one triangle, the first one the class sums too.
 */
final class Tiles {
  private Tiles() {}

  /**
   * Cuts F and then the slopes' triangle into so many equal ranges each; the first tile has the
   * sums. Each tile is cut when it is asked for, so that one at a time takes memory; with one range
   * to a triangle nothing is copied at all, neither here nor by {@link #join}.
   */
  static List<Moments> split(Moments whole, int ranges) {
    return lazily(
        2 * ranges,
        t -> {
          if (t >= ranges) {
            return tile(whole.width, Moments.NONE, range(whole.slopes, t - ranges, ranges));
          }
          double[] values = range(whole.values, t, ranges);
          return t > 0
              ? tile(whole.width, values, Moments.NONE)
              : new Moments(
                  whole.width, values, Moments.NONE, whole.sums, whole.weights, whole.counts);
        });
  }

  /** A list whose elements are made whenever they are asked for, and not kept. */
  static <T> List<T> lazily(int size, IntFunction<T> element) {
    return new AbstractList<>() {
      @Override
      public T get(int index) {
        return element.apply(Objects.checkIndex(index, size));
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /** A tile with nothing in it, to stand beside one of another part. */
  static Moments empty(int width) {
    return tile(width, Moments.NONE, Moments.NONE);
  }

  private static Moments tile(int width, double[] values, double[] slopes) {
    return new Moments(width, values, slopes, Moments.NONE, Moments.NONE, new long[0]);
  }

  private static double[] range(double[] values, int range, int ranges) {
    return ranges == 1
        ? values
        : Arrays.copyOfRange(values, cut(values, range, ranges), cut(values, range + 1, ranges));
  }

  private static int cut(double[] values, int range, int ranges) {
    return (int) ((long) values.length * range / ranges);
  }

  /**
   * Undoes {@link #split}. Each tile is let go once it is copied, so that joining takes the memory
   * of one triangle beside what is there.
   *
   * @param tiles of one Moments, replaced by nulls
   */
  static Moments join(List<Moments> tiles) {
    Moments first = tiles.get(0).sums();
    int ranges = tiles.size() / 2;
    return new Moments(
        first.width,
        concatenate(tiles.subList(0, ranges), tile -> tile.values),
        concatenate(tiles.subList(ranges, 2 * ranges), tile -> tile.slopes),
        first.sums,
        first.weights,
        first.counts);
  }

  private static double[] concatenate(List<Moments> tiles, Function<Moments, double[]> range) {
    if (tiles.size() == 1) {
      return range.apply(tiles.get(0));
    }
    double[] all = new double[tiles.stream().mapToInt(tile -> range.apply(tile).length).sum()];
    int at = 0;
    for (int r = 0; r < tiles.size(); r++) {
      double[] values = range.apply(tiles.set(r, null));
      System.arraycopy(values, 0, all, at, values.length);
      at += values.length;
    }
    return all;
  }
}
