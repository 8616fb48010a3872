package org.extremum.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.extremum.finetuning.LayerTuning;
import org.extremum.finetuning.Loss;
import org.extremum.finetuning.TunableLayers;
import org.extremum.moments.Sketch;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.polarization.OutputScores;
import org.extremum.polarization.Scale;
import org.extremum.samples.SampleStore;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;

/**
 * Fine-tuning of all layers from a solved network (paper §7, method.md 9): L-BFGS on the softmax
 * loss with c times the gradient penalty and the ridge that the solve had, c the mean curvature of
 * the loss at the start, so that γ and λ keep their meaning (method.md 6). The penalty takes one
 * random combination of the outputs at each sample.
 *
 * <p>In rounds of a few steps: each draws the combinations anew, so that no layer learns those of
 * one draw, and is judged by the loss on rows that are not tuned on. The best round is kept, the
 * solved network too where no round is better, and tuning stops when rounds get worse.
 */
final class FineTuning {
  /** Steps of a round: enough for L-BFGS to know the curvature again. */
  private static final int ROUND = 10;

  /** Rounds without a better loss on the validation rows before it stops. */
  private static final int PATIENCE = 2;

  /** Relative improvement below which steps are not worth their pass. */
  private static final double IMPROVEMENT = 1e-6;

  private final Run run;
  private final Samples data;
  private final SampleStore samples;
  private final SampleStore judges;

  /**
   * @param samples that are tuned on
   * @param judges others that rounds are judged by and κ is fitted on; the same where there are
   *     none
   */
  FineTuning(Run run, Samples data, SampleStore samples, SampleStore judges) {
    this.run = run;
    this.data = data;
    this.samples = samples;
    this.judges = judges;
  }

  /**
   * Tunes. A round costs a pass for each evaluation of its steps, and one over the validation rows.
   *
   * @param solved output layer of the hidden layers in {@code data}, not scaled, that has not seen
   *     the judges
   * @return the best network; the caller fits the final scale
   */
  Network tuned(Layer solved) {
    OutputScores scores = judgedScores(asSoftmax(data.network(solved)));
    if (scores.essencesPresent() < 2) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          "rows that fine-tuning is judged by (" + judgedName() + ")",
          "two classes or more",
          scores.essencesPresent(),
          "give rows of every class, or leave fineTuning out");
    }
    double kappa = Scale.fit(scores);
    double c = scores.meanCurvature(kappa);
    run.report().put("fineTuning.curvature", c);
    TunableLayers layers =
        new TunableLayers(
            data.hidden(),
            Scale.apply(kappa, solved),
            1,
            run.options().hiddenBias(),
            run.options().fitIntercept());
    return tuned(layers, c);
  }

  /** The outputs that a scale is fitted on. */
  OutputScores judgedScores(Network network) {
    return ScaleScores.ofSome(run, data, network, judges);
  }

  /** Where they come from, for the manifest. */
  String judgedName() {
    if (judges == data.validation()) {
      return "validation";
    }
    return judges == samples ? "training" : "heldOut";
  }

  private Network tuned(TunableLayers start, double c) {
    int left = run.options().fineTuning();
    TunableLayers layers = start;
    TunableLayers best = start;
    double least = validationLoss(start);
    List<Map<String, Object>> rounds = new ArrayList<>();
    rounds.add(round(0, Double.NaN, least));
    int bestRound = 0;
    while (left > 0 && rounds.size() - 1 - bestRound < PATIENCE) {
      LayerTuning.Result result = round(layers, c, rounds.size(), Math.min(ROUND, left));
      layers = result.layers();
      left -= ROUND;
      double loss = validationLoss(layers);
      run.steps()
          .note(String.format(Locale.ROOT, "validation loss %.5f, best so far %.5f", loss, least));
      rounds.add(round(result.iterations(), result.after(), loss));
      if (loss < least) {
        least = loss;
        best = layers;
        bestRound = rounds.size() - 1;
      }
      if (result.iterations() == 0) {
        break;
      }
    }
    run.report().put("fineTuning.rounds", rounds);
    run.report().put("fineTuning.best", bestRound);
    return data.with(best.hidden()).network(best.output());
  }

  private LayerTuning.Result round(TunableLayers layers, double c, int round, int steps) {
    TrainingOptions options = run.options();
    LayerTuning tuning =
        new LayerTuning(
            Loss.LOGISTIC,
            c * options.gamma() * options.gamma() / 2,
            c * options.regParam(),
            new Sketch(options.seed() + round, 1));
    return run.steps()
        .run(
            "solve",
            "fine-tuning",
            steps + " steps",
            () -> tuning.tune(layers, samples, run.minimizer(), steps, IMPROVEMENT));
  }

  private static Map<String, Object> round(int iterations, double objective, double loss) {
    Map<String, Object> round = new LinkedHashMap<>();
    round.put("iterations", iterations);
    if (!Double.isNaN(objective)) {
      round.put("objective", objective);
    }
    round.put("validationLogLoss", loss);
    return round;
  }

  /** The loss that is tuned, without penalties. */
  private double validationLoss(TunableLayers layers) {
    Network network = asSoftmax(data.with(layers.hidden()).network(layers.output()));
    Conditions conditions = run.options().conditions();
    return run.steps()
        .run(
            "verify",
            "validation",
            "",
            () -> judges.aggregate(new Evaluation.Scoring(network, conditions)).logLoss());
  }

  private static Network asSoftmax(Network network) {
    return new Network(
        network.standardiser(), network.hidden(), network.output(), OutputActivation.SOFTMAX);
  }
}
