package org.extremum.job.retraining;

import org.extremum.job.input.Input;

/**
 * A file of rows that was looked through once.
 *
 * @param file as it was given
 * @param id what its batch is called: as given, else its fingerprint
 * @param input its rows; which class a label is has still to be said
 */
record BatchFile(String file, String id, Input input) {
  String fingerprint() {
    return input.fingerprint();
  }

  long samples() {
    return input.samples();
  }
}
