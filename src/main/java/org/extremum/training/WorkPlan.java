package org.extremum.training;

import java.util.List;
import java.util.Locale;
import org.extremum.linalg.SmallSide;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPass;
import org.extremum.network.HiddenStack;
import org.extremum.network.Tangents;

/**
 * Operations and bytes that a training takes, counted before it begins from the formulas of
 * method.md 3 to 7, and the time that follows from a measured pace. Reading, statistics and the
 * draw of hidden weights are not counted: they are bounded by memory, not arithmetic, and short.
 *
 * @param passes passes for Moments
 * @param passFlops operations of all of them
 * @param reducedBytes bytes of partial results that are sent until all merged ones are on the
 *     driver; none where the samples are on the driver
 * @param wholeBytes those that are merged one after the other however many tasks run, of results
 *     that travel in one piece
 * @param tiledBytes the same of results that travel in tiles, which are larger and slower
 * @param solveFlops operations on the driver: Cholesky factors, right-hand sides, E
 * @param verifyFlops operations of passes that score candidates and samples
 * @param open whether steps may follow whose number is not known before: rounds, iterations
 */
public record WorkPlan(
    int passes,
    double passFlops,
    double reducedBytes,
    double wholeBytes,
    double tiledBytes,
    double solveFlops,
    double verifyFlops,
    boolean open) {
  /** All eigenvectors of a symmetric matrix, l³ (Golub and Van Loan 8.3). */
  private static final double GRAM = 9;

  /** Singular vectors of a triangular factor, l³. */
  private static final double TSQR = 20;

  /** Its build, l² for each row. */
  private static final double TSQR_BUILD = 3.3;

  /**
   * Counts.
   *
   * @param samples φ
   * @param features m
   * @param essences V, at least 2
   * @param reduction how partial results come together
   */
  public static WorkPlan of(
      long samples, int features, int essences, TrainingOptions options, Reduction reduction) {
    WorkPlan all = new WorkPlan(0, 0, 0, 0, 0, 0, 0, isOpen(options));
    int draws = Math.max(1, options.initScaleCandidates().size());
    for (List<Integer> widths : options.hiddenLayersTried()) {
      Size size = new Size(samples, features, essences, widths, reduction);
      WorkPlan one = options.exact() ? exact(size, options) : weakened(size, options);
      for (int k = 0; k < draws; k++) {
        all = all.and(one);
      }
    }
    Size largest = new Size(samples, features, essences, options.largestHiddenLayers(), reduction);
    return all.and(largest.finish(options));
  }

  /** As resolved. */
  static WorkPlan of(ResolvedPlan plan, TrainingOptions options, Reduction reduction) {
    return of(plan.samples(), plan.features(), plan.essences(), options, reduction);
  }

  private static boolean isOpen(TrainingOptions options) {
    return options.exact()
        || options.logistic()
        || options.fineTuning() > 0
        || options.prototypes() > 0;
  }

  private WorkPlan and(WorkPlan other) {
    return new WorkPlan(
        passes + other.passes,
        passFlops + other.passFlops,
        reducedBytes + other.reducedBytes,
        wholeBytes + other.wholeBytes,
        tiledBytes + other.tiledBytes,
        solveFlops + other.solveFlops,
        verifyFlops + other.verifyFlops,
        open);
  }

  /** What the counts are made of. */
  private record Size(
      long samples, int features, int essences, List<Integer> widths, Reduction reduction) {
    int last() {
      return widths.get(widths.size() - 1);
    }

    double cube() {
      return Math.pow(last(), 3);
    }

    /** A Cholesky factor and all right-hand sides: l³/3 + 2l²V. */
    double solve() {
      return cube() / 3 + 2.0 * last() * last() * essences;
    }

    /** W·Wᵀ, whose entries make E of CᵀC: l²·m; deeper stacks sum E itself. */
    double gradientGram() {
      return widths.size() > 1 ? 0 : (double) last() * last() * features;
    }

    /** One sample's outputs, of so many output layers. */
    double scoring(int layers) {
      return Tangents.flops(features, widths) + 2.0 * last() * essences * layers;
    }

    double passFlops(TrainingOptions options) {
      int directions = options.exact() ? 0 : options.sketchDirections();
      double share = GradientChoice.share(options, features, last(), samples);
      return samples * MomentsPass.flopsOfSample(features, widths, directions, share);
    }

    /** A pass for Moments of so many parts of the samples, and what is solved for after it. */
    WorkPlan pass(TrainingOptions options, int parts, double more, double solve, double verify) {
      long bytes = parts * Moments.bytes(last(), essences);
      int tiles = MomentsPass.tiles(parts, last(), essences);
      double inTurn = reduction.inTurn(bytes, tiles);
      return new WorkPlan(
          1,
          passFlops(options) + more,
          reduction.sent(bytes),
          tiles == 1 ? inTurn : 0,
          tiles == 1 ? 0 : inTurn,
          solve,
          verify,
          false);
    }

    /** What is done with the network that was chosen: its evaluation, noise, residuals. */
    WorkPlan finish(TrainingOptions options) {
      double residuals =
          (options.exact() ? 2 : 1) // their histogram is a pass of its own there
              * SampledResiduals.rows(samples, essences, scoring(1))
              * essences
              * scoring(1);
      double scored = options.exact() ? samples : Performance.rowsScored(samples, scoring(1));
      double verify =
          scored * scoring(1) + Performance.flopsUnderNoise(samples, scoring(1)) + residuals;
      return new WorkPlan(0, 0, 0, 0, 0, options.exact() ? 0 : solve(), verify, false);
    }
  }

  /** Moments and all solves for one draw of hidden layers but the last. */
  private static WorkPlan weakened(Size size, TrainingOptions options) {
    boolean validation = !options.validationIndicatorCol().isEmpty();
    Comparison comparison = Comparison.of(validation, size.samples, size.last());
    if (!options.chooses()) {
      int parts = comparison == Comparison.VALIDATION ? 1 : 2;
      double trial = parts == 1 ? 0 : size.solve(); // without the tenth
      return size.pass(options, parts, 0, trial + parts * size.gradientGram(), 0);
    }
    int candidates = CandidateGrid.first(options, comparison).size(); // seldom more
    var scored =
        new ScoringSize(candidates, comparison.tested(), size.essences, size.last(), size.samples);
    return size.pass(
        options,
        comparison.parts(),
        0,
        (candidates + polarized(options)) * comparison.tested() * size.solve()
            + size.gradientGram(),
        scored.rows() * size.scoring(candidates));
  }

  /** Factors that candidates are polarised by at least; their passes are not known before. */
  private static int polarized(TrainingOptions options) {
    long gammas = CandidateGrid.of(options).stream().map(Candidate::gamma).distinct().count();
    return options.logistic() ? (int) gammas : 0;
  }

  /**
   * Moments, rank and null space of all samples' equations, and the solve in the null space; more
   * where gradients of further samples are weakened.
   */
  private static WorkPlan exact(Size size, TrainingOptions options) {
    double l = size.last();
    double rows =
        (double) size.samples * HiddenStack.equationsPerSample(size.features, size.widths);
    boolean small = rows <= l && options.rowSpace().equals("auto");
    double rank = Math.min(rows, l);
    double nullity = l - rank;
    boolean byTsqr = options.rowSpace().equals("tsqr");
    double build = byTsqr ? TSQR_BUILD * l * l * rows : 0;
    double decision =
        small ? SmallSide.flops(size.last(), (int) rows) : (byTsqr ? TSQR : GRAM) * l * l * l;
    double projected = 2 * l * nullity * (l + nullity);
    double useful = GRAM * nullity * nullity * nullity;
    return size.pass(options, 1, build, decision + projected + useful + size.gradientGram(), 0);
  }

  /** Seconds that all of it takes at a pace. */
  public double seconds(Pace pace) {
    return pace.secondsOfPasses(passFlops + verifyFlops)
        + pace.secondsOfMerging(wholeBytes, tiledBytes)
        + pace.secondsOfSolves(solveFlops);
  }

  /** The counts in words. */
  public String inWords() {
    return String.format(
        Locale.ROOT,
        "work: %s for Moments of %s, %s; %s to solve, %s to verify",
        passes == 1 ? "1 pass" : passes + " passes",
        gflop(passFlops / Math.max(1, passes)) + (passes == 1 ? "" : " each"),
        reducedBytes > 0 ? MemoryPlan.gigabytes((long) reducedBytes) + " reduced" : "nothing sent",
        gflop(solveFlops),
        gflop(verifyFlops));
  }

  /** The time in words. */
  public String timeInWords(Pace pace) {
    double seconds = seconds(pace);
    return String.format(
        Locale.ROOT,
        "time: %s %s without reading; %s",
        open ? "at least" : "about",
        seconds < 1 ? "a second" : String.format(Locale.ROOT, "%.0f s", seconds),
        pace.inWords());
  }

  private static String gflop(double flops) {
    return flops < 1e12
        ? String.format(Locale.ROOT, "%.3g GFLOP", flops * 1e-9)
        : String.format(Locale.ROOT, "%.3g TFLOP", flops * 1e-12);
  }

  /** Enters the counts and the time expected. */
  void into(TrainingReport report, Pace pace) {
    report.put("plan.momentsPasses", passes);
    report.put("plan.momentsFlops", passFlops);
    report.put("plan.reducedBytes", reducedBytes);
    report.put("plan.reducedInTurnBytes", wholeBytes + tiledBytes);
    report.put("plan.solveFlops", solveFlops);
    report.put("plan.verifyFlops", verifyFlops);
    report.put("plan.tasksAtOnce", pace.tasks());
    report.put("plan.taskGflops", pace.taskGflops());
    report.put("plan.driverGflops", pace.driverGflops());
    report.put("plan.atLeast", open);
    report.put("plan.seconds", seconds(pace));
    report.put("plan.secondsTaken", null); // set at the end
  }

  /** Enters what the steps that were counted took, beside what was expected. */
  static void taken(TrainingReport report, Steps steps) {
    report.put(
        "plan.secondsTaken",
        steps.seconds("moments") + steps.seconds("solve") + steps.seconds("verify"));
  }
}
