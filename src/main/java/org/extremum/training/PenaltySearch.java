package org.extremum.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.linalg.BlasThreads;
import org.extremum.moments.FoldMoments;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPair;
import org.extremum.network.Layer;
import org.extremum.polarization.CandidateLosses;
import org.extremum.polarization.CandidateScores;
import org.extremum.polarization.NormalEquations;
import org.extremum.polarization.OutputScores;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.KeyedFolds;
import org.extremum.samples.SampleStore;
import org.extremum.samples.SurfaceNoise;

/**
 * Chooses γ and λ (method.md 7): the one pass for Moments gives those of every part, one Cholesky a
 * candidate solves it without the part, one pass scores all candidates on what they have not seen,
 * and the Moments are merged for the final solve.
 */
final class PenaltySearch {
  /** Raw outputs of all candidates together that are brought to the driver: 32 MB. */
  private static final long MOST_OUTPUTS = 1 << 22;

  /** Output layers of candidates in one pass; where there are more, they take several. */
  static final long STACK_BYTES = 64L << 20;

  private final Run run;
  private final TrainingOptions options;
  private final Samples data;
  private final Comparison comparison;
  private final List<Candidate> candidates;

  PenaltySearch(Run run, Samples data) {
    this.run = run;
    this.options = run.options();
    this.data = data;
    this.comparison = Comparison.of(data.validation() != null, data.count(), data.hidden().width());
    this.candidates = CandidateGrid.of(options);
  }

  /**
   * The penalty, with the equations to solve for it.
   *
   * @param shares of the training samples; the tenth is what candidates are compared on where there
   *     is nothing else
   */
  Selected selected(RowShares shares) {
    KeyedShare tenth = shares.tenth();
    KeyedFolds folds =
        comparison == Comparison.FOLDS
            ? shares.histogram().folds(shares.keys(), comparison.parts())
            : null;
    var models = new CandidateModels(run, data.outputActivation(), candidates);
    MomentsPair all = solveAll(models, folds, tenth);
    SampleStore store =
        switch (comparison) {
          case VALIDATION -> data.validation();
          case FOLDS -> data.store();
          case HELD_OUT -> data.part(tenth);
        };
    if (models.any()) {
      List<OutputScores> scores = scores(models, folds, store);
      if (scores.get(0).essencesPresent() > 1 && anySolved(models)) {
        return chosen(models, folds, store, scores, all);
      }
    }
    run.steps().note("warning: too few samples to choose gamma and regParam by; defaults are used");
    run.report().put("selection.comparedOn", "none");
    return selected(CandidateGrid.usual(options), Double.NaN, all);
  }

  private boolean anySolved(CandidateModels models) {
    for (boolean solvable : models.solvable()) {
      if (solvable) {
        return true;
      }
    }
    throw Problem.of(
        Problem.Kind.NO_MODEL,
        "the solve for " + candidates.get(candidates.size() - 1).inWords(),
        "a positive definite matrix",
        "none for any candidate",
        "give a larger regParam");
  }

  /** Solves every candidate without each part; the Moments, with E, a tenth held out apart. */
  private MomentsPair solveAll(CandidateModels models, KeyedFolds folds, KeyedShare tenth) {
    MomentsStep step = new MomentsStep(run, data);
    switch (comparison) {
      case VALIDATION -> {
        Moments all = withGradients(step.of(null).training());
        models.solve(all);
        return new MomentsPair(all, null);
      }
      case HELD_OUT -> {
        MomentsPair pair = step.of(tenth);
        models.solve(withGradients(pair.training()));
        withGradients(pair.heldOut());
        return pair;
      }
      default -> {
        FoldMoments parts = step.ofFolds(folds);
        parts.folds().forEach(this::withGradients);
        for (int p = 0; p < parts.folds().size(); p++) {
          if (parts.folds().get(p).samples() == 0) {
            models.skip();
          } else {
            models.solve(parts.without(p));
          }
        }
        return new MomentsPair(parts.without(-1), null);
      }
    }
  }

