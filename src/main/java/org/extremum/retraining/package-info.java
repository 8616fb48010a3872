/**
 * Scheduled retraining (method.md 4): the additive state of a training, to which batches are added,
 * from which they are taken away again, and in which what is old may fade; and what is solved from
 * it. No data of earlier runs is needed.
 */
package org.extremum.retraining;
