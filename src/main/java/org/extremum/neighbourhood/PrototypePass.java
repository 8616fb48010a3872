package org.extremum.neighbourhood;

import java.util.stream.IntStream;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * Gathers the surfaces of central samples, equal ones once, in ascending order of their hashes. No
 * arithmetic; k surfaces travel from each partition at most.
 */
record PrototypePass(CentralSamples samples, int features) implements Accumulator<Shortlist> {
  /** Of a row beside its surface: rank, hash and what serialisation adds. */
  private static final int ROW_BYTES = 64;

  @Override
  public String name() {
    return "prototypes";
  }

  @Override
  public long wireBytes() {
    return samples.count() * (8L * features + ROW_BYTES);
  }

  @Override
  public Running<Shortlist> begin() {
    int[] quotas = IntStream.range(0, samples.essences()).map(samples::count).toArray();
    Shortlist rows = new Shortlist(quotas);
    return new Running<>() {
      @Override
      public void add(SampleBlock block) {
        for (int i = 0; i < block.size(); i++) {
          if (samples.contains(block.essence(i), block.hash(i))) {
            rows.offer(block.essence(i), 0, block.hash(i), block.surface(i));
          }
        }
      }

      @Override
      public Shortlist finish() {
        return rows;
      }
    };
  }

  @Override
  public Shortlist merge(Shortlist left, Shortlist right) {
    return left.add(right);
  }
}
