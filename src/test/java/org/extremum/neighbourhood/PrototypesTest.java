package org.extremum.neighbourhood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;
import org.extremum.spark.TestBlocks;
import org.junit.jupiter.api.Test;

/** Held against distances computed by their definition. */
class PrototypesTest {
  /** A few ε of sums of squares, under a root. */
  private static final double ROUNDING = 1e-12;

  /** Bins are 1/32 of their lower end wide. */
  private static final double BIN = 1.0 / 32;

  private static final int M = TestBlocks.FEATURES;

  private final SampleStore store = TestBlocks.local(2);
  private final List<SampleBlock> blocks =
      TestBlocks.partitions(2).stream().flatMap(List::stream).toList();

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < M; j++) {
      sum += (a[j] - b[j]) * (a[j] - b[j]);
    }
    return Math.sqrt(2 * sum / M);
  }

  private CentralSamples everyTenth() {
    List<Integer> essences = new ArrayList<>();
    List<Long> hashes = new ArrayList<>();
    for (SampleBlock block : blocks) {
      for (int i = 0; i < block.size(); i += 10) {
        essences.add(block.essence(i));
        hashes.add(block.hash(i));
      }
    }
    return CentralSamples.of(
        TestBlocks.ESSENCES,
        essences.stream().mapToInt(Integer::intValue).toArray(),
        hashes.stream().mapToLong(Long::longValue).toArray());
  }

  /** The least distance to a prototype of the essence, another one where {@code other}. */
  private static double least(Prototypes prototypes, double[] surface, int essence, boolean other) {
    return IntStream.range(0, prototypes.count())
        .filter(c -> prototypes.essence(c) == essence)
        .mapToDouble(c -> distance(surface, prototypes.surface(c)))
        .filter(d -> !other || d > 0)
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  @Test
  void areTheCentralSamplesThemselves() {
    CentralSamples chosen = everyTenth();
    Prototypes prototypes = PrototypeGathering.of(store, chosen);
    assertThat(prototypes.count()).isEqualTo(chosen.count());
    for (SampleBlock block : blocks) {
      for (int i = 0; i < block.size(); i++) {
        if (chosen.contains(block.essence(i), block.hash(i))) {
          assertThat(least(prototypes, block.surface(i), block.essence(i), false)).isZero();
        }
      }
    }
    assertThat(prototypes.id(0)).matches("row hash [0-9a-f]{16}");
  }

  @Test
  void theRadiusTakesInAllButAHundredth() {
    Prototypes prototypes = PrototypeGathering.of(store, everyTenth());
    double[] distances =
        blocks.stream()
            .flatMapToDouble(
                block ->
                    IntStream.range(0, block.size())
                        .mapToDouble(
                            i -> least(prototypes, block.surface(i), block.essence(i), false)))
            .filter(d -> d > 0)
            .sorted()
            .toArray();
    double expected = distances[(int) Math.ceil(0.99 * distances.length) - 1];
    assertThat(prototypes.radius()).isBetween(expected, expected * (1 + BIN));
    assertThat(expected).isLessThan(distances[distances.length - 1]);
  }

  @Test
  void whereAllArePrototypesTheRadiusIsAmongThem() {
    CentralSamples all = store.aggregate(new ListingPass(new long[] {200, 200, 200}));
    Prototypes prototypes = PrototypeGathering.of(store, all);
    double[] distances =
        IntStream.range(0, prototypes.count())
            .mapToDouble(c -> least(prototypes, prototypes.surface(c), prototypes.essence(c), true))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    assertThat(prototypes.radius())
        .isCloseTo(distances[(int) Math.ceil(0.99 * distances.length) - 1], within(ROUNDING));
    assertThat(prototypes.radius()).isPositive();
  }

  @Test
  void theNearestOfAGivenEssenceIsFound() {
    Prototypes prototypes = PrototypeGathering.of(store, everyTenth());
    SampleBlock block = blocks.get(1);
    int[] wanted = IntStream.range(0, block.size()).map(i -> i % TestBlocks.ESSENCES).toArray();
    try (Prototypes.Finder finder = prototypes.finding()) {
      Prototypes.Support[] found = finder.nearest(block, wanted);
      for (int i = 0; i < found.length; i++) {
        double expected = least(prototypes, block.surface(i), wanted[i], false);
        assertThat(found[i].distance()).isCloseTo(expected, within(ROUNDING));
        assertThat(prototypes.essence(found[i].prototype())).isEqualTo(wanted[i]);
      }
    }
  }

  @Test
  void anEssenceWithoutAnyIsInfinitelyFar() {
    double[] surface = blocks.get(0).surface(0);
    Prototypes prototypes =
        Prototypes.of(M, List.of(List.of(surface), List.of(), List.of()), List.of("one"), 0.5);
    try (Prototypes.Finder finder = prototypes.finding()) {
      SampleBlock block = blocks.get(0);
      int[] wanted = new int[block.size()];
      Arrays.fill(wanted, 1);
      Prototypes.Support support = finder.nearest(block, wanted)[0];
      assertThat(support.prototype()).isEqualTo(-1);
      assertThat(support.distance()).isInfinite();
    }
    assertThat(Prototypes.none(M, 3).count()).isZero();
    assertThatThrownBy(() -> Prototypes.of(M, List.of(List.of(surface)), List.of(), 0.5))
        .hasMessageContaining("an id for each of 1");
  }
}
