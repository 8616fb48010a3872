package org.extremum.neighbourhood;

import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * One step of Lloyd's algorithm for all essences: every sample goes to its centre, and sums over
 * the clusters come back. 2·k_v·m FLOPs for each sample; 8·k·(m+3) bytes travel.
 */
record LloydPass(Centres centres) implements Accumulator<ClusterSums> {
  @Override
  public String name() {
    return "clustering";
  }

  @Override
  public long wireBytes() {
    return 8L * centres.size() * (centres.features() + 3);
  }

  @Override
  public long runningBytes() {
    return wireBytes() + NearestCentre.bytes(centres);
  }

  @Override
  public Running<ClusterSums> begin() {
    ClusterSums sums = new ClusterSums(centres);
    NearestCentre nearest = new NearestCentre(centres);
    return new Running<>() {
      @Override
      public void add(SampleBlock block) {
        nearest.search(
            block,
            essence -> true,
            (i, match) -> {
              if (match.centre() >= 0) {
                sums.add(match.centre(), block.weight(i), match.squaredDistance(), match.surface());
              }
            });
      }

      @Override
      public ClusterSums finish() {
        return sums;
      }

      @Override
      public void close() {
        nearest.close();
      }
    };
  }

  @Override
  public ClusterSums merge(ClusterSums left, ClusterSums right) {
    return left.add(right);
  }
}
