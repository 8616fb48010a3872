/**
 * Reading for the command: files of four formats become one table of features, label, weight and
 * id; what cannot be used is named by file, row and column.
 */
package org.extremum.job.input;
