package org.extremum.neighbourhood;

import java.util.Arrays;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * Gathers the first samples of an order, given centres: what seeds a clustering, fills an empty
 * cluster, snaps a centre to a sample, is split or is not covered. 2·k_v·m FLOPs for each sample.
 *
 * @param centres what distances are measured to
 * @param order which samples come first
 * @param quotas length of each list: one for each essence, or for each centre, as the order says; a
 *     quota of zero spares the work
 */
record ShortlistPass(Centres centres, Order order, int[] quotas) implements Accumulator<Shortlist> {
  /** Of a row beside its surface: rank, hash and what serialisation adds. */
  private static final int ROW_BYTES = 64;

  ShortlistPass {
    int expected = order.byCluster() ? centres.size() : centres.essences();
    if (quotas.length != expected) {
      throw new IllegalArgumentException("quotas: expected " + expected + ", got " + quotas.length);
    }
  }

  @Override
  public String name() {
    return "central samples";
  }

  @Override
  public long wireBytes() {
    long rows = Arrays.stream(quotas).asLongStream().sum();
    return rows * (8L * centres.features() + ROW_BYTES) + ROW_BYTES * (long) quotas.length;
  }

  @Override
  public long runningBytes() {
    return wireBytes() + NearestCentre.bytes(centres);
  }

  private boolean[] wanted() {
    boolean[] wanted = new boolean[centres.essences()];
    for (int g = 0; g < quotas.length; g++) {
      wanted[order.byCluster() ? centres.essence(g) : g] |= quotas[g] > 0;
    }
    return wanted;
  }

  @Override
  public Running<Shortlist> begin() {
    Shortlist shortlist = new Shortlist(quotas);
    NearestCentre nearest = new NearestCentre(centres);
    boolean[] wanted = wanted();
    return new Running<>() {
      @Override
      public void add(SampleBlock block) {
        nearest.search(
            block,
            essence -> wanted[essence],
            (i, match) -> {
              int group = order.byCluster() ? match.centre() : block.essence(i);
              if (group >= 0 && quotas[group] > 0) {
                double rank = order.rank(match, block.hash(i));
                shortlist.offer(group, rank, block.hash(i), match.surface());
              }
            });
      }

      @Override
      public Shortlist finish() {
        return shortlist;
      }

      @Override
      public void close() {
        nearest.close();
      }
    };
  }

  @Override
  public Shortlist merge(Shortlist left, Shortlist right) {
    return left.add(right);
  }
}
