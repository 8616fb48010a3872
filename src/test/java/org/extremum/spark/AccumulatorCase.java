package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.Comparator;
import java.util.function.BiConsumer;
import org.extremum.samples.Accumulator;

/**
 * An accumulator that the contract test holds to its laws. It gets surfaces of {@link
 * TestBlocks#FEATURES} features and {@link TestBlocks#ESSENCES} essences, all weights positive.
 *
 * @param name shown in test reports
 * @param accumulator what is tested
 * @param assertClose fails unless two results agree as results of different splits should, up to
 *     rounding
 */
public record AccumulatorCase<P extends Serializable>(
    String name, Accumulator<P> accumulator, BiConsumer<P, P> assertClose) {
  /** Relative to the larger of 1 and the numbers: sums of some hundred terms below 1e5 in size. */
  private static final double CLOSE = 1e-9;

  private static final Comparator<Double> ABOUT =
      (a, b) ->
          Math.abs(a - b) <= CLOSE * Math.max(1, Math.max(Math.abs(a), Math.abs(b)))
              ? 0
              : Double.compare(a, b);

  /**
   * A case whose results are compared field by field, to 1e-9 where they are floating point.
   *
   * @param ignored fields that differ between splits, such as positions
   */
  public static <P extends Serializable> AccumulatorCase<P> fieldByField(
      String name, Accumulator<P> accumulator, String... ignored) {
    return new AccumulatorCase<>(
        name,
        accumulator,
        (a, b) ->
            assertThat(a)
                .usingRecursiveComparison()
                .withComparatorForType(ABOUT, Double.class)
                .ignoringFields(ignored)
                .isEqualTo(b));
  }

  @Override
  public String toString() {
    return name;
  }
}
