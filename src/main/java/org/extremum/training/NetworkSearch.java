package org.extremum.training;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPair;
import org.extremum.polarization.NormalEquations;

/**
 * Chooses γ, λ and, where several are to be tried, the hidden layers (method.md 7): by one
 * criterion over all of them, on the same rows. Each hidden stack costs a pass for Moments; of the
 * stacks that were passed over only the Moments of the one that leads are kept.
 */
final class NetworkSearch {
  private final Run run;
  private final Samples data;
  private final List<HiddenDraw> draws;
  private final ComparedRows rows;
  // What candidates for polarization were found by, for the manifest; empty for least squares.
  private final Map<HiddenDraw, List<?>> leastSquares = new HashMap<>();
  private Trials trials; // of all stacks so far; null before the first
  private Kept kept; // of the stack that leads

  /** A stack with its Moments. */
  private record Kept(HiddenDraw draw, Samples data, PenaltySearch.Passed passed) {}

  /**
   * @param data with the first hidden layers that are to be tried
   */
  NetworkSearch(Run run, Samples data, RowShares shares) {
    this.run = run;
    this.data = data;
    this.draws = run.hiddenLayers().draws();
    int widest = draws.stream().mapToInt(HiddenDraw::width).max().orElseThrow();
    this.rows = ComparedRows.of(data, shares, widest);
  }

  /** What is chosen, with the equations to solve for it. */
  Selected selected() {
    if (draws.size() > 1) {
      announce();
    }
    for (HiddenDraw draw : draws) {
      tryOn(draw);
      if (trials == null) { // no rows to compare by, whatever the hidden layers
        return usual();
      }
    }
    if (!trials.anySolved()) {
      throw unsolvable();
    }
    Selection selection = new Selection(trials);
    Trial taken = selection.taken();
    report(selection);
    if (!kept.draw().equals(taken.draw())) {
      kept = null;
      kept = again(taken.draw());
    }
    return selected(taken.penalty(), taken.kappa(), taken.reached());
  }

  private void announce() {
    long widths = draws.stream().map(HiddenDraw::width).distinct().count();
    run.steps()
        .note(
            draws.size()
                + " passes for Moments, one for each of "
                + widths
                + (widths == 1 ? " width" : " widths")
                + " x "
                + draws.size() / widths
                + " initScale: every one of these draws neurons of its own; one more should one that"
                + " was passed over be the best in the end");
  }

  private void tryOn(HiddenDraw draw) {
    Samples drawn = drawn(draw);
    PenaltySearch.Tried tried = search(draw, drawn).tried();
    if (tried.leastSquares() != null) {
      leastSquares.put(draw, new Selection(tried.leastSquares()).candidates());
    }
    if (tried.trials() != null) {
      trials = trials == null ? tried.trials() : trials.and(tried.trials());
    }
    if (trials == null || trials.anySolved() && new Selection(trials).taken().draw().equals(draw)) {
      kept = new Kept(draw, drawn, tried.passed());
    }
  }

  /**
   * Leads after all, though another did when it was passed over: the standard error is a pair's.
   */
  private Kept again(HiddenDraw draw) {
    run.steps().note(draw.inWords() + " leads again: one more pass for its Moments");
    Samples drawn = drawn(draw);
    return new Kept(draw, drawn, search(draw, drawn).passed());
  }

  private Samples drawn(HiddenDraw draw) {
    return draw.equals(draws.get(0))
        ? data
        : data.with(
            run.steps()
                .run(
                    "statistics",
                    "hidden weights",
                    draw.inWords(),
                    run.hiddenLayers().with(draw)::drawn));
  }

  private PenaltySearch search(HiddenDraw draw, Samples drawn) {
    MomentsStep step =
        draws.size() == 1
            ? new MomentsStep(run, drawn)
            : new MomentsStep(run, drawn, "Of" + draws.indexOf(draw));
    return new PenaltySearch(run, drawn, draw, rows, step);
  }

  private Problem unsolvable() {
    List<Trial> all = trials.all();
    return Problem.of(
        Problem.Kind.NO_MODEL,
        "the solve for " + all.get(all.size() - 1).penalty().inWords(),
        "a positive definite matrix",
        "none for any candidate",
        "give a larger regParam");
  }

  private void report(Selection selection) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("comparedOn", rows.comparison().reportName());
    map.put("samples", trials.samples());
    map.put("criterion", trials.noisy() ? "errorsUnderNoise" : "logLoss");
    map.put("noiseRadius", run.options().noiseRadius());
    map.put("polarization", run.options().polarization());
    map.putAll(selection.asMap());
    if (run.options().logistic()) {
      map.put("leastSquares", leastSquares.get(selection.taken().draw()));
    }
    run.report().put("selection", map);
    if (rows.comparison() != Comparison.VALIDATION && run.options().fineTuning() == 0) {
      Trial taken = selection.taken();
      new HeldOut(trials.samples(), taken.logLoss(), taken.accuracy())
          .into(run.report(), reportName());
    }
    run.steps()
        .note(
            selection.inWords()
                + ", compared on "
                + trials.samples()
                + " samples ("
                + rows.comparison().reportName()
                + ")");
  }

  private Selected usual() {
    run.steps()
        .warn("too few samples to choose by; the narrowest hidden layers and defaults are used");
    run.report().put("selection.comparedOn", "none");
    return selected(CandidateGrid.usual(run.options()), Double.NaN, null);
  }

  private Selected selected(Candidate penalty, double kappa, PolarizedLayer reached) {
    run.report().put("hiddenLayers", kept.draw().widths());
    run.report().put("resolved.initScale", kept.draw().initScale());
    MomentsPair moments = kept.passed().moments();
    return new Selected(
        kept.data(),
        kept.draw(),
        penalty,
        kappa,
        kept.passed().rounding(),
        reached,
        equations(moments.training(), penalty),
        moments.heldOut() == null ? null : equations(moments.heldOut(), penalty));
  }

  private NormalEquations equations(Moments moments, Candidate penalty) {
    return NormalEquations.ofSolved(moments, penalty.gamma(), run.options().fitIntercept());
  }

  /** Where κ of a selection comes from, for the manifest. */
  String reportName() {
    return rows.comparison().reportName();
  }
}
