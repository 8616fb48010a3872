package org.extremum.spark;

import java.io.Serializable;
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
  @Override
  public String toString() {
    return name;
  }
}
