package org.extremum.training;

import org.extremum.neighbourhood.CentralSamples;
import org.extremum.network.Network;

/**
 * What solving ended with.
 *
 * @param outcome how it ended
 * @param detail its numbers in words
 * @param network null where the outcome has no model
 * @param centres the samples that were made extrema, null where none were
 */
record Solution(Outcome outcome, String detail, Network network, CentralSamples centres) {
  Solution(Outcome outcome, String detail, Network network) {
    this(outcome, detail, network, null);
  }

  Solution with(CentralSamples made) {
    return new Solution(outcome, detail, network, made);
  }
}
