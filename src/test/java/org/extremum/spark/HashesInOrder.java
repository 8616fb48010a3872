package org.extremum.spark;

import java.util.ArrayList;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/** Concatenates row hashes: not commutative, so a wrong order of merging cannot hide. */
final class HashesInOrder implements Accumulator<ArrayList<Long>> {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "row hashes";
  }

  @Override
  public Running<ArrayList<Long>> begin() {
    return new Running<>() {
      private final ArrayList<Long> hashes = new ArrayList<>();

      @Override
      public void add(SampleBlock block) {
        for (int i = 0; i < block.size(); i++) {
          hashes.add(block.hash(i));
        }
      }

      @Override
      public ArrayList<Long> finish() {
        return hashes;
      }
    };
  }

  @Override
  public ArrayList<Long> merge(ArrayList<Long> left, ArrayList<Long> right) {
    left.addAll(right);
    left.trimToSize();
    return left;
  }
}
