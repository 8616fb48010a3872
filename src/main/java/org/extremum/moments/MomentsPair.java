package org.extremum.moments;

import java.io.Serializable;

/**
 * Moments of two disjoint parts of the samples, made in one pass.
 *
 * @param training the rows that are fitted first
 * @param heldOut the rows kept back, merged in later; null where none are
 */
public record MomentsPair(Moments training, Moments heldOut) implements Serializable {}
