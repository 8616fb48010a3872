package org.extremum.neighbourhood;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.extremum.samples.OrderedMerge;

/**
 * Centres of clusters inside the essences: points that need not be samples. A centre that was split
 * keeps its place and has two children; a sample belongs to the nearest centre of the top of its
 * essence, and from there down to the nearer child each time. Where nothing was split that is the
 * nearest centre. Immutable.
 */
final class Centres implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int features; // m
  private final int essences; // V
  private final int[] essenceOf; // k
  private final int[] firstChild; // k: the other child is the next one; -1 for a leaf
  private final double[] values; // k × m, one centre after the other

  private Centres(int features, int essences, int[] essenceOf, int[] firstChild, double[] values) {
    this.features = features;
    this.essences = essences;
    this.essenceOf = essenceOf;
    this.firstChild = firstChild;
    this.values = values;
  }

  /**
   * Centres next to each other, nothing split.
   *
   * @param points for each essence its centres; copied
   */
  static Centres flat(int features, List<List<double[]>> points) {
    int k = points.stream().mapToInt(List::size).sum();
    int[] essenceOf = new int[k];
    double[] values = new double[checkedLength(k, features)];
    int node = 0;
    for (int v = 0; v < points.size(); v++) {
      for (double[] point : points.get(v)) {
        essenceOf[node] = v;
        System.arraycopy(point, 0, values, features * node++, features);
      }
    }
    int[] leaves = new int[k];
    Arrays.fill(leaves, -1);
    return new Centres(features, points.size(), essenceOf, leaves, values);
  }

  /** k·m, refused where it takes more than a tile: exact mode has k·(m+1) ≤ l, far below it. */
  private static int checkedLength(long k, int features) {
    if (8 * k * features > OrderedMerge.TILE_BYTES) {
      throw new IllegalArgumentException(
          "centres: expected at most "
              + OrderedMerge.TILE_BYTES / (8L * features)
              + " of "
              + features
              + " coordinates (256 MB), got "
              + k
              + "; ask for fewer centres or a larger radius");
    }
    return Math.toIntExact(k * features);
  }

  /** The essence itself, or an error for a sample whose essence is not one of V. */
  static int checkedEssence(int essence, int essences) {
    if (essence < 0 || essence >= essences) {
      throw new IllegalArgumentException(
          "essence of a sample: expected from 0 to " + (essences - 1) + ", got " + essence);
    }
    return essence;
  }

  int features() {
    return features;
  }

  int essences() {
    return essences;
  }

  /** Number of centres, split ones too. */
  int size() {
    return essenceOf.length;
  }

  int essence(int centre) {
    return essenceOf[centre];
  }

  boolean isLeaf(int centre) {
    return firstChild[centre] < 0;
  }

  /** The first child; the second one is the next centre. -1 for a leaf. */
  int firstChild(int centre) {
    return firstChild[centre];
  }

  /** All values, one centre after the other; not to be modified. */
  double[] values() {
    return values;
  }

  double[] point(int centre) {
    return Arrays.copyOfRange(values, centre * features, (centre + 1) * features);
  }

  /** The same centres elsewhere. */
  Centres at(double[] otherValues) {
    return new Centres(features, essences, essenceOf, firstChild, otherValues);
  }

  /**
   * These, with some of the leaves split. The children stand behind all centres that there are, in
   * the order of the leaves.
   *
   * @param leaves what is split
   * @param pairs two points for each of them
   */
  Centres split(List<Integer> leaves, List<List<double[]>> pairs) {
    int k = size() + 2 * leaves.size();
    int[] owners = Arrays.copyOf(essenceOf, k);
    int[] children = Arrays.copyOf(firstChild, k);
    Arrays.fill(children, size(), k, -1);
    double[] points = Arrays.copyOf(values, checkedLength(k, features));
    for (int p = 0; p < leaves.size(); p++) {
      int child = size() + 2 * p;
      children[leaves.get(p)] = child;
      for (int side = 0; side < 2; side++) {
        owners[child + side] = essenceOf[leaves.get(p)];
        double[] point = pairs.get(p).get(side);
        System.arraycopy(point, 0, points, (child + side) * features, features);
      }
    }
    return new Centres(features, essences, owners, children, points);
  }

  /** The centres of one essence, ascending. */
  int[] ofEssence(int essence) {
    return IntStream.range(0, size()).filter(c -> essenceOf[c] == essence).toArray();
  }
}
