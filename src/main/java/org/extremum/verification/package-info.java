/**
 * What a network reached: accuracy, log-loss, termination conditions and who fails them,
 * stationarity, extremum or saddle, certified radii (method.md 2, 5, 8).
 */
package org.extremum.verification;
