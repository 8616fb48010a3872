package org.extremum.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.extremum.reference.Close.assertClose;

import java.util.List;
import org.extremum.linalg.Matrix;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.Standardiser;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Standardiser STANDARDISER =
      new Standardiser(4, new int[] {0, 2, 3}, new double[] {1, -2, .5}, new double[] {2, .5, 3});

  private static Network network(ByHand hidden, int essences) {
    ByHand output = ByHand.random(Activation.SIGMOID, 3, hidden.width(), essences);
    return new Network(
        STANDARDISER, hidden.stack(), ByHand.layer(output.weights()[0], output.biases()[0]));
  }

  @Test
  void rawOutputsByDefinition() {
    ByHand hidden = ByHand.random(Activation.SIGMOID, 1, 3, 5);
    Network network = network(hidden, 3);
    Rows rows = Rows.random(7, 4, 3, false, 2);
    try (Scorer scorer = new Scorer(network)) {
      Matrix z = scorer.score(rows.dense().standardised(STANDARDISER));
      for (int i = 0; i < 7; i++) {
        double[] v = rows.surfaces()[i];
        double[] x = {(v[0] - 1) / 2, (v[2] + 2) / .5, (v[3] - .5) / 3};
        double[] expected = hidden.outputs(network.output(), x);
        assertClose(z.column(i), expected, 1e-13);
        assertClose(network.raw(v), expected, 1e-13);
      }
    }
  }

  @Test
  void scorerServesBlocksOfAnySize() {
    ByHand hidden = ByHand.random(Activation.SINE, 1, 3, 5);
    Network network = network(hidden, 2);
    Rows rows = Rows.random(9, 3, 2, false, 2);
    try (Scorer scorer = new Scorer(network)) {
      for (int size : new int[] {0, 2, 9, 0, 4}) {
        Matrix z = scorer.score(rows.dense().select(i -> i < size));
        assertThat(z.columns()).isEqualTo(size);
        for (int i = 0; i < size; i++) {
          assertClose(z.column(i), hidden.outputs(network.output(), rows.surfaces()[i]), 1e-13);
        }
      }
    }
  }

  @Test
  void sigmoidOutputsUnlessSaid() {
    ByHand hidden = ByHand.random(Activation.SIGMOID, 1, 3, 5);
    Network network = network(hidden, 3);
    assertThat(network.outputActivation()).isSameAs(OutputActivation.SIGMOID);
    Network softmax =
        new Network(STANDARDISER, hidden.stack(), network.output(), OutputActivation.SOFTMAX);
    assertThat(softmax.withOutput(network.output().gauged()).outputActivation())
        .isSameAs(OutputActivation.SOFTMAX);
  }

  @Test
  void theFirstOfEqualOutputsWins() {
    assertThat(Network.argmax(new double[] {1, 3, 3})).isEqualTo(1);
    assertThat(Network.argmax(new double[] {-2})).isZero();
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    ByHand hidden = ByHand.random(Activation.SIGMOID, 1, 3, 5);
    Layer output = new Layer(2, 4, new double[8], new double[2]);
    assertThatThrownBy(() -> new Network(STANDARDISER, hidden.stack(), output))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 to 5")
        .hasMessageContaining("takes 4");
    assertThatThrownBy(() -> new Layer(2, 3, new double[5], new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 weights");
    assertThatThrownBy(
            () ->
                new HiddenStack(
                    List.of(
                        new Layer(2, 1, new double[2], new double[2]),
                        new Layer(1, 3, new double[3], new double[1])),
                    Activation.TANH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 2 inputs, got 3");
    assertThatThrownBy(() -> new HiddenStack(List.of(), Activation.TANH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equationsOfASampleAreBoundByTheNarrowestEarlierLayer() {
    assertThat(ByHand.random(Activation.TANH, 1, 6, 9).stack().equationsPerSample()).isEqualTo(6);
    assertThat(ByHand.random(Activation.TANH, 1, 6, 4, 2).stack().equationsPerSample())
        .isEqualTo(4);
    assertThat(ByHand.random(Activation.TANH, 1, 3, 4, 2, 9).stack().equationsPerSample())
        .isEqualTo(2);
  }
}
