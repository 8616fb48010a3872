package org.extremum.spark;

import org.extremum.neighbourhood.Prototypes;
import org.extremum.samples.SampleBlock;

/** Values of {@link ReasonColumns} for the samples of one block. */
final class Reasons {
  private final ReasonColumns columns;
  private final Prototypes prototypes;
  private final double abstainRadius;
  private final double[] radii; // null where not asked for, as the others
  private final double[] gradientNorms;
  private final Prototypes.Support[] support;

  /**
   * @param samples unstandardised
   * @param labels what was predicted for each
   */
  Reasons(ReasonColumns columns, NetworkScorer scorer, SampleBlock samples, int[] labels) {
    this.columns = columns;
    this.prototypes = scorer.content().prototypes();
    this.abstainRadius =
        Double.isNaN(columns.abstainRadius()) ? prototypes.radius() : columns.abstainRadius();
    this.radii = columns.hasRadius() ? scorer.radii(samples) : null;
    this.gradientNorms = columns.hasGradientNorm() ? scorer.gradientNorms(samples, labels) : null;
    this.support = columns.hasSupport() ? scorer.support(samples, labels) : null;
  }

  /** Writes what is asked for sample {@code i} from place {@code at} of a row on. */
  void write(int i, Object[] row, int at) {
    int next = at;
    for (String param : columns.asked().keySet()) {
      row[next++] = value(param, i);
    }
  }

  private Object value(String param, int i) {
    return switch (param) {
      case "certifiedRadiusCol" -> radii[i];
      case "gradientNormCol" -> gradientNorms[i];
      case "supportDistanceCol" -> support[i].distance();
      case "supportIdCol" ->
          support[i].prototype() < 0 ? null : prototypes.id(support[i].prototype());
      default -> support[i].distance() > abstainRadius;
    };
  }
}
