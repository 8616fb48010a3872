package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.extremum.samples.Accumulator;
import org.extremum.samples.OrderedMerge;
import org.extremum.samples.SampleBlock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of {@link Accumulator}, for every one of {@link AccumulatorCases}. */
class AccumulatorContractTest {
  private static final int[] PARTITIONS = {1, 2, 7, 64};
  private static final Map<Integer, SparkSampleStore> BY_TREE = new HashMap<>();
  private static final Map<Integer, SparkSampleStore> BY_DRIVER = new HashMap<>();
  private static final Map<Integer, SparkSampleStore> IN_PROCESS = new HashMap<>();

  static List<AccumulatorCase<?>> cases() {
    return AccumulatorCases.all();
  }

  @AfterAll
  static void close() {
    BY_TREE.values().forEach(SparkSampleStore::close);
    BY_DRIVER.values().forEach(SparkSampleStore::close);
    IN_PROCESS.values().forEach(SparkSampleStore::close);
  }

  @ParameterizedTest
  @MethodSource("cases")
  <P extends Serializable> void distributedEqualsLocalToTheLastByte(AccumulatorCase<P> tested) {
    for (int partitions : PARTITIONS) {
      byte[] local = bytes(TestBlocks.local(partitions).aggregate(tested.accumulator()));
      SparkSampleStore tree = BY_TREE.computeIfAbsent(partitions, TestBlocks::byTree);
      SparkSampleStore driver = BY_DRIVER.computeIfAbsent(partitions, TestBlocks::byDriver);
      assertThat(bytes(driver.aggregate(tested.accumulator())))
          .as("%d partitions, merged on the driver", partitions)
          .isEqualTo(local);
      assertThat(bytes(tree.aggregate(tested.accumulator())))
          .as("%d partitions, merged by executors", partitions)
          .isEqualTo(local);
      SparkSampleStore own = IN_PROCESS.computeIfAbsent(partitions, TestBlocks::inProcess);
      assertThat(bytes(own.aggregate(tested.accumulator())))
          .as("%d partitions, handed over in this JVM", partitions)
          .isEqualTo(local);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  <P extends Serializable> void theEmptyResultChangesNothing(AccumulatorCase<P> tested) {
    Accumulator<P> accumulator = tested.accumulator();
    P whole = over(accumulator, TestBlocks.partitions(1));
    byte[] before = bytes(whole);
    assertThat(bytes(accumulator.merge(copy(whole), over(accumulator, List.of()))))
        .isEqualTo(before);
    assertThat(bytes(accumulator.merge(over(accumulator, List.of()), copy(whole))))
        .isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("cases")
  <P extends Serializable> void splitsAgreeUpToRounding(AccumulatorCase<P> tested) {
    P one = TestBlocks.local(1).aggregate(tested.accumulator());
    for (int partitions : PARTITIONS) {
      tested
          .assertClose()
          .accept(TestBlocks.local(partitions).aggregate(tested.accumulator()), one);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  <P extends Serializable> void mergingIsAssociativeUpToRounding(AccumulatorCase<P> tested) {
    Accumulator<P> accumulator = tested.accumulator();
    List<List<SampleBlock>> parts = TestBlocks.partitions(3);
    P a = over(accumulator, parts.subList(0, 1));
    P b = over(accumulator, parts.subList(1, 2));
    P c = over(accumulator, parts.subList(2, 3));
    P left = accumulator.merge(accumulator.merge(copy(a), copy(b)), copy(c));
    P right = accumulator.merge(copy(a), accumulator.merge(copy(b), copy(c)));
    tested.assertClose().accept(left, right);
  }

  @ParameterizedTest
  @MethodSource("cases")
  <P extends Serializable> void tilesMergeAsTheWhole(AccumulatorCase<P> tested) {
    Accumulator<P> accumulator = tested.accumulator();
    List<List<SampleBlock>> parts = TestBlocks.partitions(2);
    P a = over(accumulator, parts.subList(0, 1));
    P b = over(accumulator, parts.subList(1, 2));
    assertThat(accumulator.split(copy(a))).hasSize(accumulator.tiles());
    assertThat(bytes(accumulator.join(new ArrayList<>(accumulator.split(copy(a))))))
        .isEqualTo(bytes(a));
    List<P> cutA = accumulator.split(copy(a));
    List<P> cutB = accumulator.split(copy(b));
    List<P> merged = new ArrayList<>();
    for (int t = 0; t < cutA.size(); t++) {
      merged.add(accumulator.merge(copy(cutA.get(t)), copy(cutB.get(t))));
    }
    assertThat(bytes(accumulator.join(merged))).isEqualTo(bytes(accumulator.merge(a, b)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  <P extends Serializable> void survivesTravel(AccumulatorCase<P> tested) {
    Accumulator<P> arrived = copy(tested.accumulator());
    assertThat(bytes(over(arrived, TestBlocks.partitions(2))))
        .isEqualTo(bytes(over(tested.accumulator(), TestBlocks.partitions(2))));
    assertThat(arrived.name()).isEqualTo(tested.accumulator().name()).isNotBlank();
  }

  /** As when Spark runs a copy of a slow task: both in one JVM, with one accumulator. */
  @ParameterizedTest
  @MethodSource("cases")
  <P extends Serializable> void copiesThatRunAtATimeDoNotDisturbEachOther(
      AccumulatorCase<P> tested) {
    Accumulator<P> accumulator = tested.accumulator();
    List<SampleBlock> blocks = TestBlocks.partitions(1).get(0);
    byte[] alone = bytes(over(accumulator, List.of(blocks)));
    try (Accumulator.Running<P> one = accumulator.begin();
        Accumulator.Running<P> two = accumulator.begin()) {
      one.add(blocks.get(0));
      blocks.forEach(two::add);
      P first = two.finish();
      blocks.subList(1, blocks.size()).forEach(one::add);
      assertThat(bytes(first)).isEqualTo(alone);
      assertThat(bytes(one.finish())).isEqualTo(alone);
      assertThat(bytes(first)).as("a result that is finished stays as it is").isEqualTo(alone);
    }
  }

  /** Not by much too small, else large results would be collected where they must not be. */
  @ParameterizedTest
  @MethodSource("cases")
  <P extends Serializable> void wireBytesAreAboutRight(AccumulatorCase<P> tested) {
    assumeThat(tested.accumulator().getClass().getEnclosingClass())
        .as("wrappers made for these cases claim nothing")
        .isNotEqualTo(NetworkCases.class);
    int small = 128 << 10; // below it, it does not matter
    assertThat((long) bytes(TestBlocks.local(2).aggregate(tested.accumulator())).length)
        .isPositive()
        .isLessThan(2 * tested.accumulator().wireBytes() + small);
  }

  /** The result of one running sum over all the blocks. */
  private static <P extends Serializable> P over(
      Accumulator<P> accumulator, List<List<SampleBlock>> parts) {
    try (Accumulator.Running<P> running = accumulator.begin()) {
      parts.forEach(part -> part.forEach(running::add));
      return OrderedMerge.all(accumulator, List.of(running.finish()));
    }
  }

  private static <T extends Serializable> T copy(T value) {
    return Parcel.of(value).open();
  }

  static byte[] bytes(Serializable value) {
    return Parcel.of(value).bytes();
  }
}
