package org.extremum.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Equal surfaces with different essences: no function has the right value at both, so exact
 * training is infeasible by definition (method.md 5). About 60 bytes for each different surface.
 */
public final class Conflicts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Pairs that are remembered. */
  private static final int NAMED = 10;

  /** Position and essence of the first sample with a surface. */
  private record First(long position, int essence) implements Serializable {}

  /** Two samples of equal surface and different essence. */
  public record Pair(long first, int firstEssence, long second, int secondEssence)
      implements Serializable {}

  private final Map<Long, First> seen = new HashMap<>();
  private final List<Pair> pairs = new ArrayList<>();
  private long count;

  /** Samples whose surface was there before with another essence. */
  public long count() {
    return count;
  }

  /** The first of them, each with the earlier sample. */
  public List<Pair> pairs() {
    return Collections.unmodifiableList(pairs);
  }

  private void add(long hash, First sample) {
    First first = seen.putIfAbsent(hash, sample);
    if (first != null && first.essence != sample.essence) {
      count++;
      if (pairs.size() < NAMED) {
        pairs.add(new Pair(first.position, first.essence, sample.position, sample.essence));
      }
    }
  }

  /**
   * Looks for conflicts in one pass.
   *
   * @param samples how many are expected, for planning
   */
  public record Finding(long samples) implements Accumulator<Conflicts> {
    @Override
    public String name() {
      return "duplicates";
    }

    @Override
    public long wireBytes() {
      return 60 * samples;
    }

    @Override
    public Running<Conflicts> begin() {
      Conflicts conflicts = new Conflicts();
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          for (int i = 0; i < block.size(); i++) {
            conflicts.add(block.hash(i), new First(block.position(i), block.essence(i)));
          }
        }

        @Override
        public Conflicts finish() {
          return conflicts;
        }
      };
    }

    @Override
    public Conflicts merge(Conflicts left, Conflicts right) {
      left.count += right.count;
      for (Pair pair : right.pairs) {
        if (left.pairs.size() < NAMED) {
          left.pairs.add(pair);
        }
      }
      right.seen.entrySet().stream()
          .sorted(Map.Entry.comparingByValue((a, b) -> Long.compare(a.position, b.position)))
          .forEach(entry -> left.add(entry.getKey(), entry.getValue()));
      return left;
    }
  }
}
