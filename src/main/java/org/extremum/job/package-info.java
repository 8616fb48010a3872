/**
 * The command line: the only room that builds a Spark session, reads the environment, prints or
 * exits. One class for each command; what they share stands beside them.
 */
package org.extremum.job;
