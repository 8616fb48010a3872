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
    return of("logistic", new HiddenSource.Computed(stack, Precision.DOUBLE), essences, 1e-12);
  }

  /** In single precision a sample's products are rounded otherwise in a block of another size. */
  public static AccumulatorCase<?> inFloat(HiddenStack stack, int essences) {
    return of("logistic, float", new HiddenSource.Computed(stack, Precision.FLOAT), essences, 1e-5);
  }

  /** Surfaces are taken as hidden values. */
  public static AccumulatorCase<?> kept(int features, int essences) {
    return of("logistic, kept", new HiddenSource.Kept(features), essences, 1e-12);
  }

  private static AccumulatorCase<?> of(
      String name, HiddenSource hidden, int essences, double tolerance) {
    Random random = new Random(8);
    double[] weights = random.doubles((long) hidden.width() * essences, -1, 1).toArray();
    double[] biases = random.doubles(essences, -1, 1).toArray();
    double[] shift = random.doubles(essences, -1, 1).toArray();
    Layer output = new Layer(essences, hidden.width(), weights, biases);
    return new AccumulatorCase<>(
        name,
        new LogisticLoss(hidden, output, shift, 0.1),
        (a, b) -> {
          assertThat(a.loss()).isCloseTo(b.loss(), within(tolerance * b.loss()));
          assertThat(a.squares()).isCloseTo(b.squares(), within(tolerance * b.squares()));
          Close.assertClose(a.gradient(), b.gradient(), tolerance);
          Close.assertClose(a.slopes(), b.slopes(), tolerance);
          Close.assertClose(a.residuals(), b.residuals(), tolerance);
        });
  }
}
