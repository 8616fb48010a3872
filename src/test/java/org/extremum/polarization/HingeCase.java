package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.extremum.network.HiddenStack;
import org.extremum.network.OutputActivation;
import org.extremum.reference.Close;
import org.extremum.spark.AccumulatorCase;

/** The margin loss for the contract of accumulators; its class is visible in this room only. */
public final class HingeCase {
  private HingeCase() {}

  /** At a random point, in a random projection to three directions. */
  public static AccumulatorCase<?> of(
      HiddenStack stack, int essences, OutputActivation activation) {
    int q = 3;
    Random random = new Random(8);
    double[] projection = random.doubles((long) stack.width() * q, -1, 1).toArray();
    double[] mean = random.doubles(stack.width(), -0.1, 0.1).toArray();
    double[] point = random.doubles((long) essences * (q + 1), -1, 1).toArray();
    return new AccumulatorCase<>(
        "margin, " + activation.optionName(),
        new Margin.HingeLoss(stack, projection, mean, true, activation, essences, point),
        (a, b) -> {
          // Sums of 300 terms.
          assertThat(a.loss()).isCloseTo(b.loss(), within(1e-12 * b.loss()));
          Close.assertClose(a.gradient(), b.gradient(), 1e-12);
        });
  }
}
