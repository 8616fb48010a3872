package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.extremum.spark.OldGeneration.Pool;
import org.junit.jupiter.api.Test;

class OldGenerationTest {
  private static final long GIB = 1L << 30;

  /** As Java 17 and 21 call their parts. */
  @Test
  void isWhatTheCollectorSaysOfIt() {
    List<Pool> parallel =
        List.of(
            new Pool("PS Eden Space", 700),
            new Pool("PS Survivor Space", 100),
            new Pool("PS Old Gen", 2000));
    assertThat(OldGeneration.most(parallel, 2900)).isEqualTo(2000);
    List<Pool> serial = List.of(new Pool("Eden Space", 3000), new Pool("Tenured Gen", 1000));
    assertThat(OldGeneration.most(serial, 4000)).isEqualTo(1000);
    List<Pool> g1 =
        List.of(
            new Pool("G1 Eden Space", -1),
            new Pool("G1 Survivor Space", -1),
            new Pool("G1 Old Gen", 4000));
    assertThat(OldGeneration.most(g1, 4000)).isEqualTo(4000);
    assertThat(OldGeneration.most(List.of(new Pool("ZHeap", 4000)), 4000)).isEqualTo(4000);
    assertThat(OldGeneration.most(List.of(new Pool("Some Old Gen", -1)), 4000)).isEqualTo(4000);
  }

  /** The tests run with the parallel collector, as the launcher's commands do. */
  @Test
  void ofThisJvmIsTwoThirdsOfItsHeap() {
    List<String> arguments = ManagementFactory.getRuntimeMXBean().getInputArguments();
    assertThat(arguments).contains("-XX:+UseParallelGC");
    long heap =
        arguments.stream()
            .filter(argument -> argument.matches("-Xmx[0-9]+[mg]"))
            .mapToLong(OldGenerationTest::bytes)
            .findFirst()
            .orElseThrow();
    assertThat(OldGeneration.here() / (double) heap).isCloseTo(2 / 3.0, within(0.01));
    long estimate = OldGeneration.estimate(heap, 2 * heap, 2, arguments.toString());
    assertThat(OldGeneration.here() / (double) estimate).isCloseTo(1, within(0.01));
  }

  private static long bytes(String maxHeap) {
    long number = Long.parseLong(maxHeap.replaceAll("\\D", ""));
    return number << (maxHeap.endsWith("g") ? 30 : 20);
  }

  @Test
  void ofAnExecutorIsEstimatedByItsOptions() {
    assertThat(ofSix(4, "")).isEqualTo(6 * GIB);
    assertThat(ofSix(4, "-XX:+UseG1GC -XX:NewRatio=1")).isEqualTo(6 * GIB);
    assertThat(ofSix(4, "-Da=b -XX:+UseParallelGC")).isEqualTo(4 * GIB);
    assertThat(ofSix(4, "-XX:+UseSerialGC")).isEqualTo(4 * GIB);
    assertThat(ofSix(4, "-XX:NewRatio=1 -XX:+UseParallelGC -XX:NewRatio=5")).isEqualTo(5 * GIB);
  }

  private static long ofSix(int processors, String options) {
    return OldGeneration.estimate(6 * GIB, 8 * GIB, processors, options);
  }

  @Test
  void ofAnExecutorThatMayTakeTheSerialCollectorUnaskedIsThatOfTheSerialOne() {
    assertThat(ofSix(1, "")).isEqualTo(4 * GIB);
    assertThat(ofSix(1, "-XX:NewRatio=5")).isEqualTo(5 * GIB);
    for (String named : List.of("G1", "Z", "Shenandoah")) {
      assertThat(ofSix(1, "-XX:+Use" + named + "GC")).as(named).isEqualTo(6 * GIB);
    }
    long least = 1792L << 20;
    assertThat(OldGeneration.estimate(GIB, least, 2, "")).isEqualTo(GIB);
    assertThat(OldGeneration.estimate(3 << 20, least - 1, 2, "")).isEqualTo(2 << 20);
    assertThat(OldGeneration.estimate(GIB, least - 1, 2, "-XX:+UseG1GC")).isEqualTo(GIB);
  }
}
