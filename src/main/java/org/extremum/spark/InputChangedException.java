package org.extremum.spark;

/**
 * Samples that were lost from memory and read again are not what they were: going on would mix two
 * data sets in one result.
 */
public final class InputChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int partition;

  /**
   * @param partition where that was noticed, -1 where it is not known
   */
  InputChangedException(int partition) {
    super(
        "samples"
            + (partition < 0 ? "" : ", partition " + partition)
            + ": expected the rows that were read first, got others when they were read again; "
            + "write or checkpoint the input before training (it changed, or its plan draws at "
            + "random)");
    this.partition = partition;
  }

  /** The partition where that was noticed, -1 where it is not known. */
  public int partition() {
    return partition;
  }
}
