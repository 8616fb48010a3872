/**
 * Measurements: JMH benchmarks of the parts, and programs on real data. Built under the Maven
 * profile jmh only; src/site/markdown/benchmarks.md says how to run them and holds the results.
 */
package org.extremum.benchmarks;
