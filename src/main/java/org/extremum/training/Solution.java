package org.extremum.training;

import org.extremum.network.Network;

/**
 * What solving ended with.
 *
 * @param outcome how it ended
 * @param detail its numbers in words
 * @param network null where the outcome has no model
 */
record Solution(Outcome outcome, String detail, Network network) {}
