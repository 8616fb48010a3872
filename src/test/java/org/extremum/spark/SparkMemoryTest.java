package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.extremum.training.JavaHeap;
import org.extremum.training.MemoryBudget;
import org.junit.jupiter.api.Test;

class SparkMemoryTest {
  private static final long GIB = 1L << 30;
  private static final long MIB = 1L << 20;

  @Test
  void localTasksShareTheMachine() {
    MemoryBudget budget = SparkMemory.local(10 * GIB, 4 * GIB, 4 * GIB, 4, 0.6);
    assertThat(budget.driver()).isEqualTo(9 * GIB);
    assertThat(budget.task()).isEqualTo(9 * GIB / 4);
    assertThat(budget.remedy()).contains("local[2]");
  }

  @Test
  void heapCountsWhereItIsLargerThanTheMachineSays() {
    assertThat(SparkMemory.local(GIB, 4 * GIB, 4 * GIB, 1, 0.6).driver()).isEqualTo(4 * GIB);
  }

  @Test
  void overheadIsATenthButAtLeast384Mebibytes() {
    SparkConf conf = new SparkConf(false);
    assertThat(SparkMemory.withOverhead(conf, "executor")).isEqualTo((1024 + 384) * MIB);
    conf.set("spark.executor.memory", "10g");
    assertThat(SparkMemory.withOverhead(conf, "executor")).isEqualTo((10240 + 1024) * MIB);
    conf.set("spark.executor.memoryOverheadFactor", "0.5");
    assertThat(SparkMemory.withOverhead(conf, "executor")).isEqualTo((10240 + 5120) * MIB);
    conf.set("spark.executor.memoryOverhead", "512");
    assertThat(SparkMemory.withOverhead(conf, "executor")).isEqualTo((10240 + 512) * MIB);
    conf.set("spark.executor.memoryOverhead", "2g");
    assertThat(SparkMemory.withOverhead(conf, "executor")).isEqualTo((10240 + 2048) * MIB);
  }

  @Test
  void executorsAreDividedByTheirTasksAndSettingsNamed() {
    JavaHeap heap = SparkMemory.heap(5 * GIB, 5 * GIB, 0.6, 4, "raise spark.executor.memory");
    MemoryBudget budget = SparkMemory.cluster(8 * GIB, 4, 3 * GIB, heap, heap);
    assertThat(budget.task()).isEqualTo(2 * GIB);
    assertThat(budget.driver()).isEqualTo(3 * GIB);
    assertThat(budget.remedy())
        .contains("spark.executor.memoryOverhead", "spark.executor.memory", "spark.driver.memory")
        .contains("spark.executor.cores");
  }

  @Test
  void aHeapIsSharedByTasksBesideWhatIsCached() {
    JavaHeap heap = SparkMemory.heap(4 * GIB, 4 * GIB, 0.5, 2, "remedy");
    long usable = 4 * GIB - 4 * GIB / 10 - 300 * MIB;
    assertThat(heap).isEqualTo(new JavaHeap(usable, usable / 2, 2, "remedy"));
    assertThat(SparkMemory.heap(200 * MIB, 200 * MIB, 0.5, 2, "remedy").bytes()).isZero();
    MemoryBudget local = SparkMemory.local(10 * GIB, 4 * GIB, 4 * GIB, 2, 0.5);
    assertThat(local.taskHeap().bytes()).isEqualTo(usable);
    assertThat(local.taskHeap().remedy()).contains("EXTREMUM_MEMORY");
    assertThat(local.driverHeap().tasks()).isEqualTo(1);
  }

  /** Spark caches by the heap, whatever of it the collector lends. */
  @Test
  void whatStaysHasToFitTheOldGeneration() {
    long old = 4 * GIB / 3 * 2;
    JavaHeap heap = SparkMemory.heap(4 * GIB, old, 0.5, 2, "remedy");
    long cached = (4 * GIB - 4 * GIB / 10 - 300 * MIB) / 2;
    assertThat(heap).isEqualTo(new JavaHeap(old - 300 * MIB, cached, 2, "remedy"));
    assertThat(SparkMemory.heap(4 * GIB, old, 0.9, 2, "").cache()).isEqualTo(old - 300 * MIB);
    assertThat(SparkMemory.heap(4 * GIB, 200 * MIB, 0.5, 2, "").bytes()).isZero();
  }

  @Test
  void budgetOfTheRunningSessionIsPositive() {
    MemoryBudget budget = SparkMemory.budget(TestSpark.session().sparkContext());
    assertThat(budget.driverHeap().bytes()).isPositive().isLessThan(OldGeneration.here());
    assertThat(budget.task()).isPositive();
    assertThat(budget.driver()).isGreaterThanOrEqualTo(2 * budget.task());
  }
}
