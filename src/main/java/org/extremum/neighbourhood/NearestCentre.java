package org.extremum.neighbourhood;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.extremum.linalg.Matrix;
import org.extremum.samples.SampleBlock;

/**
 * Finds the cluster of every sample of a block. Which centre is nearest comes from ‖x‖² - 2·C·X +
 * ‖c‖², one product for each essence of a block (2·k_v·m FLOPs for each sample); how far it is
 * comes from the difference itself. Working memory, used by one thread.
 */
final class NearestCentre implements AutoCloseable {
  /** Entries of a product at a time, 8 MB. */
  private static final int PRODUCT = 1 << 20;

  private final EssenceCentres[] essences; // V
  private final double[] values; // of all centres
  private final double[] surface;
  private final Match match = new Match();

  NearestCentre(Centres centres) {
    essences = new EssenceCentres[centres.essences()];
    for (int v = 0; v < essences.length; v++) {
      essences[v] = new EssenceCentres(centres, v);
    }
    values = centres.values();
    surface = new double[centres.features()];
  }

  /** Bytes of working memory beside the centres themselves. */
  static long bytes(Centres centres) {
    return 8L * (centres.values().length + PRODUCT);
  }

  /**
   * Calls {@code visitor} for the samples of a block, essence by essence, in their order.
   *
   * @param wanted essences whose samples are looked at
   * @throws IllegalArgumentException when a sample's essence is not one of V
   */
  void search(SampleBlock block, IntPredicate wanted, Visitor visitor) {
    for (int i = 0; i < block.size(); i++) {
      Centres.checkedEssence(block.essence(i), essences.length);
    }
    for (int v = 0; v < essences.length; v++) {
      if (wanted.test(v)) {
        int essence = v;
        int[] own =
            IntStream.range(0, block.size()).filter(i -> block.essence(i) == essence).toArray();
        int atOnce = Math.max(1, PRODUCT / Math.max(1, essences[v].size()));
        for (int from = 0; from < own.length; from += atOnce) {
          int to = Math.min(own.length, from + atOnce);
          search(block, Arrays.copyOfRange(own, from, to), essences[v], visitor);
        }
      }
    }
  }

  private void search(SampleBlock block, int[] own, EssenceCentres centres, Visitor visitor) {
    SampleBlock part = block.select(own);
    try (Matrix products = Matrix.zeros(centres.size(), own.length)) {
      part.multiply(centres.matrix(), products);
      for (int j = 0; j < own.length; j++) {
        part.copySurface(j, surface);
        centres.distances(products, j, surface);
        match.centres = centres;
        match.local = centres.nearest();
        visitor.visit(own[j], match);
      }
    }
  }

  @Override
  public void close() {
    for (EssenceCentres centres : essences) {
      centres.close();
    }
  }

  /** Receives the samples of a block, each with its cluster. */
  @FunctionalInterface
  interface Visitor {
    /**
     * @param i the sample's index in the block
     * @param match valid during the call only
     */
    void visit(int i, Match match);
  }

  /** The sample under the cursor and its cluster. */
  final class Match {
    private EssenceCentres centres;
    private int local; // among the essence's centres; -1 without any

    /** The centre, a leaf; -1 where the essence has none. */
    int centre() {
      return local < 0 ? -1 : centres.global(local);
    }

    /** The sample's surface; not to be modified or kept. */
    double[] surface() {
      return surface;
    }

    /** ‖x - c‖² by differences, zero for equal ones; infinite where the essence has no centre. */
    double squaredDistance() {
      return local < 0 ? Double.POSITIVE_INFINITY : squaredTo(local);
    }

    /**
     * Whether a centre of the essence is so near, by differences, whatever the rounding of the
     * products. For centres of which none was split.
     */
    boolean within(double squaredRadius) {
      if (local < 0) {
        return false;
      }
      if (squaredTo(local) <= squaredRadius) {
        return true;
      }
      for (int c = 0; c < centres.size(); c++) {
        if (centres.leastSquared(c) <= squaredRadius && squaredTo(c) <= squaredRadius) {
          return true;
        }
      }
      return false;
    }

    private double squaredTo(int c) {
      return SurfaceDistance.squared(surface, values, centres.global(c) * surface.length);
    }
  }
}
