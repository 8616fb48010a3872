package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.KeyedRandom;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;
import org.extremum.samples.SurfaceNoise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accuracy under noise against a loop over the samples. */
class NoiseCurveTest {
  private static final long SEED = 11;
  private static final double[] RADII = {0, 0.3, 1, 4};
  private static final ByHand HIDDEN = ByHand.random(Activation.SIGMOID, 2, 4, 7);

  private static Layer output() {
    ByHand output = ByHand.random(Activation.SIGMOID, 3, 7, 3);
    // Differences of neurons that are 1/2 at zero, so that the largest output changes there.
    double[] biases = new double[3];
    for (int v = 0; v < 3; v++) {
      biases[v] = -Arrays.stream(output.weights()[0][v]).sum() / 2;
    }
    return ByHand.layer(output.weights()[0], biases);
  }

  /** The same surfaces, of the essences that the network predicts without noise. */
  private static Rows told(Rows rows) {
    int[] essences =
        Arrays.stream(rows.surfaces())
            .mapToInt(surface -> Network.argmax(HIDDEN.outputs(output(), surface)))
            .toArray();
    assertThat(Arrays.stream(essences).distinct().count()).isGreaterThan(1);
    return new Rows(rows.surfaces(), essences, rows.weights());
  }

  private static Network network() {
    return new Network(Standardiser.none(4), HIDDEN.stack(), output());
  }

  private static double[] noise(SampleBlock one) {
    KeyedRandom random = new KeyedRandom(SEED, RowHash.Purpose.NOISE, one.hash(0));
    double[] noise = new double[one.features()];
    for (int j = 0; j < noise.length; j++) {
      noise[j] = random.gaussian();
    }
    return noise;
  }

  @ParameterizedTest
  @CsvSource({"1, false", "3, false", "2, true"})
  void byDefinition(int partitions, boolean sparse) {
    Rows drawn = Rows.random(120, 4, 3, true, 1);
    Rows rows = told(sparse ? drawn.thinned(5) : drawn);
    double[] right = new double[RADII.length];
    for (int i = 0; i < rows.size(); i++) {
      double[] surface = rows.surfaces()[i];
      double[] noise =
          noise(
              SampleBlock.dense(
                  4, surface.clone(), new int[] {0}, new double[] {1}, new long[] {0}));
      for (int k = 0; k < RADII.length; k++) {
        double[] disturbed = surface.clone();
        for (int j = 0; j < 4; j++) {
          disturbed[j] += RADII[k] / Math.sqrt(2) * noise[j];
        }
        double[] z = HIDDEN.outputs(output(), disturbed);
        right[k] += Network.argmax(z) == rows.essences()[i] ? 1 : 0;
      }
    }

    NoiseCurve curve =
        rows.store(partitions, 32, sparse)
            .aggregate(new NoiseCurve.Measuring(network(), RADII, SEED));

    assertThat(curve.samples()).isEqualTo(120);
    for (int k = 0; k < RADII.length; k++) {
      assertThat(curve.accuracy(k)).isEqualTo(right[k] / 120);
    }
    assertThat(curve.accuracy(0)).isEqualTo(1);
    assertThat(curve.accuracy(3)).isLessThan(0.9); // else nothing was tested
  }

  /** Blocks of many features are disturbed in parts: each of their rows once. */
  @Test
  void aBlockThatIsDisturbedInParts() {
    int features = 1 << 19; // two rows at a time
    ByHand hidden =
        new ByHand(
            new double[][][] {new double[2][features]}, new double[1][2], Activation.SIGMOID);
    Network network =
        new Network(
            Standardiser.none(features),
            hidden.stack(),
            ByHand.layer(new double[3][2], new double[3]));
    NoiseCurve curve =
        Rows.random(3, features, 3, false, 1)
            .store()
            .aggregate(new NoiseCurve.Measuring(network, new double[] {1}, SEED));
    assertThat(curve.samples()).isEqualTo(3);
  }

  @Test
  void withoutNoiseItIsTheAccuracy() {
    Rows rows = Rows.random(90, 4, 3, false, 8);
    Evaluation evaluation =
        rows.store().aggregate(new Evaluation.Scoring(network(), new Conditions(0.01, 0.1, 0.05)));
    NoiseCurve curve =
        rows.store().aggregate(new NoiseCurve.Measuring(network(), new double[] {0}, SEED));
    assertThat(curve.accuracy(0)).isEqualTo(evaluation.accuracy());
  }

  /**
   * E D_s² = (2/m)·m·σ² = r²; of 40 000 squares the mean has a relative deviation of √(2/40 000).
   */
  @Test
  void theRadiusIsTheDistanceOfTheNoise() {
    Rows rows = Rows.random(10_000, 4, 2, false, 3);
    double squares = 0;
    for (double[] surface : rows.surfaces()) {
      double[] noise =
          noise(SampleBlock.dense(4, surface, new int[] {0}, new double[] {1}, new long[] {0}));
      for (double g : noise) {
        double d = SurfaceNoise.deviation(0.7) * g;
        squares += 2.0 / 4 * d * d;
      }
    }
    assertThat(squares / rows.size()).isCloseTo(0.7 * 0.7, within(5 * 0.49 * Math.sqrt(5e-5)));
  }
}
