/**
 * What a network reached: accuracy, log-loss, termination conditions, stationarity (method.md 2,
 * 5).
 */
package org.extremum.verification;
