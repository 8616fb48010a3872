package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.extremum.samples.BlockComputation;
import org.extremum.samples.JoinedSampleStore;
import org.extremum.samples.KeptSampleStore;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link SampleStore#kept} promises, of every store. */
class KeptSampleStoreTest {
  private static final SampleStore.BlockTransformation HEAVY =
      block -> block.select(i -> block.weight(i) > 0.6);

  @AfterEach
  void nothingIsLeft() {
    assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
    assertThat(Shipped.staying()).isZero();
  }

  /** What is kept, and closes it. */
  private interface Use {
    void of(SampleStore store);
  }

  /** A kind of store over seven partitions. */
  private record Kind(String name, java.util.function.Consumer<Use> lend) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Kind> kinds() {
    List<List<SampleBlock>> seven = TestBlocks.partitions(7);
    return List.of(
        new Kind("local", use -> use.of(TestBlocks.local(7))),
        new Kind("in threads", use -> use.of(new LocalSampleStore(TestBlocks.FEATURES, seven, 3))),
        new Kind("all cores", use -> use.of(TestBlocks.local(7).onAllCores())),
        new Kind("Spark", use -> lend(new SparkSampleStore(TestBlocks.rdd(7), 6), use)),
        new Kind("Spark, by the tree", use -> lend(TestBlocks.byTree(7), use)),
        new Kind(
            "joined",
            use -> lend(TestBlocks.inProcess(7), s -> use.of(new JoinedSampleStore(List.of(s))))));
  }

  private static void lend(SparkSampleStore store, Use use) {
    try (store) {
      store.read();
      use.of(store);
    }
  }

  private static byte[] sums(SampleStore store) {
    return AccumulatorContractTest.bytes(store.aggregate(new TiledSum(50, 3)));
  }

  /** Computed anew in every pass. */
  private static SampleStore anew(SampleStore store) {
    BlockComputation doubling = new Doubling();
    return store.view(
        doubling.features(),
        block -> {
          try (BlockComputation.Running running = doubling.begin()) {
            return running.apply(block);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void blocksAreComputedOnceAndPassesGiveTheSameBits(Kind kind) {
    byte[] expected = sums(anew(TestBlocks.local(7)));
    byte[] heavy = sums(anew(TestBlocks.local(7).view(6, HEAVY)));
    kind.lend()
        .accept(
            store -> {
              int before = Doubling.BLOCKS.get();
              try (KeptSampleStore kept = store.kept(new Doubling())) {
                assertThat(kept.features()).isEqualTo(12);
                assertThat(kept.partitions()).isEqualTo(7);
                assertThat(kept.tasksAtOnce()).isEqualTo(store.tasksAtOnce());
                assertThat(kept.sendsResults()).isEqualTo(store.sendsResults());
                for (int pass = 0; pass < 3; pass++) {
                  assertThat(sums(kept)).isEqualTo(expected);
                }
                assertThat(sums(kept.view(12, HEAVY))).as("a view of it").isEqualTo(heavy);
                assertThat(Doubling.BLOCKS.get() - before).isEqualTo(all());
              }
              try (KeptSampleStore kept = store.view(6, HEAVY).kept(new Doubling())) {
                assertThat(sums(kept)).as("what a view shows").isEqualTo(heavy);
              }
            });
  }

  private static int all() {
    return TestBlocks.partitions(7).stream().mapToInt(List::size).sum();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void closingEndsItAndMayBeRepeated(Kind kind) {
    kind.lend()
        .accept(
            store -> {
              KeptSampleStore kept = store.kept(new Doubling());
              sums(kept);
              kept.close();
              kept.close();
              assertThatThrownBy(() -> sums(kept)).isInstanceOf(IllegalStateException.class);
              assertThat(sums(store)).as("the other one stays").isNotEmpty();
            });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aFailureLeavesNothingBehind(Kind kind) {
    kind.lend()
        .accept(
            store ->
                assertThatThrownBy(() -> computed(store, new Doubling(true)))
                    .satisfies(
                        e ->
                            assertThat(TaskFailures.find(e, ArithmeticException.class))
                                .isPresent()));
  }

  /** In one task, so that none goes on beside it. */
  @Test
  void aComputationThatFailsIsClosed() {
    try (SparkSampleStore store = TestBlocks.inProcess(1)) {
      for (SampleStore each : List.of(TestBlocks.local(1), store)) {
        int open = Doubling.BEGUN.get() - Doubling.CLOSED.get();
        assertThatThrownBy(() -> computed(each, new Doubling(true))).isNotNull();
        assertThat(Doubling.BEGUN.get() - Doubling.CLOSED.get()).isEqualTo(open);
      }
    }
  }

  private static byte[] computed(SampleStore store, Doubling doubling) {
    try (KeptSampleStore kept = store.kept(doubling)) {
      return sums(kept);
    }
  }

  /** As when the executor that had it was lost. */
  @Test
  void whatIsLostIsComputedAgain() {
    byte[] expected = sums(anew(TestBlocks.local(7)));
    try (SparkSampleStore store = new SparkSampleStore(TestBlocks.rdd(7), TestBlocks.FEATURES)) {
      store.read();
      try (KeptSampleStore kept = store.kept(new Doubling())) {
        assertThat(sums(kept)).isEqualTo(expected);
        int before = Doubling.BLOCKS.get();
        forgetLast();
        assertThat(sums(kept)).isEqualTo(expected);
        assertThat(Doubling.BLOCKS.get() - before).isEqualTo(all());
      }
    }
  }

  /** Forgets the blocks of the store that was made last. */
  private static void forgetLast() {
    Map<Integer, JavaRDD<?>> persistent = TestSpark.context().getPersistentRDDs();
    int last = persistent.keySet().stream().mapToInt(id -> id).max().orElseThrow();
    persistent.get(last).unpersist(true);
  }

  @Test
  void inputThatReadsDifferentlyIsNoticed() {
    JavaRDD<SampleBlock> changing =
        TestBlocks.rdd(3)
            .map(
                block ->
                    Stream.of("reading samples", "tiled sum")
                            .anyMatch(
                                TaskContext.get().getLocalProperty("spark.job.description")
                                    ::endsWith)
                        ? block
                        : block.select(i -> i > 0));
    try (SparkSampleStore store = new SparkSampleStore(changing, TestBlocks.FEATURES)) {
      store.read();
      try (KeptSampleStore kept = store.kept(new Doubling())) {
        sums(kept);
        changing.unpersist(true);
        forgetLast();
        assertThatThrownBy(() -> kept.aggregate(new HashesInOrder()))
            .isInstanceOf(InputChangedException.class);
      }
    }
  }

  @Test
  void joinedStoresAreKeptAllOrNone() {
    SparkSampleStore second = TestBlocks.inProcess(2);
    second.close();
    try (SparkSampleStore first = TestBlocks.inProcess(2)) {
      SampleStore joined = new JoinedSampleStore(List.of(first, second));
      assertThatThrownBy(() -> joined.kept(new Doubling()))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
