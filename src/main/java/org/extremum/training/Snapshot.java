package org.extremum.training;

import java.util.Map;

/**
 * What a long piece of work needs to go on from: small facts and large arrays of numbers, in terms
 * that any language can read back.
 *
 * @param facts numbers, texts, booleans, lists and maps of these
 * @param arrays by name; not copied
 */
public record Snapshot(Map<String, Object> facts, Map<String, double[]> arrays) {}
