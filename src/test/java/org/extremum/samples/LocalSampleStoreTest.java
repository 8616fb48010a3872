package org.extremum.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.extremum.spark.TestBlocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSampleStoreTest {
  /** What was merged with what, as a word: the shape of the tree. */
  private static final class Shape implements Accumulator<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
      return "shape";
    }

    @Override
    public Running<String> begin() {
      StringBuilder seen = new StringBuilder();
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          seen.append(SampleBlock.partitionOf(block.position(0)));
        }

        @Override
        public String finish() {
          return seen.toString();
        }
      };
    }

    @Override
    public String merge(String left, String right) {
      return "(" + left + "+" + right + ")";
    }
  }

  private static List<List<SampleBlock>> oneBlockEach(int partitions) {
    return IntStream.range(0, partitions)
        .mapToObj(
            p ->
                List.of(
                    SampleBlock.dense(
                        1,
                        new double[] {p},
                        new int[] {0},
                        new double[] {1},
                        new long[] {SampleBlock.position(p, 0)})))
        .toList();
  }

  /** Level by level from left to right, as OrderedMerge says, written down plainly. */
  private static String tree(int partitions) {
    List<String> level =
        new ArrayList<>(IntStream.range(0, partitions).mapToObj(p -> "" + p).toList());
    while (level.size() > 1) {
      List<String> next = new ArrayList<>();
      for (int from = 0; from < level.size(); from += OrderedMerge.FAN_IN) {
        List<String> group =
            level.subList(from, Math.min(level.size(), from + OrderedMerge.FAN_IN));
        next.add(group.stream().reduce((l, r) -> "(" + l + "+" + r + ")").orElseThrow());
      }
      level = next;
    }
    return level.get(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 16, 63, 64, 65, 100, 513})
  void theTreeIsThatOfTheReductionWhateverTheThreads(int partitions) {
    for (int threads : new int[] {1, 3, 1000}) {
      LocalSampleStore store = new LocalSampleStore(1, oneBlockEach(partitions), threads);
      assertThat(store.aggregate(new Shape())).isEqualTo(tree(partitions));
    }
  }

  @Test
  void failuresInThreadsAreThrownAsTheyWere() {
    for (int threads : new int[] {1, 4}) {
      SampleStore store =
          new LocalSampleStore(TestBlocks.FEATURES, TestBlocks.partitions(9), threads)
              .view(
                  TestBlocks.FEATURES,
                  block -> {
                    throw new ArithmeticException("on purpose");
                  });
      assertThatThrownBy(() -> store.aggregate(new Shape()))
          .isExactlyInstanceOf(ArithmeticException.class)
          .hasMessage("on purpose");
    }
  }

  @Test
  void anInterruptEndsThePassAndStaysVisible() {
    for (int threads : new int[] {1, 4}) {
      LocalSampleStore store =
          new LocalSampleStore(TestBlocks.FEATURES, TestBlocks.partitions(9), threads);
      Thread.currentThread().interrupt();
      try {
        assertThatThrownBy(() -> store.aggregate(new Shape()))
            .isInstanceOf(CancellationException.class);
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
    }
  }
}
