package org.extremum.samples;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Equal surfaces with different essences: no function has the right value at both, so exact
 * training is infeasible by definition (method.md 5). About 100 bytes for each different surface.
 */
public final class Conflicts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Pairs that are named. */
  private static final int NAMED = 10;

  /** The samples of one surface and essence: the first one's position, and how many there are. */
  private record Group(long position, int essence, long samples) implements Serializable {}

  /** Two samples of equal surface and different essence. */
  public record Pair(long first, int firstEssence, long second, int secondEssence)
      implements Serializable {}

  /**
   * By hash of the surface: its groups, in the order of their first samples. Sorted: same bytes.
   */
  private final TreeMap<Long, Group[]> seen = new TreeMap<>();

  /** Samples whose surface was there before with another essence. */
  public long count() {
    long count = 0;
    for (Group[] groups : seen.values()) {
      for (int g = 1; g < groups.length; g++) {
        count += groups[g].samples;
      }
    }
    return count;
  }

  /**
   * The first of them, at most one of each surface and essence, with the surface's first sample.
   */
  public List<Pair> pairs() {
    return seen.values().stream()
        .flatMap(groups -> Arrays.stream(groups).skip(1).map(other -> pair(groups[0], other)))
        .sorted(Comparator.comparingLong(Pair::second))
        .limit(NAMED)
        .toList();
  }

  private static Pair pair(Group first, Group other) {
    return new Pair(first.position, first.essence, other.position, other.essence);
  }

  private void add(long hash, Group later) {
    Group[] groups = seen.get(hash);
    if (groups == null) {
      seen.put(hash, new Group[] {later});
      return;
    }
    for (int g = 0; g < groups.length; g++) {
      if (groups[g].essence == later.essence) {
        groups[g] = new Group(groups[g].position, later.essence, groups[g].samples + later.samples);
        return;
      }
    }
    Group[] more = Arrays.copyOf(groups, groups.length + 1);
    more[groups.length] = later;
    seen.put(hash, more);
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
      return 100 * samples;
    }

    @Override
    public Running<Conflicts> begin() {
      Conflicts conflicts = new Conflicts();
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          for (int i = 0; i < block.size(); i++) {
            conflicts.add(block.hash(i), new Group(block.position(i), block.essence(i), 1));
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
      right.seen.forEach(
          (hash, groups) -> {
            for (Group group : groups) {
              left.add(hash, group);
            }
          });
      return left;
    }
  }
}
