package org.extremum.job.retraining;

/** How a run of {@code retrain} ends; {@code outcome} in status.json. */
public enum Ending {
  /** The state has changed, and its model is the champion. */
  PROMOTED,
  /** The state has changed; its model did not pass the gate, and the champion serves on. */
  NOT_PROMOTED,
  /** All that was asked for had been done before. */
  NOTHING_TO_DO,
  /** An earlier champion serves again. */
  ROLLED_BACK,
  /** Nothing has changed; the error says why. */
  FAILED
}
