package org.extremum.spark;

/** The input has rows that cannot be samples; carries the first of them. */
public final class BadRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final BadRow first;
  private final long rowNumber;
  private final long badRows;

  /**
   * @param first the first bad row of the input
   * @param rowNumber its number in the whole input from 1, in the order read
   * @param badRows how many there are in all
   */
  BadRowException(BadRow first, long rowNumber, long badRows) {
    super(message(first, rowNumber, badRows));
    this.first = first;
    this.rowNumber = rowNumber;
    this.badRows = badRows;
  }

  private static String message(BadRow first, long rowNumber, long badRows) {
    return "data, row "
        + rowNumber
        + ", "
        + first.place()
        + ": expected "
        + first.expected()
        + ", got "
        + first.got()
        + (badRows > 1 ? " (" + badRows + " bad rows in all)" : "");
  }

  public BadRow first() {
    return first;
  }

  /** Number of the first bad row in the whole input, from 1 and in the order read. */
  public long rowNumber() {
    return rowNumber;
  }

  /** How many bad rows there are in all. */
  public long badRows() {
    return badRows;
  }
}
