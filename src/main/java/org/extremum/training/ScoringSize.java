package org.extremum.training;

/**
 * How large the passes are that score candidates.
 *
 * @param candidates all of them
 * @param parts that are tested, each by output layers of its own
 * @param essences V
 * @param width of the last hidden layer
 * @param samples that may be scored
 */
record ScoringSize(int candidates, int parts, int essences, int width, long samples) {
  /** Raw outputs of all candidates together that are brought to the driver: 32 MB. */
  private static final long MOST_OUTPUTS = 1 << 22;

  /** Output layers of candidates in one pass; where there are more, they take several. */
  private static final long STACK_BYTES = 64L << 20;

  /** Growing arrays: one is full while its successor, up to twice as long, takes it in. */
  private static final long GROWTH = 3;

  /** Share of the samples that is scored, 1 or more for all. */
  double share() {
    return (double) MOST_OUTPUTS / outputs() / Math.max(1, samples);
  }

  /** Raw outputs of a sample, of all candidates. */
  private long outputs() {
    return (long) candidates * essences;
  }

  /** Samples that are scored, about. */
  long rows() {
    return Math.min(samples, MOST_OUTPUTS / outputs());
  }

  /** Candidates in one pass. */
  int atOnce() {
    return (int) Math.max(1, Math.min(candidates, STACK_BYTES / layerBytes()));
  }

  /** Output layers of one candidate. */
  private long layerBytes() {
    return 8L * parts * essences * (width + 1L);
  }

  /**
   * Bytes of a task that scores, beside the hidden layers' own: the output layers as they arrive
   * and as matrices, what they make of a block, and the outputs that are kept.
   *
   * @param block samples in it
   */
  long taskBytes(int block) {
    long layers = atOnce() * layerBytes();
    long ofBlock = 8L * block * atOnce() * essences;
    return 2 * layers + 2 * ofBlock + GROWTH * keptBytes();
  }

  /**
   * Bytes of the driver: every output layer, those of a pass put together and sent, the outputs.
   */
  long driverBytes() {
    return candidates * layerBytes() + 2 * atOnce() * layerBytes() + GROWTH * keptBytes();
  }

  /** Losses of every candidate on every sample, which are kept while others are tried. */
  long lossBytes() {
    return 8L * candidates * rows();
  }

  private long keptBytes() {
    return 8L * outputs() * rows();
  }
}
