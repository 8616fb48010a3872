package org.extremum.training;

import java.util.Arrays;
import org.extremum.neighbourhood.CentralSampleChooser;
import org.extremum.neighbourhood.CentralSampleChooser.Kind;
import org.extremum.neighbourhood.CentralSamples;
import org.extremum.neighbourhood.PrototypeGathering;
import org.extremum.neighbourhood.Prototypes;

/**
 * Keeps samples that support predictions: the central ones where there are, else as many of each
 * essence as are asked for, by clustering.
 */
final class PrototypeStep {
  private final Run run;
  private final Samples data;

  PrototypeStep(Run run, Samples data) {
    this.run = run;
    this.data = data;
  }

  Prototypes of(Solution solution) {
    int asked = run.options().prototypes();
    if (solution.centres() == null && asked == 0) {
      return Prototypes.none(data.store().features(), data.essences());
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

  private CentralSamples chosen(int asked) {
    int[] quotas =
        Arrays.stream(run.counts()).mapToInt(count -> (int) Math.min(asked, count)).toArray();
    return CentralSampleChooser.clusters(Kind.KMEANS, quotas, run.options().seed())
        .choose(data.store(), run.counts())
        .centres();
  }
}
