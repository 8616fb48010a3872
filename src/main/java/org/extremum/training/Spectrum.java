package org.extremum.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.extremum.linalg.RowSpace;

/** A spectrum short enough for a manifest: evenly thinned, whole around the rank cut. */
final class Spectrum {
  /** Values kept evenly over the whole spectrum. */
  private static final int EVENLY = 100;

  /** Values kept on each side of the cut. */
  private static final int AROUND_CUT = 10;

  private Spectrum() {}

  /** Pairs [index from 1, singular value], ascending in the index. */
  static List<List<Number>> thinned(RowSpace rowSpace) {
    double[] values = rowSpace.singularValues();
    int step = Math.max(1, values.length / EVENLY);
    List<List<Number>> kept = new ArrayList<>();
    for (int k = 0; k < values.length; k++) {
      if (k % step == 0 || k == values.length - 1 || Math.abs(k - rowSpace.rank()) <= AROUND_CUT) {
        kept.add(List.of(k + 1, values[k]));
      }
    }
    return kept;
  }

  /** Rank and gap. */
  static String inWords(RowSpace rowSpace) {
    return "rank "
        + rowSpace.rank()
        + " of "
        + rowSpace.order()
        + " by "
        + rowSpace.method()
        + ", gap "
        + String.format(Locale.ROOT, "%.2g", rowSpace.gap());
  }

  /** Enters what is known of the spectrum. */
  static void into(TrainingReport report, RowSpace rowSpace) {
    report.put("spectrum.method", rowSpace.method());
    report.put("spectrum.rank", rowSpace.rank());
    report.put("spectrum.nullity", rowSpace.nullity());
    report.put("spectrum.gap", rowSpace.gap());
    report.put("spectrum.tolerance", rowSpace.tolerance());
    report.put("spectrum.verdict", rowSpace.verdict().name());
    report.put("spectrum.singularValues", thinned(rowSpace));
  }
}
