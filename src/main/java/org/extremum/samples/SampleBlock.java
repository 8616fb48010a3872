package org.extremum.samples;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.extremum.linalg.FloatMatrix;
import org.extremum.linalg.Matrix;

/**
 * Up to about a thousand samples: surfaces (storage hidden, dense or sparse), essences, weights and
 * where each came from. Immutable. Surfaces are the columns of an m × size matrix X.
 */
public final class SampleBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of a sample beside its surface: essence, weight, position, hash. */
  private static final long OWN_BYTES = 28;

  private final Surfaces surfaces;
  private final int[] essences; // size, each in 0..V-1, or -1 where unknown
  private final double[] weights; // size, each positive
  private final long[] positions; // size: partition << 40 | row within the partition
  private final long[] hashes; // size: of the surface as it was read

  private SampleBlock(
      Surfaces surfaces, int[] essences, double[] weights, long[] positions, long[] hashes) {
    int size = surfaces.size();
    if (essences.length != size || weights.length != size || positions.length != size) {
      throw new IllegalArgumentException(
          "block of "
              + size
              + " surfaces: got "
              + essences.length
              + " essences, "
              + weights.length
              + " weights, "
              + positions.length
              + " positions");
    }
    this.surfaces = surfaces;
    this.essences = essences;
    this.weights = weights;
    this.positions = positions;
    this.hashes = hashes;
  }

  private static SampleBlock hashed(
      Surfaces surfaces, int[] essences, double[] weights, long[] positions) {
    long[] hashes = new long[surfaces.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = surfaces.hash(i);
    }
    return new SampleBlock(surfaces, essences, weights, positions, hashes);
  }

  /**
   * A dense block; arrays are not copied and must not be modified afterwards.
   *
   * @param values column-major m × size: one surface after the other
   * @param positions where each sample stood, made by {@link #position}
   */
  public static SampleBlock dense(
      int features, double[] values, int[] essences, double[] weights, long[] positions) {
    return hashed(
        new DenseSurfaces(features, essences.length, values), essences, weights, positions);
  }

  /**
   * A sparse block in compressed rows; arrays are not copied and must not be modified afterwards.
   *
   * @param starts size + 1 offsets into coordinates and values
   * @param coordinates ascending within a sample
   */
  public static SampleBlock sparse(
      int features,
      int[] starts,
      int[] coordinates,
      double[] values,
      int[] essences,
      double[] weights,
      long[] positions) {
    return hashed(
        new CsrSurfaces(features, starts, coordinates, values), essences, weights, positions);
  }

  /** Packs where a sample stood: its partition and its row within it. */
  public static long position(int partition, long row) {
    return ((long) partition << 40) | row;
  }

  public static int partitionOf(long position) {
    return (int) (position >>> 40);
  }

  public static long rowOf(long position) {
    return position & ((1L << 40) - 1);
  }

  public int size() {
    return essences.length;
  }

  /** Number of coordinates m. */
  public int features() {
    return surfaces.features();
  }

  public int essence(int i) {
    return essences[i];
  }

  public double weight(int i) {
    return weights[i];
  }

  public long position(int i) {
    return positions[i];
  }

  /** Content hash of surface {@code i} as it was read, before any standardising. */
  public long hash(int i) {
    return hashes[i];
  }

  /**
   * Z ← W·X. 2·l·m·size FLOPs for dense surfaces.
   *
   * @param weights l × m, not modified
   * @param into l × size, overwritten
   */
  public void multiply(Matrix weights, Matrix into) {
    surfaces.multiply(weights, into);
  }

  /**
   * Z ← W·X in single precision. 2·l·m·size FLOPs for dense surfaces.
   *
   * @param weights l × m, not modified
   * @param into l × size, overwritten
   */
  public void multiply(FloatMatrix weights, FloatMatrix into) {
    surfaces.multiply(weights, into);
  }

  /** Writes surface {@code i} into the first m places of {@code target}. */
  public void copySurface(int i, double[] target) {
    surfaces.copyTo(i, target);
  }

  /**
   * Writes surfaces {@code from}..{@code to} into the first columns of a matrix.
   *
   * @param into m rows, {@code to - from} columns at least
   */
  public void copySurfaces(int from, int to, Matrix into) {
    Objects.checkFromToIndex(from, to, size());
    if (into.rows() != features()) {
      throw new IllegalArgumentException(
          "surfaces: expected a matrix of " + features() + " rows for them, got a " + into);
    }
    surfaces.copyTo(from, to, into);
  }

  /** Surface {@code i}, copied. */
  public double[] surface(int i) {
    double[] surface = new double[features()];
    surfaces.copyTo(i, surface);
    return surface;
  }

  /** ‖x_i‖². */
  public double squaredNorm(int i) {
    return surfaces.squaredNorm(i);
  }

  /** Calls {@code visitor} for every non-zero coordinate of surface {@code i}, ascending. */
  public void forEachNonZero(int i, CoordinateVisitor visitor) {
    surfaces.forEachNonZero(i, visitor);
  }

  /** The samples for which {@code chosen} holds, in their order. */
  public SampleBlock select(IntPredicate chosen) {
    return select(IntStream.range(0, size()).filter(chosen).toArray());
  }

  /** The samples at the given indices, in that order. */
  public SampleBlock select(int[] indices) {
    if (indices.length == size() && IntStream.range(0, size()).allMatch(i -> indices[i] == i)) {
      return this;
    }
    return new SampleBlock(
        surfaces.select(indices),
        IntStream.of(indices).map(i -> essences[i]).toArray(),
        IntStream.of(indices).mapToDouble(i -> weights[i]).toArray(),
        IntStream.of(indices).mapToLong(i -> positions[i]).toArray(),
        IntStream.of(indices).mapToLong(i -> hashes[i]).toArray());
  }

  /** The same samples in standardised coordinates. */
  public SampleBlock standardised(Standardiser standardiser) {
    return new SampleBlock(
        surfaces.standardised(standardiser), essences, weights, positions, hashes);
  }

  /**
   * The same samples with values in the place of those that are no finite numbers; their hashes
   * stay those of what was read.
   *
   * @param replacements one for each coordinate; of unstandardised surfaces
   */
  public SampleBlock completed(double[] replacements) {
    return new SampleBlock(surfaces.completed(replacements), essences, weights, positions, hashes);
  }

  /** The same samples with other essences, one for each; not copied. */
  public SampleBlock withEssences(int[] newEssences) {
    return new SampleBlock(surfaces, newEssences, weights, positions, hashes);
  }

  /** The same samples with other weights, one for each. */
  public SampleBlock withWeights(double[] newWeights) {
    return new SampleBlock(surfaces, essences, newWeights, positions, hashes);
  }

  /**
   * The same samples at other surfaces, dense; their hashes stay those of what was read.
   *
   * @param values column-major m × size, not copied
   */
  public SampleBlock withSurfaces(double[] values) {
    return withSurfaces(features(), values);
  }

  /**
   * The same samples at surfaces of another number of coordinates, dense; their hashes stay those
   * of what was read.
   *
   * @param values column-major newFeatures × size, not copied
   */
  public SampleBlock withSurfaces(int newFeatures, double[] values) {
    return new SampleBlock(
        new DenseSurfaces(newFeatures, size(), values), essences, weights, positions, hashes);
  }

  /** About how many bytes this block holds. */
  public long bytes() {
    return surfaces.bytes() + OWN_BYTES * size();
  }

  /** About how many bytes so many samples take in blocks that are not sparse. */
  public static long denseBytes(long samples, int features) {
    return samples * (8L * features + OWN_BYTES);
  }
}
