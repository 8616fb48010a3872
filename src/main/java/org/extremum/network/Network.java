package org.extremum.network;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;

/**
 * A whole classifier: standardiser, hidden layers, output layer. Immutable.
 *
 * <p>z_v = w_v·h + b_v; essence = argmax z; probabilities as {@link OutputActivation} says. With
 * two essences the output layer holds the solved column and its mirror image.
 *
 * @param standardiser from input features to coordinates
 * @param hidden W^[1..n-1]
 * @param output W^[n], b^[n]: V × l
 * @param outputActivation what makes probabilities of z
 */
public record Network(
    Standardiser standardiser, HiddenStack hidden, Layer output, OutputActivation outputActivation)
    implements Serializable {
  /**
   * Checks that the parts fit.
   *
   * @throws IllegalArgumentException when they do not
   */
  public Network {
    if (standardiser.features() != hidden.inputs() || output.inputs() != hidden.width()) {
      throw new IllegalArgumentException(
          "network: standardiser gives "
              + standardiser.features()
              + " coordinates, hidden layers are "
              + hidden.inputs()
              + " to "
              + hidden.width()
              + ", output layer takes "
              + output.inputs());
    }
  }

  /** With sigmoid outputs. */
  public Network(Standardiser standardiser, HiddenStack hidden, Layer output) {
    this(standardiser, hidden, output, OutputActivation.SIGMOID);
  }

  /** W^[1..n], b^[1..n], the output layer last. */
  public List<Layer> layers() {
    return Stream.concat(hidden.layers().stream(), Stream.of(output)).toList();
  }

  /** V. */
  public int essences() {
    return output.outputs();
  }

  /** Features of an unstandardised surface. */
  public int inputFeatures() {
    return standardiser.inputFeatures();
  }

  /**
   * z of one surface, V values. Keeps nothing between calls, and so makes all anew in each; for one
   * surface after another use {@link RowScorer}, for blocks {@link Scorer}.
   *
   * @param features unstandardised surface
   */
  public double[] raw(double[] features) {
    SampleBlock one =
        SampleBlock.dense(
            features.length, features.clone(), new int[] {-1}, new double[] {1}, new long[] {0});
    try (Scorer scorer = new Scorer(this)) {
      return scorer.score(one.standardised(standardiser)).column(0);
    }
  }

  /** The position of the largest value; the first one of equals. */
  public static int argmax(double[] z) {
    int best = 0;
    for (int v = 1; v < z.length; v++) {
      if (z[v] > z[best]) {
        best = v;
      }
    }
    return best;
  }

  /** The same network with another output layer. */
  public Network withOutput(Layer newOutput) {
    return new Network(standardiser, hidden, newOutput, outputActivation);
  }
}
