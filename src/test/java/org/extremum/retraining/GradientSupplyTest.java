package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.extremum.retraining.States.options;
import static org.extremum.retraining.States.with;
import static org.extremum.retraining.States.without;

import java.util.List;
import java.util.Map;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;

/** How many rows the penalty on gradients rests on, as a state ages. 16·10/8 = 20 are wanted. */
class GradientSupplyTest {
  private static final Rows ROWS = Rows.random(1000, 8, 2, false, 3);
  private static final Rows FOUNDING = ROWS.select(i -> i < 800);
  private static final Rows NIGHT = ROWS.select(i -> i >= 800 && i < 840);

  private static TrainingState founded(long gradientRows) {
    TrainingState empty =
        States.founded(
            FOUNDING, 2, options("hiddenLayers", List.of(10L), "gradientRows", gradientRows));
    return with(empty, "founding", FOUNDING);
  }

  @Test
  void atFirstThereAreAsManyAsWanted() {
    GradientSupply supply = GradientSupply.of(founded(20));
    assertThat(supply.wanted()).isEqualTo(20);
    assertThat(supply.rows()).isBetween(15.0, 25.0);
    assertThat(supply.starved()).isFalse();
  }

  /** Of the eight features one is kept: 16·10/1 = 160 rows. */
  @Test
  void constantFeaturesGiveNoEquations() {
    double[][] surfaces = new double[FOUNDING.size()][8];
    for (int i = 0; i < surfaces.length; i++) {
      surfaces[i][3] = FOUNDING.surfaces()[i][3];
    }
    Rows rows = new Rows(surfaces, FOUNDING.essences(), FOUNDING.weights());
    Map<String, Object> options = options("hiddenLayers", List.of(10L), "gradientRows", 20L);
    GradientSupply supply = GradientSupply.of(with(States.founded(rows, 2, options), "all", rows));
    assertThat(supply.wanted()).isEqualTo(160);
    assertThat(supply.rows()).isBetween(120.0, 200.0);
    assertThat(supply.starved()).isFalse();
  }

  @Test
  void rowsThatFadeCountForLess() {
    TrainingState state = founded(20);
    double part = GradientSupply.of(state).rows() / 800;
    state = with(state.decay(0.5), "night", NIGHT);
    double effective = Math.pow(800 * 0.5 + 40, 2) / (800 * 0.25 + 40);
    GradientSupply faded = GradientSupply.of(state);
    assertThat(faded.rows()).isCloseTo(effective * part, within(1e-9));
    assertThat(faded.starved()).as("all alike is no loss").isFalse();

    GradientSupply gone =
        GradientSupply.of(with(state.decay(1e-3), "next", ROWS.select(i -> i >= 840)));
    assertThat(gone.rows()).isBetween(3.0, 5.0); // of 160 rows and a little
    assertThat(gone.wanted()).isEqualTo(20);
    assertThat(gone.starved()).isTrue();
  }

  @Test
  void rowsThatAreForgottenAreMissing() {
    TrainingState state = without(with(founded(20), "night", NIGHT), "founding", FOUNDING);
    GradientSupply supply = GradientSupply.of(state);
    assertThat(supply.rows()).isLessThan(2);
    assertThat(supply.starved()).isTrue();
    TrainingState anew =
        States.founded(NIGHT, 2, options("hiddenLayers", List.of(10L), "gradientRows", 20L));
    assertThat(GradientSupply.of(with(anew, "night", NIGHT)).starved()).as("redrawn").isFalse();
  }

  @Test
  void aQuarterIsEnough() {
    assertThat(new GradientSupply(512, 2048).starved()).isFalse();
    assertThat(new GradientSupply(Math.nextDown(512.0), 2048).starved()).isTrue();
  }

  @Test
  void whereEveryRowsGradientIsSummedNothingIsMissing() {
    TrainingState state = with(founded(0).decay(1e-9), "night", NIGHT);
    assertThat(GradientSupply.of(state).starved()).isFalse();
    assertThat(GradientSupply.of(without(state, "night", NIGHT)).rows())
        .isCloseTo(800, within(1e-6));
    TrainingState nothing = without(founded(20), "founding", FOUNDING);
    assertThat(GradientSupply.of(nothing).starved()).as("nothing there").isFalse();
  }
}
