package org.extremum.samples;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.extremum.samples.SampleStore.BlockTransformation;

/**
 * Several accumulators in one pass: blocks are read, and tasks started, once. Each part's result
 * has the bits of a pass of its own.
 */
public final class JoinedAccumulator implements Accumulator<JoinedAccumulator.Results> {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final List<Part<?>> parts;

  /**
   * One of the accumulators.
   *
   * @param transformation what is done to a block on its way into it
   */
  public record Part<P extends Serializable>(
      Accumulator<P> accumulator, BlockTransformation transformation) implements Serializable {
    Running<P> begin() {
      return accumulator.begin();
    }

    @SuppressWarnings("unchecked")
    Serializable merge(Serializable left, Serializable right) {
      return left == null ? null : accumulator.merge((P) left, (P) right);
    }

    @SuppressWarnings("unchecked")
    List<? extends Serializable> split(Serializable whole) {
      return accumulator.split((P) whole);
    }

    @SuppressWarnings("unchecked")
    Serializable join(List<Serializable> tiles) {
      return accumulator.join((List<P>) tiles);
    }
  }

  /** Results of all parts; in a tile of a joined result only that of the part it belongs to. */
  public static final class Results implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Serializable[] parts; // null where the tile is another part's

    private Results(Serializable[] parts) {
      this.parts = parts;
    }

    /**
     * The result of a part.
     *
     * @param number of the part, from 0
     * @param type of the result
     */
    public <P> P of(int number, Class<P> type) {
      return type.cast(parts[number]);
    }
  }

  /**
   * @param name of the pass
   * @param parts at least one
   */
  public JoinedAccumulator(String name, List<Part<?>> parts) {
    this.name = name;
    this.parts = new ArrayList<>(parts);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long wireBytes() {
    return parts.stream().mapToLong(part -> part.accumulator().wireBytes()).sum();
  }

  @Override
  public long runningBytes() {
    return parts.stream().mapToLong(part -> part.accumulator().runningBytes()).sum();
  }

  /** One while no part is cut; else those of one part after those of the other. */
  @Override
  public int tiles() {
    int all = parts.stream().mapToInt(part -> part.accumulator().tiles()).sum();
    return all == parts.size() ? 1 : all;
  }

  @Override
  public Running<Results> begin() {
    List<Running<?>> running = new ArrayList<>();
    try {
      parts.forEach(part -> running.add(part.begin()));
    } catch (RuntimeException | Error e) {
      running.forEach(Running::close);
      throw e;
    }
    return new Running<>() {
      @Override
      public void add(SampleBlock block) {
        for (int p = 0; p < running.size(); p++) {
          running.get(p).add(parts.get(p).transformation().apply(block));
        }
      }

      @Override
      public Results finish() {
        return new Results(running.stream().map(Running::finish).toArray(Serializable[]::new));
      }

      @Override
      public void close() {
        running.forEach(Running::close);
      }
    };
  }

  @Override
  public Results merge(Results left, Results right) {
    Serializable[] merged = new Serializable[parts.size()];
    Arrays.setAll(merged, p -> parts.get(p).merge(left.parts[p], right.parts[p]));
    return new Results(merged);
  }

  @Override
  public List<Results> split(Results whole) {
    if (tiles() == 1) {
      return List.of(whole);
    }
    List<Results> tiles = new ArrayList<>();
    for (int p = 0; p < parts.size(); p++) {
      for (Serializable tile : parts.get(p).split(whole.parts[p])) {
        Serializable[] alone = new Serializable[parts.size()];
        alone[p] = tile;
        tiles.add(new Results(alone));
      }
    }
    return tiles;
  }

  @Override
  public Results join(List<Results> tiles) {
    if (tiles.size() == 1) {
      return tiles.get(0);
    }
    Serializable[] joined = new Serializable[parts.size()];
    int from = 0;
    for (int p = 0; p < joined.length; p++) {
      int to = from + parts.get(p).accumulator().tiles();
      List<Serializable> own = new ArrayList<>(to - from);
      for (int t = from; t < to; t++) { // a tile is let go once the part has it
        own.add(tiles.set(t, null).parts[p]);
      }
      joined[p] = parts.get(p).join(own);
      from = to;
    }
    return new Results(joined);
  }
}
