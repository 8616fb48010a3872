package org.extremum.report;

import java.util.ArrayList;
import java.util.List;

/** Singular values of the gradient equations, with the cut that decides their rank. */
final class SpectrumPlot {
  private static final String ID = "spectrum";
  private static final String TITLE = "Spectrum and rank";

  /** What a value of exactly zero is drawn as, relative to the largest: below any rounding. */
  private static final double FLOOR = 1e-20;

  private final Entries entries;

  SpectrumPlot(Entries entries) {
    this.entries = entries;
  }

  Section section() {
    List<Plot.Point> values = values();
    if (values.isEmpty()) {
      return Section.absent(
          ID,
          TITLE,
          entries.exact()
              ? "the model was saved without it"
              : "only exact extrema need the rank of the gradient equations");
    }
    return Section.of(ID, TITLE, List.of(Element.text("p", words()), figure(values)));
  }

  private List<Plot.Point> values() {
    List<Plot.Point> values = new ArrayList<>();
    for (Object pair : entries.list("spectrum.singularValues")) {
      if (pair instanceof List<?> both && both.size() == 2) {
        values.add(new Plot.Point(Entries.number(both.get(0)), Entries.number(both.get(1))));
      }
    }
    return values;
  }

  private String words() {
    return "The equations that make gradients vanish at the central samples have rank "
        + Figures.count(entries.count("spectrum.rank"))
        + ", decided by the method “"
        + entries.text("spectrum.method")
        + "”; "
        + Figures.count(entries.count("spectrum.nullity"))
        + " directions of the last hidden layer are left free. The gap at the cut is a factor of "
        + Figures.entry(entries.get("spectrum.gap"))
        + (entries.text("spectrum.verdict").equals("CLEAR") ? ", clear." : ", not clear.");
  }

  private Element figure(List<Plot.Point> values) {
    double largest = values.stream().mapToDouble(Plot.Point::y).max().orElse(1);
    double tolerance = entries.number("spectrum.tolerance");
    Table table = new Table("Singular values kept in the report", "index", "value", "relative");
    List<Plot.Point> relative = new ArrayList<>();
    for (Plot.Point value : values) {
      double share = value.y() / largest;
      relative.add(new Plot.Point(value.x(), Math.max(FLOOR, share)));
      table.row(Figures.plain(value.x()), Figures.shown(value.y()), Figures.shown(share));
    }
    double least = relative.stream().mapToDouble(Plot.Point::y).min().orElse(FLOOR);
    double last = relative.get(relative.size() - 1).x();
    long rank = entries.count("spectrum.rank");
    Plot plot =
        new Plot(
            ID + "-plot",
            TITLE,
            "Singular values in descending order, relative to the largest; rank "
                + rank
                + " of "
                + Figures.plain(last)
                + " shown.",
            Axis.whole("index", 0, Math.max(last, rank + 1.0)),
            Axis.decades(
                "relative singular value", tolerance > 0 ? Math.min(least, tolerance) : least, 1));
    if (tolerance > 0) {
      plot.level(tolerance, "tolerance " + Figures.plain(tolerance), "cut");
    }
    return plot.line(relative, "first")
        .points(relative, "first", 1.6)
        .upright(rank + 0.5, "rank " + rank, "second")
        .figure(table);
  }
}
