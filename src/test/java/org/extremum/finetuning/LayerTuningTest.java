package org.extremum.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.initialization.HiddenWeights;
import org.extremum.moments.MomentsPass;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.polarization.Minimizer;
import org.extremum.polarization.NormalEquations;
import org.extremum.reference.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fine-tuning of all layers from a weakened solution. */
class LayerTuningTest {
  private static final Rows ROWS = Rows.random(200, 3, 3, true, 1);
  private static final double GAMMA = 0.4;
  private static final double RIDGE = 0.01;

  private static TunableLayers start() {
    HiddenStack stack = HiddenWeights.gaussian(3, List.of(8, 6), Activation.SIGMOID, 2, true, 3);
    var moments = ROWS.store().aggregate(new MomentsPass(stack, 3, null)).training();
    Layer output = NormalEquations.of(moments, stack, GAMMA, true).solve(RIDGE);
    return new TunableLayers(stack, output, 1, true, true);
  }

  private static double objective(LayerTuning tuning, TunableLayers layers) {
    double[] point = layers.point();
    return tuning.objective(layers, ROWS.store()).evaluate(point, new double[point.length]);
  }

  @ParameterizedTest
  @EnumSource
  void improvesInEveryLayer(Loss loss) {
    LayerTuning tuning = new LayerTuning(loss, GAMMA * GAMMA / 2, RIDGE);
    LayerTuning.Result result =
        tuning.tune(start(), ROWS.store(3, 64, false), new BreezeMinimizer(), 40, 0);
    assertThat(result.iterations()).isBetween(1, 40);
    double before = objective(tuning, start());
    assertThat(result.before()).isCloseTo(before, within(1e-9 * before));
    double after = objective(tuning, result.layers());
    assertThat(result.after()).isCloseTo(after, within(1e-9 * after)).isLessThan(0.97 * before);
    for (int u = 1; u <= 3; u++) {
      assertThat(result.layers().layer(u).weights()).isNotEqualTo(start().layer(u).weights());
      assertThat(result.layers().layer(u).biases()).isNotEqualTo(start().layer(u).biases());
    }
  }

  /** Half of what weakened mode minimises: over the output layer there is nothing left to gain. */
  @Test
  void weakenedSolutionIsAlreadyBestInTheOutputLayer() {
    TunableLayers all = start();
    TunableLayers last = new TunableLayers(all.hidden(), all.output(), 3, true, true);
    LayerTuning.Result result =
        new LayerTuning(Loss.HALF_SQUARED_ERROR, GAMMA * GAMMA / 2, RIDGE)
            .tune(last, ROWS.store(), new BreezeMinimizer(), 20, 1e-12);
    assertThat(result.after()).isCloseTo(result.before(), within(1e-9 * result.before()));
  }

  @Test
  void aMinimizerThatFindsNothingLeavesAllAsItWas() {
    Minimizer none =
        (objective, start, iterations, tolerance) -> new Minimizer.Result(start, Double.NaN, 1);
    TunableLayers start = start();
    LayerTuning.Result result =
        new LayerTuning(Loss.LOGISTIC, 0, 0).tune(start, ROWS.store(), none, 5, 0);
    assertThat(result.layers()).isSameAs(start);
    assertThat(result.after()).isEqualTo(result.before());
  }
}
