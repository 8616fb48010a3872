package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.extremum.network.Network;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;
import org.extremum.training.TrainingOptions;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;

/** Samples that all count alike. */
final class Unweighted {
  private Unweighted() {}

  /**
   * A block of weight 1 each.
   *
   * @param position of the i-th
   */
  static SampleBlock block(
      int features, double[] values, int[] essences, IntToLongFunction position) {
    double[] weights = new double[essences.length];
    Arrays.fill(weights, 1);
    long[] positions = IntStream.range(0, essences.length).mapToLong(position).toArray();
    return SampleBlock.dense(features, values, essences, weights, positions);
  }

  /** Share of the samples that a network predicts rightly. */
  static double accuracy(Network network, SampleStore unstandardised, TrainingOptions options) {
    Conditions conditions = new Conditions(options.epsilon(), options.alpha(), options.beta());
    return network
        .standardiser()
        .view(unstandardised)
        .aggregate(new Evaluation.Scoring(network, conditions))
        .accuracy();
  }
}
