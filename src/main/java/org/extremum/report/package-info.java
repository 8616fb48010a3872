/**
 * A model's report as one page of HTML that needs nothing else: figures, tables and plots of what
 * the training measured. Pure: it makes a text of the entries of run.json.
 */
package org.extremum.report;
