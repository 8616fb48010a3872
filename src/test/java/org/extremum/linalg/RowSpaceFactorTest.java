package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Factors travel, merge deterministically, and refuse what does not belong to them. */
class RowSpaceFactorTest {
  private static final Matrix ROWS = Prescribed.gaussian(9, 8, new Random(5)); // Aᵀ, 9 × 8

  static Stream<RowSpaceMethod> methods() {
    return Stream.of(new Gram(), new Tsqr(), new SmallSide());
  }

  private static RowSpaceFactor factor(RowSpaceMethod method, Matrix... pieces) {
    try (RowSpaceMethod.Running running = method.begin(pieces[0].rows())) {
      for (Matrix piece : pieces) {
        running.add(piece);
      }
      return running.finish();
    }
  }

  private static double[] values(RowSpaceFactor factor) {
    if (factor instanceof Gram.Factor gram) {
      return gram.gram().values();
    }
    return factor instanceof Tsqr.Factor tsqr
        ? tsqr.packed()
        : ((SmallSide.Factor) factor).values();
  }

  private static RowSpaceFactor merged(RowSpaceMethod method) {
    return factor(method, ROWS.columns(0, 3)).merge(factor(method, ROWS.columns(3, 8)));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void sameMergesGiveSameBits(RowSpaceMethod method) {
    assertThat(values(merged(method))).isEqualTo(values(merged(method)));
    RowSpace once = method.decide(merged(method));
    RowSpace again = method.decide(merged(method));
    assertThat(again.nullBasis().toArray()).isEqualTo(once.nullBasis().toArray());
    assertThat(again.singularValues()).isEqualTo(once.singularValues());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void mergingWithNoRowsChangesNothing(RowSpaceMethod method) {
    double[] alone = values(factor(method, ROWS)).clone();
    assertThat(values(factor(method, ROWS).merge(method.empty(9)))).isEqualTo(alone);
    assertThat(values(method.empty(9).merge(factor(method, ROWS)))).isEqualTo(alone);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void mergeKeepsTheProductOfAllRowsAndLeavesTheLaterAlone(RowSpaceMethod method) {
    RowSpaceFactor later = factor(method, ROWS.columns(3, 8));
    double[] before = values(later).clone();
    RowSpaceFactor both = factor(method, ROWS.columns(0, 3)).merge(later);
    assertThat(values(later)).isEqualTo(before);
    assertThat(both.rows()).isEqualTo(8);
    double[] expected = method.decide(factor(method, ROWS)).singularValues();
    double[] actual = method.decide(both).singularValues();
    for (int i = 0; i < 8; i++) {
      assertThat(Math.abs(actual[i] - expected[i])).isLessThan(1e-13 * expected[0]);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void factorsTravel(RowSpaceMethod method) throws IOException, ClassNotFoundException {
    RowSpaceFactor sent = merged(method);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
      out.writeObject(method);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      RowSpaceFactor received = (RowSpaceFactor) in.readObject();
      assertThat(values(received)).isEqualTo(values(sent));
      assertThat(received.rows()).isEqualTo(sent.rows());
      assertThat(in.readObject()).isEqualTo(method);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void bytesOfAFactorAreItsValues(RowSpaceMethod method) {
    assertThat(method.factorBytes(9, 8)).isEqualTo(8L * values(factor(method, ROWS)).length);
    assertThat(method.factorBytes(9, 0)).isEqualTo(8L * values(method.empty(9)).length);
  }

  /** As a checkpoint keeps them. */
  @ParameterizedTest
  @MethodSource("methods")
  void factorsAreMadeOfTheirNumbers(RowSpaceMethod method) {
    RowSpaceFactor kept = factor(method, ROWS);
    RowSpaceFactor read = method.factor(9, 8, kept.values().clone());
    assertThat(read.rows()).isEqualTo(8);
    assertThat(read.order()).isEqualTo(9);
    assertThat(method.decide(read).nullBasis().toArray())
        .isEqualTo(method.decide(kept).nullBasis().toArray());
    assertThatThrownBy(() -> method.factor(9, 8, new double[7]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void memoryAndOperationsByHand() {
    // L and as many columns waiting, 64 at least.
    assertThat(new Tsqr().runningBytes(100, 7)).isEqualTo(8L * 100 * 200);
    assertThat(new Tsqr().runningBytes(10, 7)).isEqualTo(8L * 10 * 74);
    assertThat(new Gram().runningBytes(10, 7)).isEqualTo(800);
    assertThat(new SmallSide().runningBytes(10, 7)).isEqualTo(560);
    // The factor, the basis, and seven squares of the smaller side.
    long decision = 8L * (10 * 7 + 100 + 7 * 49);
    assertThat(new Tsqr().decisionBytes(10, 7)).isEqualTo(decision);
    assertThat(new SmallSide().decisionBytes(10, 7)).isEqualTo(decision);
    assertThat(new Tsqr().decisionBytes(10, 90)).isEqualTo(8L * 900);
    assertThat(new Gram().decisionBytes(10, 7)).isEqualTo(8L * 400);
    // QR of l x r, dgesdd of r x r, and Q applied to l - r columns.
    assertThat(SmallSide.flops(10, 7)).isEqualTo(2.0 * 10 * 49 + 20 * 343 + 4 * 10 * 7 * (10 - 7));
  }

  /** More rows than the buffer holds, so that it is folded several times. */
  @Test
  void tsqrDependsOnRowsAndNotOnPieces() {
    Matrix many = Prescribed.gaussian(30, 500, new Random(6));
    double[] whole = values(factor(new Tsqr(), many));
    Matrix[] pieces = new Matrix[100];
    for (int k = 0; k < 100; k++) {
      pieces[k] = many.columns(5 * k, 5 * k + 5);
    }
    assertThat(values(factor(new Tsqr(), pieces))).isEqualTo(whole);
    assertThat(whole).hasSize(30 * 31 / 2);
  }

  /** L·Lᵀ = AᵀA. */
  @Test
  void tsqrKeepsTheGramMatrix() {
    Matrix many = Prescribed.gaussian(5, 300, new Random(8));
    double[] packed = values(factor(new Tsqr(), many));
    Matrix lower = Matrix.zeros(5, 5);
    for (int j = 0, k = 0; j < 5; j++) {
      for (int i = j; i < 5; i++) {
        lower.set(i, j, packed[k++]);
      }
    }
    Matrix expected = Blas.multiply(Blas.Op.NONE, many, Blas.Op.TRANSPOSED, many);
    Matrix actual = Blas.multiply(Blas.Op.NONE, lower, Blas.Op.TRANSPOSED, lower);
    assertThat(Prescribed.distance(actual, expected)).isLessThan(1e-12 * 300);
  }

  /** The one-hidden-layer identity: J_i = diag(c_i)·W, E = (W·Wᵀ) ∘ (CᵀC). */
  @Test
  void gramIsMadeFromAProductKnownOtherwise() {
    Random random = new Random(9);
    Matrix w = Prescribed.gaussian(6, 2, random);
    Matrix slopes = Prescribed.gaussian(6, 4, random); // Cᵀ
    Matrix jacobians = Matrix.zeros(6, 8);
    for (int i = 0; i < 4; i++) {
      for (int q = 0; q < 2; q++) {
        for (int k = 0; k < 6; k++) {
          jacobians.set(k, 2 * i + q, slopes.get(k, i) * w.get(k, q));
        }
      }
    }
    PackedSymmetric e =
        PackedSymmetric.ofUpper(Blas.multiply(Blas.Op.NONE, slopes, Blas.Op.TRANSPOSED, slopes));
    e.multiplyEntrywiseByGramOf(w, 0);
    double[] direct = values(factor(new Gram(), jacobians));
    RowSpaceFactor made = new Gram.Factor(e, 8);
    for (int k = 0; k < direct.length; k++) {
      assertThat(values(made)[k])
          .isCloseTo(direct[k], org.assertj.core.data.Offset.offset(1e-13 * e.maxAbs()));
    }
    assertThat(new Gram().decide(made).rank()).isEqualTo(6);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void foreignPiecesAreRefused(RowSpaceMethod method) {
    try (RowSpaceMethod.Running running = method.begin(4)) {
      assertThatThrownBy(() -> running.add(ROWS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected 4 x any, got a 9 x 8 matrix");
    }
    assertThatThrownBy(() -> method.begin(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> method.empty(4).merge(method.empty(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of order 4, got");
    RowSpaceMethod other = method instanceof Gram ? new Tsqr() : new Gram();
    assertThatThrownBy(() -> method.empty(4).merge(other.empty(4)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> method.decide(other.empty(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("made by " + other.name());
  }

  @Test
  void smallSideRefusesMoreRowsThanItsOrder() {
    Matrix square = Prescribed.gaussian(3, 3, new Random(1));
    RowSpaceFactor full = factor(new SmallSide(), square);
    assertThatThrownBy(() -> full.merge(factor(new SmallSide(), square.columns(0, 1))))
        .hasMessageContaining("use gram or tsqr");
    assertThatThrownBy(() -> factor(new SmallSide(), square, square.columns(0, 1)))
        .hasMessageContaining("at most 3 rows");
    try (RowSpaceMethod.Running running = new SmallSide().begin(3)) {
      running.add(square);
      assertThatThrownBy(() -> running.add(square.columns(0, 1))) // before it is kept
          .hasMessageContaining("at most 3 rows");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e-9, 1, Double.POSITIVE_INFINITY})
  void tolerancesOutOfRangeAreRefused(double tolerance) {
    assertThatThrownBy(() -> new Gram(tolerance)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Tsqr(tolerance)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SmallSide(tolerance)).isInstanceOf(IllegalArgumentException.class);
    for (RowSpaceMethod method : methods().toList()) {
      RowSpaceFactor factor = factor(method, ROWS);
      assertThatThrownBy(() -> factor.decide(tolerance))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rankTolerance");
    }
  }

  @Test
  void aToleranceOfZeroIsOne() {
    assertThat(new Tsqr(0).decide(factor(new Tsqr(), ROWS)).rank()).isEqualTo(8);
  }
}
