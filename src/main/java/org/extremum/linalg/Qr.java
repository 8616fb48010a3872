package org.extremum.linalg;

/**
 * A QR factorisation A = Q·R of a matrix with rows ≥ columns, Q square and kept as Householder
 * reflectors, so that it is applied without being formed. Owns its memory.
 */
public final class Qr implements AutoCloseable {
  private final Matrix reflectors; // R in the upper triangle, reflectors below
  private final Matrix tau;

  Qr(Matrix reflectors, Matrix tau) {
    this.reflectors = reflectors;
    this.tau = tau;
  }

  /** R, columns × columns, upper triangular, as a new matrix. */
  public Matrix upper() {
    int p = reflectors.columns();
    Matrix upper = Matrix.zeros(p, p);
    double[] column = new double[reflectors.rows()];
    double[] top = new double[p];
    for (int j = 0; j < p; j++) {
      reflectors.getColumns(j, 1, column, 0);
      System.arraycopy(column, 0, top, 0, j + 1);
      upper.setColumns(j, 1, top, 0);
    }
    return upper;
  }

  /**
   * C ← Q·C with the full square Q (dormqr). 4·rows·columns(A)·columns(C) FLOPs at most.
   *
   * @param c as many rows as A; modified
   */
  public void multiplyInto(Matrix c) {
    if (c.rows() != reflectors.rows()) {
      throw new IllegalArgumentException(
          "Q times C: expected " + reflectors.rows() + " rows, got a " + c);
    }
    if (c.columns() > 0 && reflectors.columns() > 0) {
      Lapack.applyReflectors(reflectors, tau, c);
    }
  }

  @Override
  public void close() {
    reflectors.close();
    tau.close();
  }
}
