package org.extremum.spark;

/**
 * One row of a model's Parquet file: some numbers of one neuron, or of one vector of a layer.
 *
 * @param layer 0 for what is in input features or coordinates, u for W^[u] and b^[u]
 * @param part of layer 0 {@code kept}, {@code mean}, {@code scale} (of the standardiser), {@code
 *     featureMean}, {@code prototype}; else {@code weights}, {@code bias}
 * @param row the neuron, for weights, or the prototype; else 0
 * @param offset place of the first number in that row
 * @param values the numbers
 */
record WeightChunk(int layer, String part, int row, long offset, double[] values) {
  /** Numbers in a chunk at most. */
  static final int LARGEST = 1 << 16;
}
