package org.extremum.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How near to stationary the outputs are at the samples, and what kind of points these are. */
final class StationarityPlot {
  private static final String ID = "stationarity";
  private static final String TITLE = "Stationarity";

  private final Entries entries;

  StationarityPlot(Entries entries) {
    this.entries = entries;
  }

  Section section() {
    if (!entries.has("stationarity.max")) {
      return Section.absent(ID, TITLE, "the model was saved without it");
    }
    List<Element> body = new ArrayList<>();
    body.add(Element.text("p", words()));
    if (!entries.list("stationarity.histogram.counts").isEmpty()) {
      body.add(figure());
    }
    if (entries.has("criticalPoints.own")) {
      body.add(criticalPoints());
    }
    return Section.of(ID, TITLE, body);
  }

  private String words() {
    boolean constrained = Boolean.TRUE.equals(entries.get("stationarity.constrained"));
    return "The residual of an output at a sample is the length of its gradient there by the"
        + " output's deviation over all samples; zero is stationary. Over "
        + Figures.count(entries.count("stationarity.samples"))
        + (constrained
            ? " central samples, at which it was solved for,"
            : " samples, at none of which it was forced to zero,")
        + " the largest is "
        + Figures.shown(entries.number("stationarity.max"))
        + " and the root mean square "
        + Figures.shown(entries.number("stationarity.rms"))
        + ".";
  }

  private Element figure() {
    List<?> counts = entries.list("stationarity.histogram.counts");
    double from = entries.number("stationarity.histogram.log10From");
    double width = entries.number("stationarity.histogram.log10Width");
    Table table = new Table("Residuals by size", "from", "to", "residuals");
    double most = counts.stream().mapToDouble(Entries::number).max().orElse(1);
    double[] edges =
        IntStream.rangeClosed(0, counts.size())
            .mapToDouble(b -> Math.pow(10, from + b * width))
            .toArray();
    long zeros = entries.count("stationarity.histogram.zeros");
    Plot plot =
        new Plot(
            ID + "-plot",
            "Histogram of stationarity residuals",
            Figures.count((long) counts.stream().mapToDouble(Entries::number).sum())
                + " residuals between "
                + Figures.plain(edges[0])
                + " and "
                + Figures.plain(edges[counts.size()])
                + ", "
                + zeros
                + " exactly zero.",
            Axis.decades("residual", edges[0], edges[counts.size()]),
            Axis.whole("residuals", 0, most));
    for (int b = 0; b < counts.size(); b++) {
      double count = Entries.number(counts.get(b));
      table.row(Figures.shown(edges[b]), Figures.shown(edges[b + 1]), Figures.count((long) count));
      if (count > 0) {
        plot.bar(edges[b], edges[b + 1], count, "first");
      }
    }
    table.row("exactly 0", "", Figures.count(zeros));
    return plot.figure(table);
  }

  /** Stationary, of the right sign, definite: three counts that are often taken for one (§6.4). */
  private Element criticalPoints() {
    Table table =
        new Table(
            "Extremum or saddle, at central samples: an extremum is stationary, of the right sign"
                + " and definite. A sample's own output should be a maximum above 0, the others"
                + " minima below.",
            "output",
            "pairs",
            "stationary",
            "right sign",
            "definite",
            "extrema",
            "undecided");
    for (String group : List.of("own", "others")) {
      Map<?, ?> counts = entries.map("criticalPoints." + group);
      table.row(
          group,
          Figures.entry(counts.get("pairs")),
          Figures.entry(counts.get("stationary")),
          Figures.entry(counts.get("rightSign")),
          Figures.entry(counts.get("definite")),
          Figures.entry(counts.get("extrema")),
          Figures.entry(counts.get("unknown")));
    }
    return table.element();
  }
}
