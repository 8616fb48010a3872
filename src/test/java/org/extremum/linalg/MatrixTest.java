package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MatrixTest {
  private static Matrix sample() {
    return Matrix.ofRows(new double[] {1, 2, 3}, new double[] {4, 5, 6});
  }

  @Test
  void standsByColumns() {
    Matrix a = sample();
    assertThat(a.rows()).isEqualTo(2);
    assertThat(a.columns()).isEqualTo(3);
    assertThat(a.size()).isEqualTo(6);
    assertThat(a.toArray()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(a.column(1)).containsExactly(2, 5);
    assertThat(a.get(1, 2)).isEqualTo(6);
    assertThat(Matrix.ofColumnMajor(2, 3, a.toArray()).toArray()).isEqualTo(a.toArray());
    assertThat(a.transpose().toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(Matrix.identity(2).toArray()).containsExactly(1, 0, 0, 1);
    assertThat(a).hasToString("2 x 3 matrix");
  }

  @Test
  void viewsShareMemoryAndCopiesDoNot() {
    Matrix a = sample();
    Matrix view = a.columns(1, 3);
    Matrix copy = view.copy();
    view.set(0, 1, -3);
    assertThat(a.get(0, 2)).isEqualTo(-3);
    assertThat(copy.toArray()).containsExactly(2, 5, 3, 6);
    assertThat(view.columns(1, 2).toArray()).containsExactly(-3, 6);
    view.columns(0, 1).clear();
    assertThat(a.toArray()).containsExactly(1, 4, 0, 0, -3, 6);
    assertThat(view.transpose().toArray()).containsExactly(0, -3, 0, 6);
  }

  @Test
  void closingAViewLeavesItsParentAlone() {
    Matrix a = sample();
    a.columns(0, 2).close();
    assertThat(a.toArray()).containsExactly(1, 4, 2, 5, 3, 6);
    a.close();
    a.close();
  }

  @Test
  void columnsAreCopiedInAndOut() {
    Matrix a = sample();
    double[] target = {9, 0, 0, 0, 0, 9};
    a.getColumns(1, 2, target, 1);
    assertThat(target).containsExactly(9, 2, 5, 3, 6, 9);
    a.setColumns(0, 1, new double[] {0, 7, 8}, 1);
    assertThat(a.toArray()).containsExactly(7, 8, 2, 5, 3, 6);
    a.setColumns(1, Matrix.ofRows(new double[] {-1, -2}, new double[] {-3, -4}));
    assertThat(a.toArray()).containsExactly(7, 8, -1, -3, -2, -4);
    a.setColumns(3, Matrix.zeros(2, 0));
    a.setColumns(3, 0, new double[0], 0);
  }

  @Test
  void emptyMatricesAreMatrices() {
    assertThat(Matrix.zeros(0, 3).toArray()).isEmpty();
    assertThat(Matrix.zeros(3, 0).copy().columns()).isZero();
    assertThat(Matrix.zeros(3, 0).transpose().rows()).isZero();
    assertThat(sample().columns(3, 3).toArray()).isEmpty();
    assertThat(Matrix.ofRows().size()).isZero();
    Matrix.zeros(0, 0).clear();
  }

  @Test
  void columnsOutsideAreRefused() {
    Matrix a = sample();
    for (int[] range : new int[][] {{-1, 1}, {2, 1}, {0, 4}, {4, 4}}) {
      assertThatThrownBy(() -> a.columns(range[0], range[1]))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("of a 2 x 3 matrix");
    }
    assertThatThrownBy(() -> a.columns(0, 2).columns(1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> a.setColumns(2, Matrix.zeros(2, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> a.get(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> a.set(0, -1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** The native copy would read or write past the array. */
  @Test
  void arraysTooShortAreRefused() {
    Matrix a = sample();
    assertThatThrownBy(() -> a.getColumns(0, 2, new double[3], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> a.setColumns(0, 2, new double[4], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> a.setColumns(0, 1, new double[4], -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shapesAreChecked() {
    assertThatThrownBy(() -> Matrix.zeros(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Matrix.ofColumnMajor(2, 2, new double[3]))
        .hasMessageContaining("expected 4, got 3");
    assertThatThrownBy(() -> Matrix.ofRows(new double[] {1}, new double[] {2, 3}))
        .hasMessageContaining("row 1: expected 1 values, got 2");
    assertThatThrownBy(() -> sample().setColumns(0, Matrix.zeros(3, 1)))
        .hasMessageContaining("expected 2 rows");
  }
}
