package org.extremum.moments;

import java.io.Serializable;
import org.extremum.linalg.Matrix;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;

/**
 * Random directions for an unbiased E (method.md 3): E ≈ Σ_i ω_i/s Σ_{j≤s} (J_i·ξ_ij)(J_i·ξ_ij)ᵀ
 * with E[ξξᵀ] = I. Coordinates of ξ_ij are ±1 (Rademacher), keyed by seed, content hash of the row,
 * j and the coordinate, so that they do not depend on where a row is; equal rows have equal
 * directions.
 *
 * <p>With a, b rows k, q of J_i the variance of one term of entry (k, q) is ω²(‖a‖²‖b‖² + (a·b)² -
 * 2Σ a_p²b_p²), at most 2ω²‖a‖²‖b‖²; it falls as 1/s, and is zero for m = 1.
 *
 * @param seed of the draws
 * @param directions s, at least 1
 */
public record Sketch(long seed, int directions) implements Serializable {
  /** Odd, 2^64 by the golden ratio: steps through all keys. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  public Sketch {
    if (directions < 1) {
      throw new IllegalArgumentException("sketch: expected directions >= 1, got " + directions);
    }
  }

  /**
   * The directions at samples {@code from}..{@code to}, scaled so that no factor is left: column j
   * of sample i is √(ω_i/s)·ξ_ij.
   *
   * @param into m (or however many coordinates a direction has) × (to - from)·s, overwritten
   */
  public void write(SampleBlock block, int from, int to, Matrix into) {
    double[] column = new double[into.rows()];
    for (int i = from; i < to; i++) {
      double size = Math.sqrt(block.weight(i) / directions);
      long key = RowHash.key(seed, RowHash.Purpose.SKETCH, block.hash(i));
      for (int j = 0; j < directions; j++) {
        long stream = RowHash.mix(key + STEP * (j + 1));
        long signs = 0;
        for (int p = 0; p < column.length; p++) {
          if ((p & 63) == 0) {
            signs = RowHash.mix(stream + STEP * (p + 1)); // 64 of them
          }
          column[p] = (signs & 1) == 0 ? size : -size;
          signs >>>= 1;
        }
        into.setColumns((i - from) * directions + j, 1, column, 0);
      }
    }
  }
}
