package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.reference.Close;
import org.extremum.spark.AccumulatorCase;

/** The logistic loss for the contract of accumulators; its class is visible in this room only. */
public final class LogisticCase {
  private LogisticCase() {}

  /** At a random output layer. */
  public static AccumulatorCase<?> of(HiddenStack stack, int essences) {
    Random random = new Random(8);
    double[] weights = random.doubles((long) stack.width() * essences, -1, 1).toArray();
    double[] biases = random.doubles(essences, -1, 1).toArray();
    double[] shift = random.doubles(essences, -1, 1).toArray();
    Layer output = new Layer(essences, stack.width(), weights, biases);
    return new AccumulatorCase<>(
        "logistic",
        new LogisticLoss(stack, output, shift, 0.1),
        (a, b) -> {
          // Sums of 300 terms.
          assertThat(a.loss()).isCloseTo(b.loss(), within(1e-12 * b.loss()));
          assertThat(a.squares()).isCloseTo(b.squares(), within(1e-12 * b.squares()));
          Close.assertClose(a.gradient(), b.gradient(), 1e-12);
          Close.assertClose(a.slopes(), b.slopes(), 1e-12);
          Close.assertClose(a.residuals(), b.residuals(), 1e-12);
        });
  }
}