  private Moments withGradients(Moments moments) {
    BlasThreads.onAllCores(() -> moments.toGradientGram(data.hidden()));
    return moments;
  }

  /** Outputs of all candidates on rows they have not seen, at most {@link #MOST_OUTPUTS}. */
  private List<OutputScores> scores(CandidateModels models, KeyedFolds folds, SampleStore store) {
    long outputs = (long) candidates.size() * data.essences();
    long rows = run.steps().run("solve", "candidates", "count", () -> Samples.count(store));
    SampleStore some =
        Samples.some(store, (double) MOST_OUTPUTS / outputs / Math.max(1, rows), options.seed());
    long bytes = 8L * comparison.parts() * data.essences() * data.hidden().width();
    int atOnce = (int) Math.max(1, Math.min(candidates.size(), STACK_BYTES / bytes));
    List<OutputScores> all = new ArrayList<>();
    for (int from = 0; from < candidates.size(); from += atOnce) {
      int to = Math.min(candidates.size(), from + atOnce);
      List<Layer> stacked = new ArrayList<>();
      for (List<Layer> layers : models.range(from, to)) {
        stacked.add(layers == null ? null : CandidateScores.stacked(layers));
      }
      var pass =
          new CandidateScores.Gathering(
              data.hidden(),
              data.outputActivation(),
              data.essences(),
              stacked,
              folds,
              Math.min(rows, MOST_OUTPUTS / outputs));
      all.addAll(
          run.steps()
              .run(
                  "solve",
                  "candidates",
                  "scores of " + (to - from),
                  () -> some.aggregate(pass).candidates()));
    }
    return all;
  }

  private Selected chosen(
      CandidateModels models,
      KeyedFolds folds,
      SampleStore store,
      List<OutputScores> scores,
      MomentsPair all) {
    double[] kappas =
        run.steps().run("solve", "candidates", "scale", () -> CandidateLosses.scales(scores));
    CandidateLosses logLosses = CandidateLosses.logLosses(scores, kappas);
    CandidateLosses errors = CandidateLosses.errors(scores);
    boolean noisy = options.noiseRadius() > 0;
    CandidateLosses criterion =
        noisy
            ? CandidateLosses.errors(
                scores(
                    models,
                    folds,
                    store.view(
                        store.features(),
                        SurfaceNoise.ofRadius(options.noiseRadius(), options.seed()))))
            : logLosses;
    Selection selection = new Selection(candidates, criterion, noisy, models.solvable());
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("comparedOn", comparison.reportName());
    map.put("samples", scores.get(0).samples());
    map.put("criterion", noisy ? "errorsUnderNoise" : "logLoss");
    map.put("noiseRadius", options.noiseRadius());
    map.putAll(selection.asMap(kappas, logLosses, errors));
    run.report().put("selection", map);
    Candidate taken = candidates.get(selection.chosen());
    run.steps()
        .note(
            taken.inWords()
                + " chosen of "
                + candidates.size()
                + " on "
                + scores.get(0).samples()
                + " samples ("
                + comparison.reportName()
                + ")"
                + (selection.runnerUp() < 0
                    ? ""
                    : "; runner-up " + candidates.get(selection.runnerUp()).inWords()));
    return selected(taken, kappas[selection.chosen()], all);
  }

  private Selected selected(Candidate penalty, double kappa, MomentsPair all) {
    return new Selected(
        penalty,
        kappa,
        equations(all.training(), penalty),
        all.heldOut() == null ? null : equations(all.heldOut(), penalty));
  }

  private NormalEquations equations(Moments moments, Candidate penalty) {
    return NormalEquations.ofKept(moments, penalty.gamma(), options.fitIntercept());
  }

  /** Where κ of a selection comes from, for the manifest. */
  String reportName() {
    return comparison.reportName();
  }
}
