package org.extremum.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Accuracy against the radius of noise (§5.3), and certified radii. */
final class Robustness {
  private static final String ID = "robustness";
  private static final String TITLE = "Accuracy under noise";

  private final Entries entries;

  Robustness(Entries entries) {
    this.entries = entries;
  }

  Section section() {
    String part = entries.part("noise.curve");
    List<Map<?, ?>> curve = entries.rows(part + ".noise.curve");
    if (curve.isEmpty()) {
      return Section.absent(ID, TITLE, "the model was saved without it");
    }
    List<Element> body = new ArrayList<>();
    body.add(
        Element.text(
            "p",
            "Gaussian noise was added to the standardised surfaces of "
                + Figures.count(entries.count(part + ".noise.samples"))
                + " "
                + Entries.inWords(part)
                + " samples. Noise of radius r has the standard deviation r/√2 in every coordinate;"
                + " the unit is that of the distance Dₛ, in which two rows picked by chance are"
                + " about 2 apart."
                + (entries.exact()
                    ? ""
                    : " γ, the radius within which training flattened the outputs, is in the same"
                        + " unit.")));
    body.add(figure(part, curve));
    if (entries.has("certifiedRadius.lowest")) {
      body.add(Element.text("p", certified()));
    }
    return Section.of(ID, TITLE, body);
  }

  private Element figure(String part, List<Map<?, ?>> curve) {
    double samples = entries.number(part + ".noise.samples");
    List<Plot.Point> points = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    Table table =
        new Table(
            "Accuracy by radius of noise",
            "radius",
            "standard deviation",
            "accuracy",
            "standard error");
    for (Map<?, ?> row : curve) {
      double radius = Entries.number(row.get("radius"));
      double accuracy = Entries.number(row.get("accuracy"));
      double error = Math.sqrt(accuracy * (1 - accuracy) / samples);
      points.add(new Plot.Point(radius, 100 * accuracy));
      errors.add(100 * error);
      table.row(
          Figures.plain(radius),
          Figures.shown(radius / Math.sqrt(2)),
          Figures.percent(accuracy),
          Figures.percent(error));
    }
    double low = points.stream().mapToDouble(Plot.Point::y).min().orElse(0);
    double high = points.stream().mapToDouble(Plot.Point::x).max().orElse(1);
    Plot plot =
        new Plot(
            ID + "-plot",
            TITLE,
            words(points),
            Axis.linear("radius of the noise, Dₛ", 0, high),
            Axis.linear("accuracy, %", Math.max(0, 10 * Math.floor(low / 10 - 0.1)), 100));
    double gamma =
        entries.number(entries.has("resolved.gamma") ? "resolved.gamma" : "options.gamma");
    if (!entries.exact() && gamma > 0 && gamma <= high) {
      plot.upright(gamma, "γ", "cut");
    }
    return plot.line(points, "first")
        .errors(points, errors, "first")
        .points(points, "first", 3.5)
        .figure(table);
  }

  private static String words(List<Plot.Point> points) {
    Plot.Point first = points.get(0);
    Plot.Point last = points.get(points.size() - 1);
    return "Accuracy is "
        + Figures.percent(first.y() / 100)
        + " at radius "
        + Figures.plain(first.x())
        + " and "
        + Figures.percent(last.y() / 100)
        + " at radius "
        + Figures.plain(last.x())
        + ".";
  }

  private String certified() {
    return "Certified: predictions at central samples provably hold within at least "
        + Figures.entry(entries.get("certifiedRadius.lowest"))
        + ", median "
        + Figures.entry(entries.get("certifiedRadius.median"))
        + ", highest "
        + Figures.entry(entries.get("certifiedRadius.highest"))
        + " (Dₛ).";
  }
}
