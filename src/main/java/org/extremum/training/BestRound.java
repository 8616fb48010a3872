package org.extremum.training;

import java.util.Locale;
import org.extremum.neighbourhood.CentralSamples;
import org.extremum.network.Network;

/**
 * The model that fewest samples failed so far.
 *
 * @param network null before the first
 * @param u the layer from which on weights were updated
 * @param centres its central samples
 * @param failed samples that failed it
 * @param round its number, from 1
 */
record BestRound(Network network, int u, CentralSamples centres, long failed, int round) {
  static final BestRound NONE = new BestRound(null, 0, null, Long.MAX_VALUE, 0);

  /** This one, or the later one where no more samples fail it. */
  BestRound or(Attempt other, CentralSamples otherCentres, long otherFailed, int otherRound) {
    return otherFailed <= failed
        ? new BestRound(other.network(), other.u(), otherCentres, otherFailed, otherRound)
        : this;
  }

  String inWords(long samples) {
    return String.format(
        Locale.ROOT,
        "%d central samples, %d of the other %d fail (round %d)",
        centres.count(),
        failed,
        samples - centres.count(),
        round);
  }
}
