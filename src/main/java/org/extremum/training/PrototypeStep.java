package org.extremum.training;

import java.util.Arrays;
import org.extremum.neighbourhood.CentralSampleChooser;
import org.extremum.neighbourhood.CentralSampleChooser.Kind;
import org.extremum.neighbourhood.CentralSamples;
import org.extremum.neighbourhood.PrototypeGathering;
import org.extremum.neighbourhood.Prototypes;
import org.extremum.samples.OrderedMerge;

/**
 * Keeps samples that support predictions: the central ones where there are, else as many of each
 * essence as are asked for, by clustering.
 */
final class PrototypeStep {
  /** Prototypes of each class where exact mode ended weakened. */
  private static final int FALL_BACK = 10;

  private final Run run;
  private final Samples data;

  PrototypeStep(Run run, Samples data) {
    this.run = run;
    this.data = data;
  }

  /**
   * Refuses, before anything is trained, prototypes that are asked for and would not fit.
   *
   * @param counts samples of each essence
   * @param features m, of a standardised surface
   * @throws Problem (usage) with the number of each class that would fit
   */
  static void requireFitting(TrainingOptions options, long[] counts, int features) {
    int asked = options.prototypes();
    if (options.exact() || fits(count(asked, counts), features)) {
      return; // exact mode keeps its central samples, if these fit
    }
    int most = asked;
    for (int step = Integer.highestOneBit(asked); step > 0; step /= 2) {
      if (!fits(count(most - step, counts), features)) {
        most -= step;
      }
    }
    throw Problem.of(
        Problem.Kind.USAGE,
        "option prototypes",
        "at most "
            + (most - 1)
            + " of each class (surfaces of "
            + features
            + " features in 256 MB)",
        asked,
        "ask for fewer");
  }

  private static boolean fits(long count, int features) {
    return 8L * count * features <= OrderedMerge.TILE_BYTES;
  }

  private static long count(int asked, long[] counts) {
    return Arrays.stream(counts).map(rows -> Math.min(asked, rows)).sum();
  }

  Prototypes of(Solution solution) {
    int asked = asked(solution);
    if (solution.centres() == null && asked == 0) {
      return none();
    }
    long count =
        solution.centres() == null ? count(asked, run.counts()) : solution.centres().count();
    if (!fits(count, data.store().features())) {
      run.steps().warn(count + " prototypes would take more than 256 MB; none are kept");
      return none();
    }
    Prototypes prototypes =
        run.steps()
            .run(
                "verify",
                "prototypes",
                solution.centres() == null ? asked + " per class" : "central samples",
                () ->
                    PrototypeGathering.of(
                        data.store(),
                        solution.centres() == null ? chosen(asked) : solution.centres()));
    run.report().put("prototypes.count", prototypes.count());
    run.report().put("prototypes.radius", prototypes.radius());
    return prototypes;
  }

  /** Exact mode promised central samples; where it has weakened, some others stand for them. */
  private int asked(Solution solution) {
    int asked = run.options().prototypes();
    return solution.centres() == null && asked == 0 && run.options().exact() ? FALL_BACK : asked;
  }

  private Prototypes none() {
    return Prototypes.none(data.store().features(), data.essences());
  }

  private CentralSamples chosen(int asked) {
    int[] quotas =
        Arrays.stream(run.counts()).mapToInt(count -> (int) Math.min(asked, count)).toArray();
    return CentralSampleChooser.clusters(Kind.KMEANS, quotas, run.options().seed())
        .choose(data.store(), run.counts())
        .centres();
  }
}
