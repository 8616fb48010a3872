package org.extremum.polarization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.extremum.moments.Precision;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.reference.Close;
import org.extremum.spark.AccumulatorCase;

/** The logistic loss for the contract of accumulators; its class is visible in this room only. */
public final class LogisticCase {
  private LogisticCase() {}

  /** At a random output layer. */
  public static AccumulatorCase<?> of(HiddenStack stack, int essences) {
    // Sums of 300 terms.
    return of(stack, essences, Precision.DOUBLE, 1e-12);
  }

  /** In single precision a sample's products are rounded otherwise in a block of another size. */
  public static AccumulatorCase<?> inFloat(HiddenStack stack, int essences) {
    return of(stack, essences, Precision.FLOAT, 1e-5);
  }

  private static AccumulatorCase<?> of(
      HiddenStack stack, int essences, Precision precision, double tolerance) {
    Random random = new Random(8);
    double[] weights = random.doubles((long) stack.width() * essences, -1, 1).toArray();
    double[] biases = random.doubles(essences, -1, 1).toArray();
    double[] shift = random.doubles(essences, -1, 1).toArray();
    Layer output = new Layer(essences, stack.width(), weights, biases);
    return new AccumulatorCase<>(
        precision == Precision.FLOAT ? "logistic, float" : "logistic",
        new LogisticLoss(stack, output, shift, 0.1, precision),
        (a, b) -> {
          assertThat(a.loss()).isCloseTo(b.loss(), within(tolerance * b.loss()));
          assertThat(a.squares()).isCloseTo(b.squares(), within(tolerance * b.squares()));
          Close.assertClose(a.gradient(), b.gradient(), tolerance);
          Close.assertClose(a.slopes(), b.slopes(), tolerance);
          Close.assertClose(a.residuals(), b.residuals(), tolerance);
        });
  }
}
