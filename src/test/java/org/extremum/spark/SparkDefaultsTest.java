package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.extremum.training.MemoryPlan;
import org.extremum.training.TrainingOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings that the scripts submit with, and the formula of operations.md that they follow. */
class SparkDefaultsTest {
  private static final long MIB = 1L << 20;
  private static final long SAMPLES = 1_000_000_000L;
  private static final TrainingOptions OPTIONS = TrainingOptions.of(Map.of());

  /** For weakened trainings of this size. */
  private static final int WIDTH = 4000;

  private static final int FEATURES = 1000;

  /** Of an executor beside its tasks: JVM and network; then the library, and a buffer a thread. */
  private static final long BESIDE_TASKS = 512 * MIB;

  private static final long BUFFER = 16 * MIB;

  /** spark.memory.fraction, its default: samples may fill it. */
  private static final double CACHE = 0.6;

  private static Properties read(String target) throws IOException {
    Properties properties = new Properties();
    try (Reader reader =
        Files.newBufferedReader(Path.of("conf/spark-defaults-" + target + ".conf"))) {
      properties.load(reader);
    }
    return properties;
  }

  private static SparkConf conf(String target) throws IOException {
    SparkConf conf = new SparkConf(false);
    read(target).forEach((key, value) -> conf.set((String) key, ((String) value).strip()));
    return conf;
  }

  private static long block(int width, int features) {
    return MemoryPlan.blockSize(features, width);
  }

  /** N = 16·l·(l+1) + 16·b·(l+m) + 2¹⁴·l, the last for columns gathered over blocks. */
  private static long nativeBytes(long width, long features) {
    long block = block((int) width, (int) features);
    return 16 * width * (width + 1) + 16 * block * (width + features) + (width << 14);
  }

  /** H = 16·l·(l+1) + min(16·l·(l+1), 512 MiB) + 16·l·m. */
  private static long heapBytes(long width, long features) {
    long packed = 16 * width * (width + 1);
    return packed + Math.min(packed, 512 * MIB) + 16 * width * features;
  }

  @ParameterizedTest
  @CsvSource({"2000,784", "4000,1000", "10000,3000"})
  void theFormulaIsThePlans(int width, int features) {
    MemoryPlan plan = MemoryPlan.of(SAMPLES, features, List.of(width), OPTIONS);
    assertThat(plan.taskHeap()).isEqualTo(heapBytes(width, features));
    assertThat(plan.task() - plan.taskHeap()).isEqualTo(nativeBytes(width, features));
    long triangle = 4L * width * (width + 1);
    long driver = 8 * triangle + 24L * width * features;
    driver += triangle > 256 * MIB ? Math.max(triangle, 768 * MIB) : 0; // three tiles at a time
    assertThat(plan.driver() - driver).as("scores of candidates").isBetween(0L, 150 * MIB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"standalone", "yarn", "kubernetes"})
  void memoryIsEnoughForWhatTheFileSays(String target) throws IOException {
    SparkConf conf = conf(target);
    int cores = conf.getInt("spark.executor.cores", 1);
    long overhead = conf.getSizeAsBytes("spark.executor.memoryOverhead");
    assertThat(overhead)
        .isGreaterThan(BESIDE_TASKS + cores * (nativeBytes(WIDTH, FEATURES) + BUFFER));
    MemoryPlan plan = MemoryPlan.of(SAMPLES, FEATURES, List.of(WIDTH), OPTIONS);
    long heap = conf.getSizeAsBytes("spark.executor.memory");
    long driver = conf.getSizeAsBytes("spark.driver.memory");
    plan.requireWithin(
        SparkMemory.cluster(
            SparkMemory.withOverhead(conf, "executor"),
            cores,
            SparkMemory.withOverhead(conf, "driver"),
            SparkMemory.heap(heap, heap, CACHE, cores, "raise it"),
            SparkMemory.heap(driver, driver, 0, 1, "raise it")),
        WIDTH);
    // operations.md: memory ≥ (300 MiB + c · H / (1 − f)) / 0.9
    assertThat(0.9 * heap)
        .isGreaterThan(300 * MIB + cores * heapBytes(WIDTH, FEATURES) / (1 - CACHE));
    assertThat(Files.readString(Path.of("conf/spark-defaults-" + target + ".conf")))
        .contains("up to " + WIDTH + " neurons", "up to " + FEATURES + " features");
  }

  @Test
  void clustersDifferInWhatIsTheirsOnly() throws IOException {
    Set<Object> common = new HashSet<>(read("standalone").entrySet());
    common.retainAll(read("yarn").entrySet());
    for (String target : List.of("standalone", "yarn", "kubernetes")) {
      Set<Map.Entry<Object, Object>> own = new HashSet<>(read(target).entrySet());
      assertThat(own.containsAll(common)).as(target).isTrue();
      own.removeAll(common);
      assertThat(own)
          .isNotEmpty()
          .allMatch(e -> ((String) e.getKey()).startsWith("spark." + target + "."));
    }
    assertThat(common).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "standalone", "yarn", "kubernetes"})
  void tasksAreOneThread(String target) throws IOException {
    SparkConf conf = conf(target);
    assertThat(conf.get("spark.task.cpus")).isEqualTo("1");
    if (!target.equals("local")) { // there the script sets it for the one process
      assertThat(conf.get("spark.executorEnv.OPENBLAS_NUM_THREADS")).isEqualTo("1");
    }
  }
}
