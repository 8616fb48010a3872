package org.extremum.training;

import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.BlasThreads;
import org.extremum.moments.FoldMoments;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPair;
import org.extremum.network.Layer;
import org.extremum.polarization.CandidateLosses;
import org.extremum.polarization.CandidateScores;
import org.extremum.polarization.OutputScores;
import org.extremum.samples.SampleStore;
import org.extremum.samples.SurfaceNoise;

/**
 * Tries γ and λ on given hidden layers (method.md 7): the one pass for Moments gives those of every
 * part, one Cholesky a candidate solves it without the part, one pass scores all candidates on what
 * they have not seen.
 */
final class PenaltySearch {
  private final Run run;
  private final TrainingOptions options;
  private final Samples data;
  private final HiddenDraw draw;
  private final ComparedRows rows;
  private final MomentsStep step;
  private final List<Candidate> candidates;
  private final CandidateModels models;

  /**
   * @param data with the hidden layers of the draw
   * @param step makes their Moments
   */
  PenaltySearch(Run run, Samples data, HiddenDraw draw, ComparedRows rows, MomentsStep step) {
    this.run = run;
    this.options = run.options();
    this.data = data;
    this.draw = draw;
    this.rows = rows;
    this.step = step;
    this.candidates = CandidateGrid.of(options);
    this.models = new CandidateModels(run, data.outputActivation(), candidates);
  }

  /**
   * What came of it.
   *
   * @param trials null where there are no rows to compare candidates by
   * @param moments of the training samples, with E; a tenth held out apart where it is compared on
   */
  record Tried(Trials trials, MomentsPair moments) {}

  /** Solves and scores every candidate. */
  Tried tried() {
    MomentsPair moments = solveAll();
    if (!models.any()) {
      return new Tried(null, moments);
    }
    List<OutputScores> scores = scores(rows.of(data));
    return new Tried(scores.get(0).essencesPresent() > 1 ? trials(scores) : null, moments);
  }

  /** The Moments of {@link #tried} alone; nothing is solved. */
  MomentsPair moments() {
    MomentsPair pair = step.of(rows.comparison() == Comparison.HELD_OUT ? rows.tenth() : null);
    withGradients(pair.training());
    if (pair.heldOut() != null) {
      withGradients(pair.heldOut());
    }
    return pair;
  }

  /** Solves every candidate without each part; the Moments, with E, a tenth held out apart. */
  private MomentsPair solveAll() {
    if (rows.comparison() != Comparison.FOLDS) {
      MomentsPair pair = moments();
      models.solve(pair.training());
      return pair;
    }
    FoldMoments parts = step.ofFolds(rows.folds());
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

  private void withGradients(Moments moments) {
    BlasThreads.onAllCores(() -> moments.toGradientGram(data.hidden()));
  }

  /** Outputs of all candidates on rows they have not seen, at most so many as may be brought. */
  private List<OutputScores> scores(SampleStore store) {
    long count = run.steps().run("solve", "candidates", "count", () -> Samples.count(store));
    ScoringSize size = sizeOf(count);
    SampleStore some = Samples.some(store, size.share(), options.seed());
    List<OutputScores> all = new ArrayList<>();
    for (int from = 0; from < candidates.size(); from += size.atOnce()) {
      int to = Math.min(candidates.size(), from + size.atOnce());
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
              rows.folds(),
              size.rows());
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

  private ScoringSize sizeOf(long count) {
    return new ScoringSize(
        candidates.size(),
        rows.comparison().tested(),
        data.essences(),
        data.hidden().width(),
        count);
  }

  private Trials trials(List<OutputScores> scores) {
    double[] kappas =
        run.steps().run("solve", "candidates", "scale", () -> CandidateLosses.scales(scores));
    CandidateLosses logLosses = CandidateLosses.logLosses(scores, kappas);
    CandidateLosses errors = CandidateLosses.errors(scores);
    List<Trial> all = new ArrayList<>();
    for (int c = 0; c < candidates.size(); c++) {
      all.add(
          new Trial(
              draw,
              candidates.get(c),
              models.solvable()[c],
              kappas[c],
              logLosses.mean(c),
              1 - errors.mean(c)));
    }
    boolean noisy = options.noiseRadius() > 0;
    CandidateLosses criterion = noisy ? errorsUnderNoise() : logLosses;
    return new Trials(all, criterion, noisy, scores.get(0).samples());
  }

  private CandidateLosses errorsUnderNoise() {
    SampleStore store = rows.of(data);
    SurfaceNoise noise = SurfaceNoise.ofRadius(options.noiseRadius(), options.seed());
    return CandidateLosses.errors(scores(store.view(store.features(), noise)));
  }
}
