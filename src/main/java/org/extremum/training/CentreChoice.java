package org.extremum.training;

import java.util.Arrays;
import org.extremum.neighbourhood.CentralSampleChooser;
import org.extremum.neighbourhood.CentralSampleChooser.Kind;
import org.extremum.neighbourhood.CentralSamples;
import org.extremum.neighbourhood.CentreQuotas;
import org.extremum.neighbourhood.Choice;

/**
 * Chooses the first central samples as asked (method.md 8); what was left open, by the capacity.
 */
final class CentreChoice {
  /** First radius tried, in D_s; standardised surfaces of chance are about 2 apart. */
  private static final double FIRST_RADIUS = 2;

  /** A radius is right when one smaller by this factor needs more centres than there may be. */
  private static final double RADIUS_PRECISION = 1.05;

  /** Doublings and halvings of the radius at most: 2^±20 is beyond any standardised surface. */
  private static final int MOST_DOUBLINGS = 20;

  private final Run run;
  private final Samples data;
  private final long[] counts;

  CentreChoice(Run run, Samples data) {
    this.run = run;
    this.data = data;
    this.counts = run.counts();
  }

  CentralSamples choose() {
    return run.steps().run("statistics", "central samples", run.options().centres(), this::chosen);
  }

  private CentralSamples chosen() {
    return switch (run.options().centres()) {
      case "kmeans" -> clusters(Kind.KMEANS);
      case "bisecting" -> clusters(Kind.BISECTING);
      default -> cover();
    };
  }

  private CentralSamples clusters(Kind kind) {
    int asked = run.options().centresPerEssence();
    int[] quotas =
        asked > 0
            ? Arrays.stream(counts).mapToInt(count -> (int) Math.min(asked, count)).toArray()
            : fromCapacity();
    return choice(CentralSampleChooser.clusters(kind, quotas, run.options().seed())).centres();
  }

  private int[] fromCapacity() {
    int total = Capacity.of(data.hidden(), data.essences()).suggestedCentres();
    return CentreQuotas.spread(total, counts, counts);
  }

  private CentralSamples cover() {
    if (!Double.isNaN(run.options().coverRadius())) {
      int[] unbounded = Arrays.stream(counts).mapToInt(Math::toIntExact).toArray();
      return covered(run.options().coverRadius(), unbounded).centres();
    }
    double radius = smallestRadius(fromCapacity());
    run.report().put("resolved.coverRadius", radius);
    return covered(radius, fromCapacity()).centres();
  }

  /** About the smallest radius whose cover needs no more than these centres. */
  private double smallestRadius(int[] quotas) {
    double fits = FIRST_RADIUS;
    for (int k = 0; k < MOST_DOUBLINGS && !fits(fits, quotas); k++) {
      fits *= 2;
    }
    double tooSmall = fits / 2;
    for (int k = 0; k < MOST_DOUBLINGS && fits(tooSmall, quotas); k++) {
      fits = tooSmall;
      tooSmall /= 2;
    }
    while (fits > RADIUS_PRECISION * tooSmall) {
      double middle = Math.sqrt(fits * tooSmall);
      if (fits(middle, quotas)) {
        fits = middle;
      } else {
        tooSmall = middle;
      }
    }
    return fits;
  }

  private boolean fits(double radius, int[] quotas) {
    return covered(radius, quotas).cutShort().isEmpty();
  }

  private Choice covered(double radius, int[] atMost) {
    return choice(CentralSampleChooser.cover(radius, atMost, run.options().seed()));
  }

  private Choice choice(CentralSampleChooser chooser) {
    return chooser.choose(data.store(), counts);
  }
}
