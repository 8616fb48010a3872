package org.extremum.training;

import java.io.Serializable;
import java.util.Arrays;
import org.extremum.network.Network;
import org.extremum.samples.Standardiser;

/**
 * What a model consists of. Immutable; arrays handed over are not copied.
 *
 * @param network standardiser, hidden layers and output layer
 * @param means weighted mean of each input feature over the training samples
 */
public record ModelContent(Network network, double[] means) implements Serializable {
  /**
   * Checks the number of means.
   *
   * @throws IllegalArgumentException when it is not that of the input features
   */
  public ModelContent {
    if (means.length != network.inputFeatures()) {
      throw new IllegalArgumentException(
          "means: expected " + network.inputFeatures() + ", got " + means.length);
    }
  }

  /**
   * A network of which nothing else is known: the standardiser's centre stands for the means, and
   * zero for features that it drops.
   */
  public static ModelContent of(Network network) {
    Standardiser standardiser = network.standardiser();
    double[] means = new double[standardiser.inputFeatures()];
    int[] kept = standardiser.keptFeatures();
    double[] centre = standardiser.means();
    for (int k = 0; k < kept.length; k++) {
      means[kept[k]] = centre[k];
    }
    return new ModelContent(network, means);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ModelContent content
        && network.equals(content.network)
        && Arrays.equals(means, content.means);
  }

  @Override
  public int hashCode() {
    return 31 * network.hashCode() + Arrays.hashCode(means);
  }

  @Override
  public String toString() {
    return "content of a model with " + means.length + " input features";
  }
}
