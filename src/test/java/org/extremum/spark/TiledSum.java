package org.extremum.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/** A vector of sums of any length, cut into tiles of about equal length. */
final class TiledSum implements Accumulator<double[]> {
  private static final long serialVersionUID = 1L;

  /** Running results begun in this JVM, for tests that count passes over the samples. */
  static final AtomicInteger BEGUN = new AtomicInteger();

  private final int length;
  private final int tiles;

  TiledSum(int length, int tiles) {
    this.length = length;
    this.tiles = tiles;
  }

  @Override
  public String name() {
    return "tiled sum";
  }

  @Override
  public Running<double[]> begin() {
    BEGUN.incrementAndGet();
    return new Running<>() {
      private final double[] sums = new double[length];

      @Override
      public void add(SampleBlock block) {
        for (int i = 0; i < block.size(); i++) {
          int shift = (int) Math.floorMod(block.hash(i), (long) length);
          double weight = block.weight(i);
          block.forEachNonZero(i, (j, value) -> sums[(j + shift) % length] += weight * value);
        }
      }

      @Override
      public double[] finish() {
        return sums;
      }
    };
  }

  @Override
  public double[] merge(double[] left, double[] right) {
    for (int k = 0; k < left.length; k++) {
      left[k] += right[k];
    }
    return left;
  }

  @Override
  public long wireBytes() {
    return 8L * length;
  }

  @Override
  public int tiles() {
    return tiles;
  }

  @Override
  public List<double[]> split(double[] whole) {
    List<double[]> cut = new ArrayList<>(tiles);
    for (int t = 0; t < tiles; t++) {
      cut.add(Arrays.copyOfRange(whole, length * t / tiles, length * (t + 1) / tiles));
    }
    return cut;
  }

  @Override
  public double[] join(List<double[]> cut) {
    double[] whole = new double[length];
    int at = 0;
    for (double[] tile : cut) {
      System.arraycopy(tile, 0, whole, at, tile.length);
      at += tile.length;
    }
    return whole;
  }
}
