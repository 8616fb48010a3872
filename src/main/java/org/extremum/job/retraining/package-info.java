/**
 * The directory of one scheduled retraining: what is where in it, who may change it, and the order
 * of writing that leaves it whole whenever a run dies.
 */
package org.extremum.job.retraining;
