package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.extremum.samples.Accumulator;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SparkSampleStoreTest {
  private static final String DESCRIPTION = "spark.job.description";

  @AfterEach
  void nothingIsLeftCached() {
    assertThat(TestSpark.context().getPersistentRDDs()).isEmpty();
  }

  @Test
  void delaysFailuresAndOrderOfCompletionDoNotShow() {
    byte[] local = AccumulatorContractTest.bytes(sums(TestBlocks.local(20)));
    byte[] hashes =
        AccumulatorContractTest.bytes(TestBlocks.local(20).aggregate(new HashesInOrder()));
    try (SparkSampleStore tree = TestBlocks.byTree(20);
        SparkSampleStore driver = TestBlocks.byDriver(20);
        SparkSampleStore own = TestBlocks.inProcess(20)) {
      for (long seed = 1; seed <= 2; seed++) {
        for (SparkSampleStore store : List.of(tree, driver, own)) {
          assertThat(AccumulatorContractTest.bytes(store.aggregate(faultySums(seed))))
              .isEqualTo(local);
          assertThat(
                  AccumulatorContractTest.bytes(
                      store.aggregate(new Faulty<>(new HashesInOrder(), seed))))
              .isEqualTo(hashes);
        }
      }
    }
  }

  private static Accumulator<double[]> faultySums(long seed) {
    return new Faulty<>(new TiledSum(50, 3), seed);
  }

  private static double[] sums(SampleStore store) {
    return store.aggregate(new TiledSum(50, 3));
  }

  /** 8 partial results of 16 MB; the limit for what a job may bring to the driver is 64 MB. */
  @Test
  void largeResultsPassWhereCollectingThemWouldNot() {
    TiledSum large = new TiledSum(2 << 20, 3);
    try (SparkSampleStore direct = TestBlocks.byDriver(8)) {
      assertThat(catchThrowable(() -> direct.aggregate(large)))
          .isInstanceOf(SparkException.class)
          .hasMessageContaining("maxResultSize");
    }
    try (SparkSampleStore store = new SparkSampleStore(TestBlocks.rdd(8), TestBlocks.FEATURES)) {
      int before = TiledSum.BEGUN.get();
      double[] sums = store.aggregate(large);
      assertThat(TiledSum.BEGUN.get() - before).as("samples are passed over once").isEqualTo(8);
      assertThat(sums).isEqualTo(TestBlocks.local(8).aggregate(large));
    }
  }

  @Test
  void viewsTransformInEveryPassAndShareTheBlocks() {
    SampleStore.BlockTransformation heavy = block -> block.select(i -> block.weight(i) > 0.6);
    SampleStore.BlockTransformation ones =
        block -> {
          double[] weights = new double[block.size()];
          Arrays.fill(weights, 1);
          return block.withWeights(weights).select(i -> i % 2 == 0);
        };
    LocalSampleStore local = TestBlocks.local(5);
    try (SparkSampleStore store = new SparkSampleStore(TestBlocks.rdd(5), TestBlocks.FEATURES)) {
      SampleStore view = store.view(TestBlocks.FEATURES, heavy);
      SampleStore viewOfView = view.view(TestBlocks.FEATURES, ones);
      assertThat(view.partitions()).isEqualTo(5);
      assertThat(sums(view)).isEqualTo(sums(local.view(TestBlocks.FEATURES, heavy)));
      assertThat(viewOfView.aggregate(new WeightedSum()))
          .isEqualTo(
              local
                  .view(TestBlocks.FEATURES, heavy)
                  .view(TestBlocks.FEATURES, ones)
                  .aggregate(new WeightedSum()));
      assertThat(TestSpark.context().getPersistentRDDs()).hasSize(1);
    }
  }

  @Test
  void closingEndsTheViewsAndMayBeRepeated() {
    SparkSampleStore store = new SparkSampleStore(TestBlocks.rdd(2), TestBlocks.FEATURES);
    SampleStore view = store.view(TestBlocks.FEATURES, block -> block);
    store.close();
    store.close();
    assertThatThrownBy(() -> sums(view)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPersistedRddStaysWithItsOwner() {
    JavaRDD<SampleBlock> blocks = TestBlocks.rdd(2).cache();
    new SparkSampleStore(blocks, TestBlocks.FEATURES).close();
    assertThat(TestSpark.context().getPersistentRDDs()).hasSize(1);
    blocks.unpersist();
  }

  @Test
  void noPartitionsGiveTheEmptyResult() {
    try (SparkSampleStore store =
        new SparkSampleStore(TestSpark.context().emptyRDD(), TestBlocks.FEATURES)) {
      assertThat(store.partitions()).isZero();
      assertThat(sums(store)).containsOnly(0).hasSize(50);
      assertThat(store.summary()).isEqualTo(new StoreSummary(0, -1, 0, 0, ""));
    }
  }

  @Test
  void summarySaysWhatIsThere() {
    try (SparkSampleStore store = new SparkSampleStore(TestBlocks.rdd(7), TestBlocks.FEATURES)) {
      assertThat(store.summary().samples()).isEqualTo(TestBlocks.SAMPLES);
      assertThat(store.summary().largestEssence()).isEqualTo(TestBlocks.ESSENCES - 1);
    }
  }

  @Test
  void jobsAreDescribedAndWhatTheUserSetIsPutBack() {
    JavaSparkContext context = TestSpark.context();
    context.setJobGroup("mine", "my own words");
    try (SparkSampleStore store = new SparkSampleStore(TestBlocks.rdd(2), TestBlocks.FEATURES)) {
      SampleStore.BlockTransformation looking =
          block -> {
            TaskContext task = TaskContext.get();
            assertThat(task.getLocalProperty(DESCRIPTION)).isEqualTo("extremum: weighted sum");
            assertThat(task.getLocalProperty("spark.jobGroup.id")).isEqualTo("mine");
            return block;
          };
      store.view(TestBlocks.FEATURES, looking).aggregate(new WeightedSum());
      assertThat(context.getLocalProperty(DESCRIPTION)).isEqualTo("my own words");
      assertThat(context.getJobTags()).isEmpty();
    } finally {
      context.clearJobGroup();
    }
    assertThat(context.getLocalProperty(DESCRIPTION)).isNull();
  }

  @Test
  void exceptionsOfOursArriveAsThrown() {
    try (SparkSampleStore store = new SparkSampleStore(TestBlocks.rdd(2), TestBlocks.FEATURES)) {
      SampleStore ours =
          store.view(
              TestBlocks.FEATURES,
              block -> {
                throw new InputChangedException(41);
              });
      SampleStore others =
          store.view(
              TestBlocks.FEATURES,
              block -> {
                throw new ArithmeticException("not ours");
              });
      assertThatThrownBy(() -> sums(ours))
          .isInstanceOfSatisfying(
              InputChangedException.class, e -> assertThat(e.partition()).isEqualTo(41));
      Throwable failure = catchThrowable(() -> sums(others));
      assertThat(failure).isInstanceOf(SparkException.class);
      assertThat(TaskFailures.find(failure, ArithmeticException.class)).isPresent();
      assertThat(TaskFailures.find(failure, InputChangedException.class)).isEmpty();
    }
  }

  private static JavaRDD<SampleBlock> changingAfterTheFirstReading() {
    return TestBlocks.rdd(3)
        .map(
            block ->
                TaskContext.get().getLocalProperty(DESCRIPTION).endsWith("reading samples")
                    ? block
                    : block.select(i -> i > 0));
  }

  @Test
  void inputThatReadsDifferentlyIsNoticed() {
    JavaRDD<SampleBlock> changing = changingAfterTheFirstReading();
    try (SparkSampleStore store = new SparkSampleStore(changing, TestBlocks.FEATURES)) {
      store.read();
      assertThat(sums(store)).isEqualTo(sums(TestBlocks.local(3)));
      changing.unpersist(true); // as if the executors that held them were lost
      assertThatThrownBy(() -> sums(store)).isInstanceOf(InputChangedException.class);
    }
  }

  @Test
  void fewSamplesComeToTheDriverWithTheSameBits() {
    byte[] expected = AccumulatorContractTest.bytes(sums(TestBlocks.local(20)));
    SampleStore near;
    try (SparkSampleStore store = new SparkSampleStore(TestBlocks.rdd(20), TestBlocks.FEATURES)) {
      long bytes = store.summary().bytes();
      assertThat(store.near(0)).isSameAs(store);
      assertThat(store.near(bytes - 1)).isSameAs(store);
      near = store.near(bytes);
      assertThat(near).isInstanceOf(LocalSampleStore.class);
      assertThat(near.partitions()).isEqualTo(20);
    }
    assertThat(AccumulatorContractTest.bytes(sums(near)))
        .as("it outlives the store")
        .isEqualTo(expected);
  }

  @Test
  void inputThatReadsDifferentlyIsNoticedOnItsWayToTheDriver() {
    JavaRDD<SampleBlock> changing = changingAfterTheFirstReading();
    try (SparkSampleStore store = new SparkSampleStore(changing, TestBlocks.FEATURES)) {
      store.read();
      changing.unpersist(true);
      assertThatThrownBy(() -> store.near(Long.MAX_VALUE))
          .isInstanceOf(InputChangedException.class);
    }
  }

  private static final CountDownLatch RUNNING = new CountDownLatch(1);
  private static final CountDownLatch KILLED = new CountDownLatch(1);

  @Test
  @Timeout(60)
  void anInterruptCancelsTheJob() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    List<Boolean> flag = new ArrayList<>();
    try (SparkSampleStore store = new SparkSampleStore(TestBlocks.rdd(2), TestBlocks.FEATURES)) {
      SampleStore endless =
          store.view(
              TestBlocks.FEATURES,
              block -> {
                RUNNING.countDown();
                while (!TaskContext.get().isInterrupted()) {
                  Thread.onSpinWait();
                }
                KILLED.countDown();
                return block;
              });
      Thread caller =
          new Thread(
              () -> {
                thrown.set(catchThrowable(() -> sums(endless)));
                flag.add(Thread.currentThread().isInterrupted());
              });
      caller.start();
      RUNNING.await();
      caller.interrupt();
      caller.join();
      assertThat(KILLED.await(30, TimeUnit.SECONDS)).as("tasks were told to stop").isTrue();
    }
    assertThat(thrown.get()).isInstanceOf(CancellationException.class);
    assertThat(flag).containsExactly(true);
  }
}
