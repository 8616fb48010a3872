package org.extremum.training;

import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.SampleStore;
import org.extremum.samples.Standardiser;

/**
 * What an output layer is solved on.
 *
 * @param store samples in standardised coordinates, with the weights they train with
 * @param standardiser the coordinates
 * @param hidden the fixed hidden layers
 * @param outputActivation of the output layer
 * @param essences V
 * @param count φ
 */
record Samples(
    SampleStore store,
    Standardiser standardiser,
    HiddenStack hidden,
    OutputActivation outputActivation,
    int essences,
    long count) {
  /** The samples of a keyed share. */
  SampleStore part(KeyedShare share) {
    return store.view(store.features(), share::only);
  }

  /** The samples that are not of a keyed share. */
  SampleStore without(KeyedShare share) {
    return store.view(
        store.features(),
        block -> block.select(i -> !share.contains(block.essence(i), block.hash(i))));
  }

  /** The same samples seen by other hidden layers. */
  Samples with(HiddenStack other) {
    return new Samples(store, standardiser, other, outputActivation, essences, count);
  }

  /** The network with the given output layer, in the gauge of its activation. */
  Network network(Layer output) {
    return new Network(standardiser, hidden, outputActivation.inGauge(output), outputActivation);
  }
}
