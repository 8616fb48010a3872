package org.extremum.training;

/**
 * What the widths can hold, said before the long passes: an advance notice, since the bound on the
 * rank may not be reached.
 */
final class CapacityNotice {
  private CapacityNotice() {}

  /** Enters the capacity for so many central samples, and notes when it may be too small. */
  static void of(Run run, Samples data, long centres) {
    Capacity capacity = Capacity.of(data.hidden(), data.essences());
    run.report().put("capacity", capacity.asMap(centres));
    if (capacity.rankBound(centres) == capacity.width()) {
      run.steps()
          .note(
              "the last hidden layer may be too small: "
                  + centres
                  + " central samples of "
                  + capacity.equationsPerSample()
                  + " equations can fill all "
                  + capacity.width()
                  + " neurons; "
                  + capacity.advice(centres));
    }
  }
}
