package org.extremum.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.extremum.linalg.BlasThreads;
import org.extremum.moments.FloatRounding;
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
 * part, one Cholesky a candidate solves it without the part, one pass scores candidates on what
 * they have not seen. Where a Cholesky is dear, λ is followed upwards only as far as it does well
 * ({@link CandidateGrid#further}). With {@code polarization=logistic} some of them are polarised,
 * and the choice goes by those.
 */
final class PenaltySearch {
  private final Run run;
  private final TrainingOptions options;
  private final Samples data;
  private final HiddenDraw draw;
  private final ComparedRows rows;
  private final MomentsStep step;

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
  }

  /**
   * What came of it.
   *
   * @param trials null where there are no rows to compare candidates by
   * @param leastSquares the solutions that those to be polarised were found by; null where nothing
   *     is polarised
   */
  record Tried(Trials trials, Trials leastSquares, Passed passed) {}

  /**
   * What the pass made.
   *
   * @param moments of the training samples, with E; a tenth held out apart where it is compared on
   * @param rounding of all of them; null in double precision
   */
  record Passed(MomentsPair moments, FloatRounding rounding) {}

  /** Solves and scores candidates, as many as the choice needs. */
  Tried tried() {
    Parts parts = parts();
    Trials solved = solved(parts);
    boolean polarizes = options.logistic() && solved != null && solved.anySolved();
    Trials trials = polarizes ? polarized(solved, parts) : solved;
    return new Tried(trials, polarizes ? solved : null, parts.passed().get());
  }

  private Trials solved(Parts parts) {
    Trials trials = null;
    List<Candidate> next = CandidateGrid.first(options, rows.comparison());
    while (!next.isEmpty()) {
      Trials more = scored(models(next, parts), next, parts, candidate -> null);
      if (more == null) {
        break;
      }
      trials = trials == null ? more : trials.and(more);
      next = CandidateGrid.further(options, trials);
    }
    return trials;
  }

  /** Few of the candidates, which are dear then: those that least squares point to. */
  private Trials polarized(Trials solved, Parts parts) {
    Trials trials = null;
    List<Candidate> next = CandidateGrid.ofEachGamma(solved);
    try (LogisticCandidates logistic = new LogisticCandidates(run, data, rows, parts.training())) {
      while (!next.isEmpty()) {
        Trials more = scored(logistic.models(next), next, parts, logistic::reached);
        trials = trials == null ? more : trials.and(more);
        next = CandidateGrid.stronger(options, trials);
      }
    }
    return trials;
  }

  /** Moments of {@link #tried} alone; nothing is solved. */
  Passed passed() {
    MomentsPair pair = step.of(rows.comparison() == Comparison.HELD_OUT ? rows.tenth() : null);
    FloatRounding rounding = PrecisionNotice.bounds(run, data, pair.parts());
    withGradients(pair.parts());
    return new Passed(pair, rounding);
  }

  /**
   * What candidates are solved with.
   *
   * @param training for each part that is tested the Moments, with E, of what trains meanwhile
   * @param passed Moments of all, with E, a tenth held out apart where it is compared on
   * @param tested samples that are tested in all; -1 where they are still to be counted
   */
  private record Parts(List<Supplier<Moments>> training, Supplier<Passed> passed, long tested) {}

  private Parts parts() {
    if (rows.comparison() != Comparison.FOLDS) {
      Passed passed = passed();
      MomentsPair pair = passed.moments();
      return new Parts(
          List.of(pair::training),
          () -> passed,
          pair.heldOut() == null ? -1 : pair.heldOut().samples());
    }
    FoldMoments folds = step.ofFolds(rows.folds());
    FloatRounding rounding = PrecisionNotice.bounds(run, data, folds.folds());
    withGradients(folds.folds());
    List<Supplier<Moments>> training = new ArrayList<>();
    for (int p = 0; p < folds.folds().size(); p++) {
      int tested = p;
      boolean empty = folds.folds().get(p).samples() == 0;
      training.add(empty ? () -> null : () -> folds.without(tested));
    }
    return new Parts(
        training,
        () -> new Passed(new MomentsPair(folds.without(-1), null), rounding),
        data.count());
  }

  private void withGradients(List<Moments> all) {
    run.steps()
        .run(
            "solve",
            "candidates",
            "gradients",
            () ->
                BlasThreads.onAllCores(
                    () -> {
                      Moments.toGradientGrams(all, data.hidden());
                      return all;
                    }));
  }

  /** Solves some candidates without each part. */
  private CandidateModels models(List<Candidate> candidates, Parts parts) {
    CandidateModels models = new CandidateModels(run, data.outputActivation(), candidates);
    for (Supplier<Moments> part : parts.training()) {
      Moments training = part.get();
      if (training == null) {
        models.skip();
      } else {
        models.solve(training);
      }
    }
    return models;
  }

  /**
   * Scores some candidates on each part.
   *
   * @return null where there are no rows to compare by
   */
  private Trials scored(
      CandidateModels models,
      List<Candidate> candidates,
      Parts parts,
      Function<Candidate, PolarizedLayer> reached) {
    if (!models.any()) {
      return null;
    }
    ScoringSize size = size(parts);
    List<OutputScores> scores = scores(models, candidates.size(), rows.of(data), size);
    return scores.get(0).essencesPresent() > 1
        ? trials(models, candidates, scores, size, reached)
        : null;
  }

  /** The same for all candidates, so that they are scored on the same rows. */
  private ScoringSize size(Parts parts) {
    long count =
        parts.tested() >= 0
            ? parts.tested()
            : run.steps().run("solve", "candidates", "count", () -> Samples.count(rows.of(data)));
    return new ScoringSize(
        CandidateGrid.of(options).size(),
        rows.comparison().tested(),
        data.essences(),
        data.hidden().width(),
        count);
  }

  /** Outputs of candidates on rows they have not seen, at most so many as may be brought. */
  private List<OutputScores> scores(
      CandidateModels models, int candidates, SampleStore store, ScoringSize size) {
    SampleStore some = Samples.some(store, size.share(), options.seed());
    List<OutputScores> all = new ArrayList<>();
    for (int from = 0; from < candidates; from += size.atOnce()) {
      int end = Math.min(candidates, from + size.atOnce());
      List<Layer> stacked = new ArrayList<>();
      for (List<Layer> layers : models.range(from, end)) {
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
                  "scores of " + (end - from),
                  () -> some.aggregate(pass).candidates()));
    }
    return all;
  }

  private Trials trials(
      CandidateModels models,
      List<Candidate> candidates,
      List<OutputScores> scores,
      ScoringSize size,
      Function<Candidate, PolarizedLayer> reached) {
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
              1 - errors.mean(c),
              reached.apply(candidates.get(c))));
    }
    boolean noisy = options.noiseRadius() > 0;
    CandidateLosses criterion =
        noisy ? errorsUnderNoise(models, candidates.size(), size) : logLosses;
    return new Trials(all, criterion, noisy, scores.get(0).samples());
  }

  private CandidateLosses errorsUnderNoise(
      CandidateModels models, int candidates, ScoringSize size) {
    SampleStore store = rows.of(data);
    SurfaceNoise noise = SurfaceNoise.ofRadius(options.noiseRadius(), options.seed());
    return CandidateLosses.errors(
        scores(models, candidates, store.view(store.features(), noise), size));
  }
}
