package org.extremum.training;

import org.extremum.finetuning.LayerTuning;
import org.extremum.finetuning.Loss;
import org.extremum.finetuning.TunableLayers;
import org.extremum.moments.Sketch;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.polarization.OutputScores;
import org.extremum.polarization.Scale;
import org.extremum.samples.KeyHistogram.KeyedShare;

/**
 * Fine-tuning of all layers from a solved network (paper §7, method.md 9): L-BFGS on the softmax
 * loss with c times the gradient penalty and the ridge that the solve had, c the mean curvature of
 * the loss at the start, so that γ and λ keep their meaning (method.md 6). The penalty takes one
 * random combination of the outputs at each sample.
 */
final class FineTuning {
  /** Relative improvement below which steps are not worth their pass. */
  private static final double IMPROVEMENT = 1e-6;

  private final Run run;
  private final Samples data;

  FineTuning(Run run, Samples data) {
    this.run = run;
    this.data = data;
  }

  /**
   * Tunes.
   *
   * @param solved output layer of the hidden layers in {@code data}, not scaled
   * @param share samples on which the scale at the start is found
   * @return the network, its outputs scaled for a softmax; the caller fits the final scale
   */
  Network tuned(Layer solved, KeyedShare share) {
    TrainingOptions options = run.options();
    Network start = data.network(solved);
    OutputScores scores = scores(asSoftmax(start), share);
    double kappa = Scale.fit(scores);
    double c = scores.meanCurvature(kappa);
    double gamma = options.gamma();
    LayerTuning tuning =
        new LayerTuning(
            Loss.LOGISTIC,
            c * gamma * gamma / 2,
            c * options.regParam(),
            new Sketch(options.seed(), 1));
    TunableLayers layers =
        new TunableLayers(
            data.hidden(),
            Scale.apply(kappa, solved),
            1,
            options.hiddenBias(),
            options.fitIntercept());
    LayerTuning.Result result =
        run.steps()
            .run(
                "solve",
                "fine-tuning",
                options.fineTuning() + " iterations",
                () ->
                    tuning.tune(
                        layers, data.store(), run.minimizer(), options.fineTuning(), IMPROVEMENT));
    run.report().put("fineTuning.before", result.before());
    run.report().put("fineTuning.after", result.after());
    run.report().put("fineTuning.iterations", result.iterations());
    run.report().put("fineTuning.curvature", c);
    return data.with(result.layers().hidden()).network(result.layers().output());
  }

  private static Network asSoftmax(Network network) {
    return new Network(
        network.standardiser(), network.hidden(), network.output(), OutputActivation.SOFTMAX);
  }

  private OutputScores scores(Network network, KeyedShare share) {
    return run.steps()
        .run(
            "solve",
            "scale",
            "",
            () ->
                data.part(share)
                    .aggregate(new OutputScores.Gathering(network, WeakenedSolution.MOST_SCORES)));
  }
}
