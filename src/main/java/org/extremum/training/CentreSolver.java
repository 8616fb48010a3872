package org.extremum.training;

import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.RowSpace;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.moments.Moments;
import org.extremum.moments.WideningPass;

/**
 * Makes given central samples extrema: round u = n first; where the network is too small for it,
 * deeper rounds or a wider last hidden layer, as asked. Keeps from call to call what later ones
 * build upon: the Moments, and the factor of the centres' equations, to which only the new centres'
 * rows are added.
 */
final class CentreSolver {
  /**
   * Times that a layer is widened at most: the first need is generic, the others are for bad luck.
   */
  private static final int MOST_GROWTHS = 3;

  /** How much wider where the width should do by the count of equations and does not. */
  private static final double GROWTH = 1.5;

  private final Run run;
  private Samples data;
  private Moments moments; // F and E of all samples
  private final List<Integer> growths = new ArrayList<>();
  private RowSpaceFactor factor; // of the centres' equations; null before the first

  CentreSolver(Run run, Samples data) {
    this.run = run;
    this.data = data;
    this.moments = moments();
  }

  /** Goes on from what a checkpoint kept. */
  CentreSolver(Run run, Samples data, RoundState kept) {
    this.run = run;
    this.data = data;
    this.moments = moments();
    for (int width : kept.growths(width())) {
      run.hiddenLayers().requireMemory(width);
      widen(width);
    }
    this.factor = kept.factor(new RowSpaces(run, this.data).ofCentres(), width());
  }

  private Moments moments() {
    Moments made = new MomentsStep(run, data).of(null).training();
    BlasThreads.onAllCores(() -> made.toGradientGram(data.hidden()));
    return made;
  }

  private int width() {
    return data.hidden().width();
  }

  /** The factor of the centres' equations so far, or null. */
  RowSpaceFactor factor() {
    return factor;
  }

  /** Widths that the last hidden layer was widened to, one after the other. */
  List<Integer> growths() {
    return List.copyOf(growths);
  }

  /**
   * Makes the centres extrema.
   *
   * @param centres all of them
   * @param added those that the factor has not taken in yet
   */
  Attempt solve(CentreSet centres, CentreSet added) {
    Attempt attempt = outputRound(centres, added);
    if (!attempt.tooSmall()) {
      return attempt;
    }
    return switch (run.options().onTooSmall()) {
      case "deepen" -> new DeeperRounds(run, data, moments).solve(centres, attempt);
      case "grow" -> grown(centres, attempt);
      default -> attempt;
    };
  }

  private Attempt outputRound(CentreSet centres, CentreSet added) {
    try (RowSpace rowSpace = rowSpace(centres, added)) {
      Spectrum.into(run.report(), rowSpace);
      return new OutputRound(run, data, moments, centres.all())
          .solve(rowSpace, centres.store(), centres.count());
    }
  }

  private RowSpace rowSpace(CentreSet centres, CentreSet added) {
    RowSpaces rowSpaces = new RowSpaces(run, data);
    if (centres.all()) {
      return rowSpaces.ofAll(moments);
    }
    RowSpaceMethod method = rowSpaces.ofCentres();
    if (added.count() > 0) {
      RowSpaceFactor rows = rowSpaces.factor(method, added.store(), added.count());
      factor = factor == null ? rows : factor.merge(rows);
    }
    return rowSpaces.decide(method, factor);
  }

  /** Widens the last hidden layer to the computed need until the centres fit. */
  private Attempt grown(CentreSet centres, Attempt first) {
    Attempt attempt = first;
    for (int times = 0; times < MOST_GROWTHS && attempt.tooSmall(); times++) {
      int before = width();
      Capacity capacity = Capacity.of(data.hidden(), data.essences());
      int need =
          (int) Math.min(Integer.MAX_VALUE, capacity.widthForEveryLabelling(centres.count()));
      int width = need > before ? need : (int) Math.ceil(GROWTH * before);
      run.steps()
          .note(
              attempt.outcome()
                  + " with "
                  + before
                  + " neurons: widening the last hidden layer to "
                  + width);
      run.hiddenLayers().requireMemory(width);
      widen(width);
      factor = null;
      attempt = outputRound(centres, centres);
    }
    return attempt;
  }

  /** Of the Moments only the new neurons' columns are made: entries of two old ones stay. */
  private void widen(int width) {
    int before = width();
    data = data.with(run.hiddenLayers().widened(data.hidden(), width));
    moments = WideningPass.joined(moments, new MomentsStep(run, data).ofNewNeurons(before));
    BlasThreads.onAllCores(() -> moments.toGradientGram(data.hidden(), before));
    growths.add(width);
    run.report().put("resolved.hiddenLayers", data.hidden().widths());
  }
}
