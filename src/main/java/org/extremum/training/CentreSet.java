package org.extremum.training;

import org.extremum.samples.SampleStore;

/**
 * Some central samples.
 *
 * @param store them alone
 * @param membership leaves the central ones of any block
 * @param count how many they are
 * @param all whether they are all the samples there are
 */
record CentreSet(
    SampleStore store, SampleStore.BlockTransformation membership, long count, boolean all) {}
