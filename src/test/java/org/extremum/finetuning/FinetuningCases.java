package org.extremum.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.Tsqr;
import org.extremum.network.Network;
import org.extremum.reference.Close;
import org.extremum.spark.AccumulatorCase;

/** This room's accumulators for the contract; one is visible here only. */
public final class FinetuningCases {
  /** Sums of 300 terms of surfaces that differ over some magnitudes. */
  private static final double ROUNDING = 1e-11;

  private FinetuningCases() {}

  /**
   * Cases of a network of several hidden layers.
   *
   * @param samples how many the stores of the contract hold
   */
  public static List<AccumulatorCase<?>> of(Network network, long samples) {
    TunableLayers layers = new TunableLayers(network.hidden(), network.output(), 1, true, true);
    TunableLayers upper = new TunableLayers(network.hidden(), network.output(), 2, true, false);
    return List.of(
        tuning("tuning", new TuningLoss(layers, Loss.HALF_SQUARED_ERROR, 0.7)),
        tuning("tuning, upper layers", new TuningLoss(upper, Loss.LOGISTIC, 0.7)),
        tuning(
            "tuning, sketched",
            new TuningLoss(layers, Loss.LOGISTIC, 0.7, new org.extremum.moments.Sketch(3, 1))),
        tuning("tuning, no penalty", new TuningLoss(layers, Loss.SQUARED_HINGE, 0)),
        product(layers, 1),
        product(layers, network.hidden().depth()),
        valueRows(layers, 1, samples),
        valueRows(layers, 2, samples));
  }

  private static AccumulatorCase<?> tuning(String name, TuningLoss loss) {
    return new AccumulatorCase<>(
        name,
        loss,
        (a, b) -> {
          assertThat(a.loss()).isCloseTo(b.loss(), within(ROUNDING * b.loss()));
          assertThat(a.squaredGradients())
              .isCloseTo(b.squaredGradients(), within(ROUNDING * b.squaredGradients()));
          Close.assertClose(a.gradient(), b.gradient(), ROUNDING);
        });
  }

  private static AccumulatorCase<?> product(TunableLayers layers, int u) {
    int length = layers.layer(u).weights().length;
    double[] matrix = new Random(8).doubles(length, -1, 1).toArray();
    return new AccumulatorCase<>(
        "gradient equations of layer " + u,
        new GradientProduct(layers.hidden(), layers.output(), u, matrix),
        (a, b) -> {
          assertThat(a.squaredGradients())
              .isCloseTo(b.squaredGradients(), within(ROUNDING * b.squaredGradients()));
          Close.assertClose(a.product(), b.product(), ROUNDING);
        });
  }

  private static AccumulatorCase<?> valueRows(TunableLayers layers, int u, long samples) {
    Tsqr method = new Tsqr();
    return new AccumulatorCase<>(
        "value rows of layer " + u,
        new ValueRows(layers.hidden(), u, u == 1, method, samples),
        (a, b) -> closeSpectra(method, a, b));
  }

  private static void closeSpectra(Tsqr method, RowSpaceFactor a, RowSpaceFactor b) {
    assertThat(a.rows()).isEqualTo(b.rows()).isGreaterThan(100);
    try (RowSpace left = method.decide(a);
        RowSpace right = method.decide(b)) {
      Close.assertClose(left.singularValues(), right.singularValues(), ROUNDING);
    }
  }
}
