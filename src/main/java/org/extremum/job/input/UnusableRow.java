package org.extremum.job.input;

import java.io.Serializable;

/**
 * A row that cannot be used, and why.
 *
 * @param split where it stands
 * @param row within the split, from 0
 * @param column or null when it is the row as a whole
 */
record UnusableRow(Split split, long row, String column, String expected, String got)
    implements Serializable {}
