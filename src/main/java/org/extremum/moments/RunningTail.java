package org.extremum.moments;

import java.util.Arrays;
import java.util.function.Consumer;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.linalg.TrianglePair;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * The new neurons' columns in the making: a block's columns are parted into old and new neurons; a
 * GEMM of old by new and a SYRK of new ones for values, and the same for slopes.
 */
final class RunningTail implements Accumulator.Running<Moments> {
  private final int before;
  private final int added;
  private final ForwardPass forward;
  private final GradientColumns gradients; // null for one hidden layer
  private final Matrix values; // Σ ω h_old h_newᵀ, before × added
  private final Matrix slopes; // the same of slopes, or of gradients
  private final TrianglePair corner; // of the new neurons: values first, slopes second
  private final EssenceSums sums;
  private final GradientRows chosen;
  private final double[] column;
  private Matrix old = Matrix.zeros(0, 0);
  private Matrix more = Matrix.zeros(0, 0);

  RunningTail(HiddenStack stack, int before, int essences, GradientRows chosen) {
    this.before = before;
    this.added = stack.width() - before;
    this.forward = new ForwardPass(stack);
    this.gradients = stack.depth() == 1 ? null : GradientColumns.of(forward, null);
    this.values = Matrix.zeros(before, added);
    this.slopes = Matrix.zeros(before, added);
    this.corner = new TrianglePair(added);
    this.sums = new EssenceSums(stack.width(), essences);
    this.chosen = chosen;
    this.column = new double[stack.width()];
  }

  @Override
  public void add(SampleBlock block) {
    PartedRows rows = PartedRows.of(block, 1, (essence, hash) -> 0, chosen);
    SampleBlock ordered = rows.of(block);
    forward.run(ordered, rows::isChosen);
    sums.add(ordered, 0, ordered.size(), forward.values());
    addProducts(forward.values(), roots(ordered), values, corner::addToFirst);
    SampleBlock weighted = chosen.weighted(ordered);
    rows.forEachChosen((part, from, to) -> addGradients(weighted, to));
  }

  /** Of the first rows, so many. */
  private void addGradients(SampleBlock block, int count) {
    if (gradients == null) {
      addProducts(forward.slopes().columns(0, count), roots(block), slopes, corner::addToSecond);
      return;
    }
    for (int from = 0; from < count; from += gradients.atOnce()) {
      Matrix columns = gradients.of(block, from, Math.min(count, from + gradients.atOnce()));
      addProducts(columns, null, slopes, corner::addToSecond);
    }
  }

  private static double[] roots(SampleBlock block) {
    double[] roots = new double[block.size()];
    Arrays.setAll(roots, i -> Math.sqrt(block.weight(i)));
    return roots;
  }

  /**
   * rectangle += X_old·X_newᵀ, and X_new is handed on.
   *
   * @param x l × columns, not modified
   * @param factors of each column; null for ones
   */
  private void addProducts(Matrix x, double[] factors, Matrix rectangle, Consumer<Matrix> square) {
    int count = x.columns();
    reserve(count);
    for (int i = 0; i < count; i++) {
      x.getColumns(i, 1, column, 0);
      if (factors != null && factors[i] != 1) {
        for (int k = 0; k < column.length; k++) {
          column[k] *= factors[i];
        }
      }
      old.setColumns(i, 1, column, 0);
      more.setColumns(i, 1, column, before);
    }
    Matrix upper = old.columns(0, count);
    Matrix lower = more.columns(0, count);
    Blas.gemm(1, Blas.Op.NONE, upper, Blas.Op.TRANSPOSED, lower, 1, rectangle);
    square.accept(lower);
  }

  private void reserve(int columns) {
    if (columns > old.columns()) {
      old.close();
      more.close();
      old = Matrix.zeros(before, columns);
      more = Matrix.zeros(added, columns);
    }
  }

  @Override
  public Moments finish() {
    return sums.moments(tail(values, corner.first()), tail(slopes, corner.second()));
  }

  /** Column by column, the rows of old neurons and then those of new ones down to the diagonal. */
  private double[] tail(Matrix rectangle, PackedSymmetric square) {
    double[] packed = new double[before * added + PackedSymmetric.length(added)];
    int at = 0;
    for (int j = 0; j < added; j++) {
      rectangle.getColumns(j, 1, packed, at);
      at += before;
      System.arraycopy(square.values(), PackedSymmetric.index(0, j), packed, at, j + 1);
      at += j + 1;
    }
    return packed;
  }

  @Override
  public void close() {
    forward.close();
    if (gradients != null) {
      gradients.close();
    }
    values.close();
    slopes.close();
    corner.close();
    sums.close();
    old.close();
    more.close();
  }
}
