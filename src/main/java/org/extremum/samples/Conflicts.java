package org.extremum.samples;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Equal surfaces with different essences: no function has the right value at both, so exact
 * training is infeasible by definition (method.md 5).
 *
 * <p>In the making, every different surface is held: about 130 bytes of heap each, 32 on the wire.
 * {@link #in} therefore goes over many samples in several passes, a range of hashes in each, so
 * that no result is larger than that of {@link #SAMPLES_PER_PASS}.
 */
public final class Conflicts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Different surfaces held at a time: some 130 MB. */
  static final long SAMPLES_PER_PASS = 1 << 20;

  /** Bytes of a surface of one essence as it is written. */
  private static final long WIRE_BYTES = 3 * Long.BYTES + 2 * Integer.BYTES;

  /** Bytes of a surface of one essence in memory: entry, boxed hash, array and group. */
  private static final long HEAP_BYTES = 130;

  /** Pairs that are named. */
  private static final int NAMED = 10;

  /** The samples of one surface and essence: the first one's position, and how many there are. */
  private record Group(long position, int essence, long samples) {}

  /** Two samples of equal surface and different essence. */
  public record Pair(long first, int firstEssence, long second, int secondEssence)
      implements Serializable {}

  /**
   * By hash of the surface: its groups, in the order of their first samples. Sorted: same bytes.
   */
  private final transient TreeMap<Long, Group[]> seen = new TreeMap<>();

  /**
   * Looks through all samples of a store, in as many passes as memory asks for.
   *
   * @param samples how many there are
   */
  public static Conflicts in(SampleStore store, long samples) {
    return in(store, samples, SAMPLES_PER_PASS);
  }

  static Conflicts in(SampleStore store, long samples, long perPass) {
    int passes = Math.toIntExact(Math.max(1, (samples + perPass - 1) / perPass));
    Conflicts all = new Conflicts();
    for (int pass = 0; pass < passes; pass++) {
      store.aggregate(new Finding(samples, pass, passes)).seen.entrySet().stream()
          .filter(surface -> surface.getValue().length > 1)
          .forEach(surface -> all.seen.put(surface.getKey(), surface.getValue()));
    }
    return all;
  }

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

  private Object writeReplace() {
    return Packed.of(seen);
  }

  /**
   * How conflicts travel: plain arrays, a fifth of the bytes that a map of objects would take.
   *
   * @param hashes of the surfaces, ascending
   * @param groups of each surface, how many
   * @param positions of all groups, surface after surface
   * @param essences of all groups
   * @param samples of all groups
   */
  private record Packed(
      long[] hashes, int[] groups, long[] positions, int[] essences, long[] samples)
      implements Serializable {
    static Packed of(TreeMap<Long, Group[]> seen) {
      int count = seen.values().stream().mapToInt(groups -> groups.length).sum();
      Packed packed =
          new Packed(
              new long[seen.size()],
              new int[seen.size()],
              new long[count],
              new int[count],
              new long[count]);
      int surface = 0;
      int at = 0;
      for (var entry : seen.entrySet()) {
        packed.hashes[surface] = entry.getKey();
        packed.groups[surface++] = entry.getValue().length;
        for (Group group : entry.getValue()) {
          packed.positions[at] = group.position;
          packed.essences[at] = group.essence;
          packed.samples[at++] = group.samples;
        }
      }
      return packed;
    }

    private Object readResolve() {
      Conflicts conflicts = new Conflicts();
      int at = 0;
      for (int surface = 0; surface < hashes.length; surface++) {
        Group[] of = new Group[groups[surface]];
        for (int g = 0; g < of.length; g++, at++) {
          of[g] = new Group(positions[at], essences[at], samples[at]);
        }
        conflicts.seen.put(hashes[surface], of);
      }
      return conflicts;
    }
  }

  /**
   * Looks for conflicts in one pass, among the surfaces of one range of hashes.
   *
   * @param samples how many are expected in all, for planning
   * @param range which range, from 0
   * @param ranges into how many equal ranges the hashes are cut
   */
  public record Finding(long samples, int range, int ranges) implements Accumulator<Conflicts> {
    /** Among all surfaces. */
    public Finding(long samples) {
      this(samples, 0, 1);
    }

    @Override
    public String name() {
      return ranges == 1 ? "duplicates" : "duplicates " + (range + 1) + "/" + ranges;
    }

    @Override
    public long wireBytes() {
      return WIRE_BYTES * (samples / ranges + 1);
    }

    @Override
    public long runningBytes() {
      return HEAP_BYTES * (samples / ranges + 1);
    }

    private boolean covers(long hash) {
      return (hash >>> Integer.SIZE) * ranges >>> Integer.SIZE == range;
    }

    @Override
    public Running<Conflicts> begin() {
      Conflicts conflicts = new Conflicts();
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          for (int i = 0; i < block.size(); i++) {
            if (covers(block.hash(i))) {
              conflicts.add(block.hash(i), new Group(block.position(i), block.essence(i), 1));
            }
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
