package org.extremum.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.extremum.linalg.Matrix;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dense and sparse blocks against the arrays they were made of. */
class SampleBlockTest {
  private static final Rows ROWS = Rows.random(12, 5, 3, true, 1).thinned(2);
  private static final Standardiser STANDARDISER =
      new Standardiser(5, new int[] {0, 2, 4}, new double[] {1, -2, 0}, new double[] {.5, 3, 2});

  static List<SampleBlock> blocks() {
    return List.of(ROWS.dense(), ROWS.sparse());
  }

  private static double[] standardised(double[] v) {
    return new double[] {(v[0] - 1) / .5, (v[2] + 2) / 3, v[4] / 2};
  }

  private static void assertHolds(SampleBlock block, double[][] surfaces) {
    int m = surfaces[0].length;
    assertThat(block.features()).isEqualTo(m);
    assertThat(block.size()).isEqualTo(surfaces.length);
    double[] w = new double[2 * m];
    Arrays.setAll(w, k -> Math.sin(k + 1));
    try (Matrix weights = Matrix.ofColumnMajor(2, m, w);
        Matrix z = Matrix.zeros(2, surfaces.length);
        Matrix copied = Matrix.zeros(m, surfaces.length)) {
      block.multiply(weights, z);
      block.copySurfaces(1, surfaces.length, copied);
      for (int i = 1; i < surfaces.length; i++) {
        assertThat(copied.column(i - 1)).isEqualTo(block.surface(i));
      }
      for (int i = 0; i < surfaces.length; i++) {
        assertClose(block.surface(i), surfaces[i], 1e-15);
        double norm = 0;
        double[] product = new double[2];
        for (int j = 0; j < m; j++) {
          norm += surfaces[i][j] * surfaces[i][j];
          product[0] += w[2 * j] * surfaces[i][j];
          product[1] += w[2 * j + 1] * surfaces[i][j];
        }
        assertThat(block.squaredNorm(i)).isCloseTo(norm, within(1e-14 * norm));
        assertThat(z.get(0, i)).isCloseTo(product[0], within(1e-14));
        assertThat(z.get(1, i)).isCloseTo(product[1], within(1e-14));
        List<Integer> visited = new ArrayList<>();
        double[] x = surfaces[i];
        block.forEachNonZero(
            i,
            (j, value) -> {
              visited.add(j);
              assertThat(value).isCloseTo(x[j], within(1e-15 * Math.abs(x[j])));
            });
        assertThat(visited)
            .containsExactlyElementsOf(
                IntStream.range(0, m).filter(j -> x[j] != 0).boxed().toList());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void holdsWhatItWasMadeOf(SampleBlock block) {
    assertHolds(block, ROWS.surfaces());
    for (int i = 0; i < 12; i++) {
      assertThat(block.essence(i)).isEqualTo(ROWS.essences()[i]);
      assertThat(block.weight(i)).isEqualTo(ROWS.weights()[i]);
      assertThat(SampleBlock.rowOf(block.position(i))).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void standardisedByDefinition(SampleBlock block) {
    SampleBlock standard = block.standardised(STANDARDISER);
    assertHolds(
        standard,
        Arrays.stream(ROWS.surfaces()).map(SampleBlockTest::standardised).toArray(double[][]::new));
    for (int i = 0; i < 12; i++) {
      assertThat(standard.hash(i)).isEqualTo(block.hash(i)); // of the row as it was read
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void selectionKeepsEverythingTogether(SampleBlock block) {
    int[] order = {7, 4, 4, 0, 11};
    SampleBlock chosen = block.select(order);
    assertHolds(chosen, ROWS.at(order).surfaces());
    assertHolds(
        chosen.standardised(STANDARDISER),
        Arrays.stream(ROWS.at(order).surfaces())
            .map(SampleBlockTest::standardised)
            .toArray(double[][]::new));
    assertHolds(
        block.standardised(STANDARDISER).select(order),
        Arrays.stream(ROWS.at(order).surfaces())
            .map(SampleBlockTest::standardised)
            .toArray(double[][]::new));
    for (int k = 0; k < order.length; k++) {
      assertThat(chosen.essence(k)).isEqualTo(block.essence(order[k]));
      assertThat(chosen.weight(k)).isEqualTo(block.weight(order[k]));
      assertThat(chosen.position(k)).isEqualTo(block.position(order[k]));
      assertThat(chosen.hash(k)).isEqualTo(block.hash(order[k]));
    }
    assertThat(block.select(i -> i % 2 == 1).size()).isEqualTo(6);
    assertThat(block.select(i -> false).size()).isZero();
  }

  /** What is chosen of a block is looked at in the block, but travels alone. */
  @ParameterizedTest
  @MethodSource("blocks")
  void whatTravelsIsWhatWasChosen(SampleBlock block) throws Exception {
    int[] order = {7, 4};
    SampleBlock chosen = block.standardised(STANDARDISER).select(order);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(chosen);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      SampleBlock arrived = (SampleBlock) in.readObject();
      assertHolds(
          arrived,
          Arrays.stream(ROWS.at(order).surfaces())
              .map(SampleBlockTest::standardised)
              .toArray(double[][]::new));
      assertThat(arrived.hash(0)).isEqualTo(block.hash(7));
    }
    SampleBlock large = Rows.random(2000, 5, 3, false, 3).dense();
    ByteArrayOutputStream few = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(few)) {
      out.writeObject(large.select(order));
    }
    assertThat(few.size()).isLessThan(2000);
  }

  @Test
  void hashesKnowContentNotStorage() {
    SampleBlock dense = ROWS.dense();
    SampleBlock sparse = ROWS.sparse();
    for (int i = 0; i < 12; i++) {
      assertThat(dense.hash(i)).isEqualTo(sparse.hash(i));
    }
    double[][] x = {{0, 1, 2}, {0, 2, 1}, {1, 2, 0}, {-0.0, 1, 2}, {0, 1, -2}, {1, 2, 0}};
    SampleBlock block = new Rows(x, new int[6], new double[] {1, 1, 1, 1, 1, 1}).dense();
    assertThat(block.hash(3)).isEqualTo(block.hash(0));
    assertThat(block.hash(5)).isEqualTo(block.hash(2));
    assertThat(List.of(block.hash(0), block.hash(1), block.hash(2), block.hash(4)))
        .doesNotHaveDuplicates();
  }

  @Test
  void positionsPackPartitionAndRow() {
    long position = SampleBlock.position(3, 17_000_000_000L);
    assertThat(SampleBlock.partitionOf(position)).isEqualTo(3);
    assertThat(SampleBlock.rowOf(position)).isEqualTo(17_000_000_000L);
  }

  @Test
  void arraysOfOtherLengthsAreRefused() {
    assertThatThrownBy(
            () ->
                SampleBlock.dense(
                    2, new double[4], new int[2], new double[] {1}, new long[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 weights");
    assertThatThrownBy(
            () -> SampleBlock.dense(2, new double[5], new int[2], new double[2], new long[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 4 values, got 5");
  }
}
