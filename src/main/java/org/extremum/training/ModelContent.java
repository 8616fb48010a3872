package org.extremum.training;

import java.io.Serializable;
import java.util.List;
import org.extremum.neighbourhood.Prototypes;
import org.extremum.network.Network;
import org.extremum.samples.Standardiser;

/**
 * What a model consists of. Immutable; arrays handed over are not copied. Equal to itself only.
 *
 * @param network standardiser, hidden layers and output layer
 * @param means weighted mean of each input feature over the training samples
 * @param prototypes training samples that support predictions; none where none were asked for
 */
public record ModelContent(Network network, double[] means, Prototypes prototypes)
    implements Serializable {
  /**
   * Checks the numbers of means, coordinates and essences.
   *
   * @throws IllegalArgumentException when they are not the network's
   */
  public ModelContent {
    if (means.length != network.inputFeatures()) {
      throw new IllegalArgumentException(
          "means: expected " + network.inputFeatures() + ", got " + means.length);
    }
    if (prototypes.features() != network.hidden().inputs()
        || prototypes.essences() != network.essences()) {
      throw new IllegalArgumentException(
          "prototypes: expected "
              + network.hidden().inputs()
              + " coordinates and "
              + network.essences()
              + " essences, got "
              + prototypes.features()
              + " and "
              + prototypes.essences());
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
    return new ModelContent(
        network, means, Prototypes.none(network.hidden().inputs(), network.essences()));
  }

  /** The same with other names of the prototypes, one for each. */
  public ModelContent withPrototypeIds(List<String> ids) {
    return new ModelContent(network, means, prototypes.withIds(ids));
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return network.inputFeatures() + " input features, " + prototypes.count() + " prototypes";
  }
}
