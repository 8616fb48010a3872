package org.extremum.verification;

import org.extremum.linalg.Lapack;
import org.extremum.linalg.Matrix;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.samples.RowHash;

/**
 * Whether the Hessians of a network's outputs are definite at one surface after another: by all
 * eigenvalues up to {@link #DENSE} coordinates, by Lanczos above. One thread; close it to release
 * its buffers.
 */
final class SpectrumEnds implements AutoCloseable {
  /** Coordinates up to which the full Hessian is cheaper than some ten products. */
  static final int DENSE = 64;

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final OutputHessians hessians;
  private final double[][] outputs; // V × l: w_v
  private final long seed;
  private final int m;
  private final Matrix full; // m × m; null above DENSE
  private final Lanczos lanczos; // null up to DENSE
  private long hash;

  SpectrumEnds(Network network, long seed) {
    this.hessians = new OutputHessians(network.hidden());
    this.outputs = rows(network.output());
    this.seed = seed;
    this.m = network.hidden().inputs();
    this.full = m <= DENSE ? Matrix.zeros(m, m) : null;
    this.lanczos = m <= DENSE ? null : new Lanczos(m);
  }

  /** w_v of every output, one after the other. */
  static double[][] rows(Layer output) {
    double[][] rows = new double[output.outputs()][output.inputs()];
    for (int v = 0; v < rows.length; v++) {
      for (int k = 0; k < rows[v].length; k++) {
        rows[v][k] = output.weight(v, k);
      }
    }
    return rows;
  }

  /**
   * Goes to a surface.
   *
   * @param x standardised coordinates
   * @param rowHash of the surface as it was read
   */
  void at(double[] x, long rowHash) {
    hessians.at(x);
    hash = rowHash;
  }

  /** Of the Hessian of z_v at the current surface. */
  Definiteness ofOutput(int v) {
    hessians.output(outputs[v]);
    if (full != null) {
      hessians.hessian(full);
      return Definiteness.of(Lapack.symmetricEigen(full));
    }
    return Definiteness.of(
        lanczos.run(
            hessians::multiply, start(v), ends -> Definiteness.of(ends) != Definiteness.UNKNOWN));
  }

  /** Uniform on (-1, 1), from the seed, the surface and the output. */
  private double[] start(int v) {
    long key = RowHash.key(seed, RowHash.Purpose.CURVATURE, hash);
    double[] start = new double[m];
    for (int j = 0; j < m; j++) {
      start[j] = 2 * RowHash.unit(RowHash.mix(key + GOLDEN * (1L + j + (long) v * m))) - 1;
    }
    return start;
  }

  @Override
  public void close() {
    hessians.close();
    if (full != null) {
      full.close();
    }
    if (lanczos != null) {
      lanczos.close();
    }
  }
}
