package org.extremum.neighbourhood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.extremum.reference.Close;
import org.extremum.samples.SampleBlock;
import org.extremum.spark.AccumulatorCase;
import org.extremum.spark.TestBlocks;

/** The accumulators of this room for the contract test; most are visible here only. */
public final class NeighbourhoodCases {
  /** Sums of 300 terms. */
  private static final double ROUNDING = 1e-11;

  private NeighbourhoodCases() {}

  public static List<AccumulatorCase<?>> all() {
    Centres flat = centres(4, 0, 6);
    Centres tree =
        centres(1, 1, 1)
            .split(
                List.of(0, 2), List.of(List.of(point(5), point(6)), List.of(point(7), point(8))));
    int[] each = new int[flat.size()];
    Arrays.fill(each, 2);
    return List.of(
        new AccumulatorCase<>(
            "listing",
            new ListingPass(new long[] {100, 100, 100}),
            (a, b) -> assertThat(a).isEqualTo(b)),
        new AccumulatorCase<>(
            "prototypes",
            new PrototypePass(someSamples(), TestBlocks.FEATURES),
            (a, b) -> {
              for (int v = 0; v < TestBlocks.ESSENCES; v++) {
                assertThat(b.list(v)).hasSize(someSamples().count(v));
                assertThat(a.list(v).stream().map(Shortlist.Row::hash).toList())
                    .isEqualTo(b.list(v).stream().map(Shortlist.Row::hash).toList());
              }
            }),
        new AccumulatorCase<>(
            "distances to prototypes",
            new SupportDistances.Measuring(prototypes()),
            (a, b) -> {
              assertThat(a.samples()).isEqualTo(b.samples()).isPositive();
              assertThat(a.quantile(0.5)).isEqualTo(b.quantile(0.5));
            }),
        new AccumulatorCase<>("clustering", new LloydPass(flat), (a, b) -> close(flat, a, b)),
        new AccumulatorCase<>("clustering, tree", new LloydPass(tree), (a, b) -> close(tree, a, b)),
        shortlist("seeding", flat, new Order.Race(1, 2), 5, 0, 1000),
        shortlist("seeding, first", centres(0, 0, 0), new Order.Race(1, 0), 5, 1, 1),
        shortlist("farthest", flat, new Order.Farthest(), 3, 2, 1),
        shortlist("snapping", flat, new Order.Nearest(), each),
        shortlist("members", flat, new Order.Members(3), each),
        shortlist("uncovered", flat, new Order.Uncovered(4, 25), 20, 20, 20));
  }

  /** Every ninth sample of the first block. */
  private static CentralSamples someSamples() {
    SampleBlock block = TestBlocks.partitions(1).get(0).get(0);
    int[] chosen = IntStream.range(0, block.size()).filter(i -> i % 9 == 0).toArray();
    return CentralSamples.of(
        TestBlocks.ESSENCES,
        Arrays.stream(chosen).map(block::essence).toArray(),
        Arrays.stream(chosen).mapToLong(block::hash).toArray());
  }

  private static Prototypes prototypes() {
    List<List<double[]>> surfaces =
        List.of(List.of(point(0), point(1)), List.of(point(2)), List.of(point(3)));
    return Prototypes.of(TestBlocks.FEATURES, surfaces, List.of("a", "b", "c", "d"), 1);
  }

  private static AccumulatorCase<?> shortlist(
      String name, Centres centres, Order order, int... quotas) {
    return new AccumulatorCase<>(
        name,
        new ShortlistPass(centres, order, quotas),
        (a, b) -> {
          assertThat(b.isEmpty()).isFalse();
          for (int g = 0; g < quotas.length; g++) {
            assertThat(a.list(g)).hasSizeLessThanOrEqualTo(quotas[g]);
            assertThat(a.list(g).stream().map(Shortlist.Row::hash).toList())
                .isEqualTo(b.list(g).stream().map(Shortlist.Row::hash).toList());
          }
        });
  }

  private static void close(Centres centres, ClusterSums a, ClusterSums b) {
    assertThat(IntStream.range(0, centres.size()).mapToLong(b::count).sum()).isPositive();
    for (int c = 0; c < centres.size(); c++) {
      assertThat(a.count(c)).isEqualTo(b.count(c));
      assertThat(a.weight(c)).isCloseTo(b.weight(c), within(ROUNDING * b.weight(c)));
      assertThat(a.cost(c)).isCloseTo(b.cost(c), within(ROUNDING * b.cost(c)));
      Close.assertClose(
          a.surfaceSum(c, TestBlocks.FEATURES), b.surfaceSum(c, TestBlocks.FEATURES), ROUNDING);
    }
  }

  private static Centres centres(int... perEssence) {
    return Centres.flat(
        TestBlocks.FEATURES,
        Arrays.stream(perEssence)
            .mapToObj(k -> IntStream.range(0, k).mapToObj(NeighbourhoodCases::point).toList())
            .toList());
  }

  /** One of the samples themselves. */
  private static double[] point(int index) {
    SampleBlock block = TestBlocks.partitions(1).get(0).get(0);
    return block.surface(index);
  }
}
