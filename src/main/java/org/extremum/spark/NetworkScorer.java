package org.extremum.spark;

import java.io.Serializable;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.extremum.linalg.BlasThreads;
import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.SampleBlock;

/**
 * Scores with one network in many threads: each call borrows a scorer, whose native copies of the
 * weights thus serve call after call. There are never more of them than calls at a time; their
 * memory goes with this object.
 */
final class NetworkScorer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Network network;
  private transient Queue<Scorer> idle;

  NetworkScorer(Network network) {
    this.network = network;
  }

  Network network() {
    return network;
  }

  /**
   * z of all samples of a block, one surface after the other: V × size, column-major.
   *
   * @param block unstandardised
   */
  double[] raw(SampleBlock block) {
    Scorer scorer = idle().poll();
    if (scorer == null) {
      scorer = new Scorer(network);
    }
    boolean done = false;
    BlasThreads.taskStarted();
    try {
      double[] raw = scorer.score(block.standardised(network.standardiser())).toArray();
      done = true;
      return raw;
    } finally {
      BlasThreads.taskEnded();
      if (done) {
        idle().add(scorer);
      } else {
        scorer.close();
      }
    }
  }

  private synchronized Queue<Scorer> idle() {
    if (idle == null) {
      idle = new ConcurrentLinkedQueue<>();
    }
    return idle;
  }
}
