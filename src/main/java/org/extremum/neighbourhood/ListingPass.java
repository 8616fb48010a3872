package org.extremum.neighbourhood;

import java.util.Arrays;
import org.extremum.samples.Accumulator;
import org.extremum.samples.OrderedMerge;
import org.extremum.samples.SampleBlock;

/**
 * Every sample is central. One pass, no arithmetic on the surfaces; 8 bytes for each different
 * sample travel. How many of each essence differ is known afterwards by {@link
 * CentralSamples#count(int)}.
 *
 * @param counts samples of each essence that are expected at most, for planning
 */
public record ListingPass(long[] counts) implements Accumulator<CentralSamples> {
  /**
   * @throws IllegalArgumentException when the list may take more than {@link
   *     OrderedMerge#TILE_BYTES}: 33 million samples
   */
  public ListingPass {
    long samples = Arrays.stream(counts).sum();
    if (8 * samples > OrderedMerge.TILE_BYTES) {
      throw new IllegalArgumentException(
          "central samples: expected at most "
              + OrderedMerge.TILE_BYTES / 8
              + " where all are central, got "
              + samples
              + "; choose some by clustering");
    }
  }

  @Override
  public String name() {
    return "all samples central";
  }

  @Override
  public long wireBytes() {
    return 8 * Arrays.stream(counts).sum();
  }

  @Override
  public Running<CentralSamples> begin() {
    return new Running<>() {
      private final long[][] hashes = new long[counts.length][16];
      private final int[] sizes = new int[counts.length];

      @Override
      public void add(SampleBlock block) {
        for (int i = 0; i < block.size(); i++) {
          int v = Centres.checkedEssence(block.essence(i), counts.length);
          if (sizes[v] == hashes[v].length) {
            hashes[v] = Arrays.copyOf(hashes[v], 2 * sizes[v]);
          }
          hashes[v][sizes[v]++] = block.hash(i);
        }
      }

      @Override
      public CentralSamples finish() {
        long[][] lists = new long[counts.length][];
        for (int v = 0; v < lists.length; v++) {
          lists[v] = Arrays.stream(hashes[v], 0, sizes[v]).sorted().distinct().toArray();
        }
        return new CentralSamples(lists);
      }
    };
  }

  @Override
  public CentralSamples merge(CentralSamples left, CentralSamples right) {
    return left.plus(right);
  }
}
