package org.extremum.neighbourhood;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.extremum.samples.SampleStore;

/**
 * Makes prototypes of central samples: their surfaces and the radius they stand for. Two passes.
 */
public final class PrototypeGathering {
  /**
   * Share of the training samples that the neighbourhood takes in. Of the hundredth that is
   * farthest off, some are errors of the data.
   */
  static final double SHARE = 0.99;

  private PrototypeGathering() {}

  /**
   * Where all samples are prototypes, the radius is by each one's distance to the nearest other of
   * its essence.
   *
   * @param standardised samples in standardised coordinates
   * @throws IllegalArgumentException when they do not fit into 256 MB
   */
  public static Prototypes of(SampleStore standardised, CentralSamples samples) {
    int m = standardised.features();
    Shortlist rows = standardised.aggregate(new PrototypePass(samples, m));
    List<List<double[]>> surfaces = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int v = 0; v < samples.essences(); v++) {
      surfaces.add(rows.list(v).stream().map(Shortlist.Row::surface).toList());
      rows.list(v).forEach(row -> ids.add(nameOf(row.hash())));
    }
    Prototypes prototypes = Prototypes.of(m, surfaces, ids, 0);
    SupportDistances distances = standardised.aggregate(new SupportDistances.Measuring(prototypes));
    return prototypes.withRadius(
        distances.samples() > 0 ? distances.quantile(SHARE) : amongThemselves(prototypes));
  }

  private static double amongThemselves(Prototypes prototypes) {
    double[] distances = prototypes.distancesToOthers();
    return distances.length == 0 ? 0 : distances[(int) Math.ceil(SHARE * distances.length) - 1];
  }

  /** What a sample is called by its content hash, where it has no other name. */
  public static String nameOf(long hash) {
    return String.format(Locale.ROOT, "row hash %016x", hash);
  }
}
