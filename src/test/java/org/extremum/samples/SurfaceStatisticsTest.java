package org.extremum.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.reference.Close.assertClose;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurfaceStatisticsTest {
  /** 200 terms: 200ε in each sum. */
  private static final double ROUNDING = 1e-13;

  private static SurfaceStatistics of(Rows rows, int partitions, int block, boolean sparse) {
    return rows.store(partitions, block, sparse)
        .aggregate(new SurfaceStatistics.Gathering(rows.features()));
  }

  private static double mean(Rows rows, int j) {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < rows.size(); i++) {
      sum += rows.weights()[i] * rows.surfaces()[i][j];
      weight += rows.weights()[i];
    }
    return sum / weight;
  }

  private static double deviation(Rows rows, int j) {
    double mean = mean(rows, j);
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < rows.size(); i++) {
      double d = rows.surfaces()[i][j] - mean;
      sum += rows.weights()[i] * d * d;
      weight += rows.weights()[i];
    }
    return Math.sqrt(sum / weight);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void twoPassFormulasAtAnySplit(boolean sparse) {
    Rows rows = Rows.random(200, 5, 3, true, 1).thinned(2);
    for (int partitions : new int[] {1, 2, 7, 64}) {
      SurfaceStatistics s = of(rows, partitions, 16, sparse);
      assertThat(s.samples()).isEqualTo(200);
      assertThat(s.weight()).isCloseTo(Arrays.stream(rows.weights()).sum(), within(ROUNDING * 400));
      for (int j = 0; j < 5; j++) {
        int feature = j;
        double[] column = Arrays.stream(rows.surfaces()).mapToDouble(x -> x[feature]).toArray();
        double deviation = deviation(rows, j);
        assertThat(s.mean(j)).isCloseTo(mean(rows, j), within(ROUNDING * deviation));
        assertThat(s.deviation(j)).isCloseTo(deviation, within(ROUNDING * deviation));
        assertThat(s.min(j)).isEqualTo(Arrays.stream(column).min().orElseThrow());
        assertThat(s.max(j)).isEqualTo(Arrays.stream(column).max().orElseThrow());
      }
      for (int v = 0; v < 3; v++) {
        int essence = v;
        Rows own = rows.select(i -> rows.essences()[i] == essence);
        assertThat(s.counts()[v]).isEqualTo(own.size());
        assertThat(s.essenceWeights()[v])
            .isCloseTo(Arrays.stream(own.weights()).sum(), within(ROUNDING * 400));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void largeOffsetsLoseNoDigitsOfTheDeviation(boolean sparse) {
    // 1e9 + u with u in eighths: exact in doubles, so the true deviation is that of u.
    Random random = new Random(3);
    double[][] small = new double[300][1];
    double[][] far = new double[300][1];
    for (int i = 0; i < 300; i++) {
      small[i][0] = random.nextInt(64) / 8.0;
      far[i][0] = 1e9 + small[i][0];
    }
    int[] y = new int[300];
    double[] ones = new double[300];
    Arrays.fill(ones, 1);
    double expected = deviation(new Rows(small, y, ones), 0);
    double expectedMean = 1e9 + mean(new Rows(small, y, ones), 0);
    for (int partitions : new int[] {1, 3, 50}) {
      SurfaceStatistics s = of(new Rows(far, y, ones), partitions, 100, sparse);
      // Means of parts stand at multiples of 1.2e-7; they differ by 8 at most, so merging changes
      // the variance by at most 2·8·1.2e-7, the deviation (2.3) by 4e-7. E[v²] - E[v]² would be
      // wrong by 1e18·ε = 200.
      assertThat(s.deviation(0)).isCloseTo(expected, within(4e-7));
      assertThat(s.mean(0)).isCloseTo(expectedMean, within(2e-5));
    }
  }

  @Test
  void weightTwoIsTheRowTwice() {
    Rows rows = Rows.random(30, 3, 2, false, 4);
    double[] weights = new double[30];
    Arrays.setAll(weights, i -> i < 10 ? 2 : 1);
    int[] repeated = new int[40];
    Arrays.setAll(repeated, i -> i < 30 ? i : i - 30);
    SurfaceStatistics weighted = of(rows.withWeights(weights), 1, 8, false);
    SurfaceStatistics twice = of(rows.at(repeated), 1, 8, false);
    for (int j = 0; j < 3; j++) {
      assertThat(weighted.mean(j)).isCloseTo(twice.mean(j), within(ROUNDING));
      assertThat(weighted.deviation(j)).isCloseTo(twice.deviation(j), within(ROUNDING));
    }
    assertThat(weighted.samples()).isEqualTo(30);
    assertThat(twice.samples()).isEqualTo(40);
  }

  @Test
  void standardisedSurfacesHaveMeanZeroAndDeviationOne() {
    Rows rows = DataFile.read("iris.csv");
    Standardiser standardiser = Standardization.FEATURE.of(of(rows, 2, 32, false));
    SurfaceStatistics after =
        standardiser.view(rows.store()).aggregate(new SurfaceStatistics.Gathering(4));
    for (int j = 0; j < 4; j++) {
      assertThat(after.mean(j)).isCloseTo(0, within(ROUNDING));
      assertThat(after.deviation(j)).isCloseTo(1, within(ROUNDING));
    }
  }

  @Test
  void globalIsTheMeanAndDeviationOfAllValuesTogether() {
    Rows rows = DataFile.read("digits.csv");
    Standardiser standardiser = Standardization.GLOBAL.of(of(rows, 3, 100, true));
    int[] kept = standardiser.keptFeatures();
    double sum = 0;
    for (double[] x : rows.surfaces()) {
      for (int j : kept) {
        sum += x[j];
      }
    }
    int count = rows.size() * kept.length;
    double mean = sum / count;
    double squares = 0;
    for (double[] x : rows.surfaces()) {
      for (int j : kept) {
        squares += (x[j] - mean) * (x[j] - mean);
      }
    }
    double[] expectedMeans = new double[kept.length];
    double[] expectedScales = new double[kept.length];
    Arrays.fill(expectedMeans, mean);
    Arrays.fill(expectedScales, Math.sqrt(squares / count));
    assertClose(standardiser.means(), expectedMeans, 1e-12);
    assertClose(standardiser.scales(), expectedScales, 1e-12);
    // Three pixels of the digits are zero in all rows.
    assertThat(kept).hasSize(61).doesNotContain(0, 32, 39);
  }

  @Test
  void theRuleOfUnits() {
    assertThat(Standardization.suitedTo(of(DataFile.read("digits.csv"), 1, 500, false)))
        .isEqualTo(Standardization.GLOBAL);
    assertThat(Standardization.suitedTo(of(DataFile.read("iris.csv"), 1, 500, false)))
        .isEqualTo(Standardization.FEATURE);
    assertThat(Standardization.suitedTo(of(DataFile.read("breast_cancer.csv"), 1, 500, false)))
        .isEqualTo(Standardization.FEATURE);
    // Ranges 2, 2, 3 (and a constant): the largest is 1.5 medians, which is still one unit.
    double[][] edge = {{0, 0, 0, 7}, {2, 2, 3, 7}};
    Rows rows = new Rows(edge, new int[2], new double[] {1, 1});
    assertThat(Standardization.suitedTo(of(rows, 1, 2, false))).isEqualTo(Standardization.GLOBAL);
    edge[1][2] = Math.nextUp(3.0);
    assertThat(Standardization.suitedTo(of(rows, 1, 2, false))).isEqualTo(Standardization.FEATURE);
  }

  @Test
  void anEvenNumberOfFeaturesHasItsMedianBetweenTheMiddleTwo() {
    // Ranges 1, 3, 5, 6: median 4, 6 ≤ 1.5·4. With the lower middle one, 3, it would not be.
    double[][] x = {{0, 0, 0, 0}, {1, 5, 3, 6}};
    Rows rows = new Rows(x, new int[2], new double[] {1, 1});
    assertThat(Standardization.suitedTo(of(rows, 1, 2, false))).isEqualTo(Standardization.GLOBAL);
    // Ranges 1, 3, 3, 5: median 3, 5 > 4.5. With the upper neighbour of the middle it would be.
    x[1] = new double[] {1, 3, 3, 5};
    assertThat(Standardization.suitedTo(of(rows, 1, 2, false))).isEqualTo(Standardization.FEATURE);
  }

  @Test
  void constantFeaturesAreDropped() {
    double[][] x = {{1, 7, 0, 2}, {2, 7, 0, 2.5}, {4, 7, 0, -1}};
    Rows rows = new Rows(x, new int[] {0, 1, 0}, new double[] {1, 1, .3});
    for (Standardization kind : Standardization.values()) {
      for (boolean sparse : new boolean[] {false, true}) {
        Standardiser standardiser = kind.of(of(rows, 1, 2, sparse));
        assertThat(standardiser.keptFeatures()).containsExactly(0, 3);
        assertThat(standardiser.features()).isEqualTo(2);
        assertThat(standardiser.inputFeatures()).isEqualTo(4);
      }
    }
    double[][] equal = {{1, 2}, {1, 2}};
    SurfaceStatistics constant = of(new Rows(equal, new int[2], new double[] {1, 1}), 1, 2, false);
    assertThatThrownBy(() -> Standardization.FEATURE.of(constant))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("constants only");
  }

  @Test
  void noneLeavesValuesAlone() {
    Standardiser standardiser =
        Standardization.NONE.of(of(Rows.random(9, 3, 2, false, 5), 1, 4, false));
    assertThat(standardiser.means()).containsOnly(0);
    assertThat(standardiser.scales()).containsOnly(1);
  }

  @Test
  void badStandardisersAreRefused() {
    for (double[] bad : List.of(new double[] {0, 0}, new double[] {0, -1})) {
      assertThatThrownBy(
              () ->
                  new Standardiser(2, new int[] {1}, new double[] {bad[0]}, new double[] {bad[1]}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("feature 1");
    }
    double[] two = {1, 1};
    assertThatThrownBy(() -> new Standardiser(2, new int[] {0, 1}, two, new double[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Standardiser(2, new int[] {1, 0}, two, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ascending");
    assertThatThrownBy(() -> new Standardiser(2, new int[] {1, 2}, two, two))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Standardiser.none(3).view(Rows.random(2, 2, 2, false, 1).store()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 3 features, got 2");
  }
}
