package org.extremum.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The penalties that gamma=auto and regParam=auto choose among. */
final class CandidateGrid {
  /**
   * 0 is the baseline without penalty on gradients. From 0.3 to 1 the factor γ²/2 grows threefold a
   * step, 0.045 to 0.5, around what was found best from 150 samples to 60 000 (method.md 12: 0.01
   * to 0.3). In five-fold cross-validation of iris, breast cancer and digits a finer grid (0.15) or
   * a longer one (1.4, 2) chose no better, clean or noisy.
   */
  private static final double[] GAMMAS = {0, 0.3, 0.6, 1};

  /**
   * Decades from where the ridge is little more than what keeps the system solvable to where it
   * does the work of γ on small data: digits wants 1e-3, breast cancer 0.1 to 1, iris 10 with 500
   * neurons and up to 100 with 2000, since F grows with the width. 1e-4 was no better anywhere.
   */
  private static final double[] RIDGES = {1e-3, 1e-2, 1e-1, 1, 10, 100};

  /** The largest λ that is tried in any case where solves are dear. */
  private static final double BEGIN = 1e-1;

  /** Where there is nothing to choose by. */
  private static final Candidate USUAL = new Candidate(0.6, 3e-3);

  private CandidateGrid() {}

  /** What was given, and usual values for what was to be chosen. */
  static Candidate usual(TrainingOptions options) {
    return new Candidate(
        values(options.gamma(), USUAL.gamma()).findFirst().orElseThrow(),
        values(options.regParam(), USUAL.ridge()).findFirst().orElseThrow());
  }

  /** Weakest first; what was given is kept. */
  static List<Candidate> of(TrainingOptions options) {
    return values(options.gamma(), GAMMAS)
        .boxed()
        .flatMap(
            gamma ->
                values(options.regParam(), RIDGES).mapToObj(ridge -> new Candidate(gamma, ridge)))
        .toList();
  }

  /**
   * Those to begin with: all on folds, where samples are few and layers narrow, so that solves are
   * short; else of λ that is to be chosen the weaker half. There samples are many (or neurons more
   * than samples), and little ridge is what they want: the three decades hold what was best on
   * everything measured of more than 1000 samples.
   */
  static List<Candidate> first(TrainingOptions options, Comparison comparison) {
    List<Candidate> all = of(options);
    return comparison == Comparison.FOLDS || !Double.isNaN(options.regParam())
        ? all
        : all.stream().filter(candidate -> candidate.ridge() <= BEGIN).toList();
  }

  /**
   * What to try next: for each γ the decade above its largest λ so far, unless that does worse than
   * the γ's best by more than chance. Loss against log λ falls and then rises, so what comes after
   * does worse still.
   *
   * @param trials all that were tried so far, on one hidden stack
   */
  static List<Candidate> further(TrainingOptions options, Trials trials) {
    return values(options.gamma(), GAMMAS)
        .boxed()
        .flatMap(gamma -> next(options, trials, gamma).stream())
        .toList();
  }

  private static Optional<Candidate> next(TrainingOptions options, Trials trials, double gamma) {
    int[] own = of(trials, gamma).toArray();
    int strongest =
        Arrays.stream(own)
            .boxed()
            .max(Comparator.comparing(t -> trials.all().get(t)))
            .orElseThrow();
    int best = trials.best(Arrays.stream(own));
    if (best >= 0 && !trials.withinChance(strongest, best)) {
      return Optional.empty();
    }
    return above(options, trials.all().get(strongest).penalty());
  }

  /** The next larger λ of the same γ. */
  private static Optional<Candidate> above(TrainingOptions options, Candidate tried) {
    return of(options).stream()
        .filter(candidate -> candidate.gamma() == tried.gamma() && candidate.compareTo(tried) > 0)
        .findFirst();
  }

  /**
   * Where logistic polarization is tried first: for each γ with what least squares take of its λ.
   *
   * @param leastSquares on one hidden stack
   */
  static List<Candidate> ofEachGamma(Trials leastSquares) {
    return leastSquares.all().stream()
        .mapToDouble(trial -> trial.penalty().gamma())
        .distinct()
        .mapToObj(gamma -> taken(leastSquares, gamma))
        .flatMap(Optional::stream)
        .sorted()
        .toList();
  }

  private static Optional<Candidate> taken(Trials trials, double gamma) {
    int best = trials.best(of(trials, gamma));
    return of(trials, gamma)
        .filter(t -> trials.all().get(t).solved() && trials.tied(t, best))
        .mapToObj(t -> trials.all().get(t).penalty())
        .max(Comparator.naturalOrder());
  }

  private static IntStream of(Trials trials, double gamma) {
    return IntStream.range(0, trials.all().size())
        .filter(t -> trials.all().get(t).penalty().gamma() == gamma);
  }

  /**
   * What to try next by logistic polarization: the decade above what would be taken, which
   * regularises it less than least squares at the same λ; nothing where that has been tried.
   *
   * @param logistic all that were polarised so far, on one hidden stack
   */
  static List<Candidate> stronger(TrainingOptions options, Trials logistic) {
    if (!logistic.anySolved()) {
      return List.of();
    }
    return above(options, new Selection(logistic).taken().penalty()).stream()
        .filter(next -> logistic.all().stream().noneMatch(t -> t.penalty().equals(next)))
        .toList();
  }

  private static DoubleStream values(double given, double... grid) {
    return Double.isNaN(given) ? Arrays.stream(grid) : DoubleStream.of(given);
  }
}
