package org.extremum.job.input;

/** What makes a row unusable; thrown and caught while a row is decoded, once for each bad row. */
final class BadValue extends Exception {
  private static final long serialVersionUID = 1L;

  private final String column;
  private final String expected;
  private final String got;

  /**
   * @param column where it stands, or null when it is the row as a whole
   */
  BadValue(String column, String expected, String got) {
    super(expected, null, false, false); // no stack trace: there may be millions of them
    this.column = column;
    this.expected = expected;
    this.got = got;
  }

  String column() {
    return column;
  }

  String expected() {
    return expected;
  }

  String got() {
    return got;
  }
}
