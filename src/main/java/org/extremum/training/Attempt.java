package org.extremum.training;

import org.extremum.linalg.RowSpace;
import org.extremum.network.Network;

/**
 * What one solve for given central samples came to.
 *
 * @param u the layer from which on weights were updated, n for the output layer alone
 * @param rank of the centres' gradient equations in the last layer's weights
 * @param nullity what they leave
 * @param gap of the spectrum at the cut
 * @param outcome VERIFIED where the centres are extrema with the right sign
 * @param detail the outcome's numbers in words
 * @param network null where the outcome has none
 */
record Attempt(
    int u, int rank, int nullity, double gap, Outcome outcome, String detail, Network network) {
  static Attempt without(int u, RowSpace rowSpace, Outcome outcome, String detail) {
    return new Attempt(
        u, rowSpace.rank(), rowSpace.nullity(), rowSpace.gap(), outcome, detail, null);
  }

  static Attempt with(int u, RowSpace rowSpace, String detail, Network network) {
    return new Attempt(
        u, rowSpace.rank(), rowSpace.nullity(), rowSpace.gap(), Outcome.VERIFIED, detail, network);
  }

  boolean solved() {
    return network != null;
  }

  /** Whether more or other hidden neurons could help. */
  boolean tooSmall() {
    return outcome == Outcome.NETWORK_TOO_SMALL
        || outcome == Outcome.CONSTANT_OUTPUT
        || outcome == Outcome.NOT_SEPARABLE;
  }
}
