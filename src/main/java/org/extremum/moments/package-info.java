/**
 * The additive statistics from which the output layer is solved (method.md 3, 4): values, slopes,
 * class sums.
 */
package org.extremum.moments;
