package org.extremum.training;

import org.extremum.moments.GradientRows;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.samples.KeyHistogram;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleStore;
import org.extremum.samples.Standardiser;

/**
 * What an output layer is solved on.
 *
 * @param store samples in standardised coordinates, with the weights they train with
 * @param validation others like them that nothing is trained on, or null
 * @param standardiser the coordinates
 * @param hidden the fixed hidden layers
 * @param outputActivation of the output layer
 * @param essences V
 * @param count φ
 * @param gradientRows the samples that E is summed over
 */
record Samples(
    SampleStore store,
    SampleStore validation,
    Standardiser standardiser,
    HiddenStack hidden,
    OutputActivation outputActivation,
    int essences,
    long count,
    GradientRows gradientRows) {
  /** The samples of a keyed share. */
  SampleStore part(KeyedShare share) {
    return store.view(store.features(), share::only);
  }

  /** The samples that are not of a keyed share. */
  SampleStore rest(KeyedShare share) {
    return store.view(store.features(), share::allBut);
  }

  /** How many samples a store has; one pass without arithmetic. */
  static long count(SampleStore store) {
    return store.aggregate(new KeyHistogram.Counting(0, RowHash.Purpose.SCORES, 1)).samples();
  }

  /** About a share of a store's samples, chosen by content; all where it is 1 or more. */
  static SampleStore some(SampleStore store, double share, long seed) {
    return share >= 1
        ? store
        : store.view(
            store.features(),
            block ->
                block.select(
                    i ->
                        RowHash.unit(RowHash.key(seed, RowHash.Purpose.SCORES, block.hash(i)))
                            < share));
  }

  /** The same samples seen by other hidden layers. */
  Samples with(HiddenStack other) {
    return new Samples(
        store, validation, standardiser, other, outputActivation, essences, count, gradientRows);
  }

  /** The network with the given output layer, in the gauge of its activation. */
  Network network(Layer output) {
    return new Network(standardiser, hidden, outputActivation.inGauge(output), outputActivation);
  }
}
