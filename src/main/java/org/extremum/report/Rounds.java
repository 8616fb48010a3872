package org.extremum.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Verification rounds, and which layers they updated (the paper's Table 1, §3.3). */
final class Rounds {
  private static final String ID = "rounds";
  private static final String TITLE = "Rounds";
  private static final List<String> COLUMNS =
      List.of("centres", "rank", "nullity", "gap", "verified", "failed", "promoted", "outcome");

  private final Entries entries;

  Rounds(Entries entries) {
    this.entries = entries;
  }

  Section section() {
    List<Map<?, ?>> rounds = entries.rows("rounds");
    if (rounds.isEmpty()) {
      return Section.absent(
          ID,
          TITLE,
          entries.exact()
              ? "the model was saved without them"
              : "weakened extrema are solved for once, over all samples");
    }
    List<Element> body = new ArrayList<>();
    body.add(
        Element.text(
            "p",
            "In each round the central samples are made extrema and the others verified by the"
                + " condition “"
                + entries.text("options.condition")
                + "”; those that fail become central, the worst first."));
    if (rounds.size() > 1) {
      body.add(figure(rounds));
    }
    body.add(table(rounds).element());
    return Section.wide(ID, TITLE, body);
  }

  private Element figure(List<Map<?, ?>> rounds) {
    List<Plot.Point> centres = new ArrayList<>();
    List<Plot.Point> failed = new ArrayList<>();
    Table table = new Table("Central and failing samples", "round", "central", "failing");
    for (int k = 0; k < rounds.size(); k++) {
      double central = Entries.number(rounds.get(k).get("centres"));
      double failing = Entries.number(rounds.get(k).get("failed"));
      centres.add(new Plot.Point(k + 1, central));
      failed.add(new Plot.Point(k + 1, failing));
      table.row(String.valueOf(k + 1), Figures.plain(central), Figures.plain(failing));
    }
    double most =
        Math.max(
            centres.stream().mapToDouble(Plot.Point::y).max().orElse(1),
            failed.stream().mapToDouble(Plot.Point::y).max().orElse(1));
    Plot plot =
        new Plot(
            ID + "-plot",
            "Central and failing samples by round",
            "From round 1 to "
                + rounds.size()
                + " central samples go from "
                + Figures.plain(centres.get(0).y())
                + " to "
                + Figures.plain(centres.get(centres.size() - 1).y())
                + ", failing ones from "
                + Figures.plain(failed.get(0).y())
                + " to "
                + Figures.plain(failed.get(failed.size() - 1).y())
                + ".",
            Axis.whole("round", 1, rounds.size()),
            Axis.whole("samples", 0, most));
    plot.line(centres, "first").points(centres, "first", 3);
    plot.line(failed, "second").points(failed, "second", 3);
    return Element.of("div", Legend.of("central", "failing"), plot.figure(table));
  }

  private static Table table(List<Map<?, ?>> rounds) {
    Table table =
        new Table(
            "What each round solved for, and what the other samples said to it",
            "round",
            "central",
            "rank",
            "nullity",
            "gap",
            "verified",
            "failed",
            "promoted",
            "outcome",
            "seconds");
    for (int k = 0; k < rounds.size(); k++) {
      Map<?, ?> round = rounds.get(k);
      List<String> cells = new ArrayList<>(List.of(String.valueOf(k + 1)));
      COLUMNS.forEach(column -> cells.add(Figures.entry(round.get(column))));
      cells.add(Figures.seconds(Entries.number(round.get("seconds"))));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  /** Which layers kept their initial weights. */
  Section layers() {
    List<Map<?, ?>> layers = entries.rows("layers");
    if (layers.isEmpty()) {
      return Section.absent("layers", "Layers", "the model was saved without their states");
    }
    List<String> widths = entries.widths();
    Table table =
        new Table(
            "State of each layer's weights at the end, as in Table 1 of the paper: “init” are the"
                + " weights as they were drawn, “update” were solved for.",
            "layer",
            "inputs",
            "neurons",
            "state");
    for (int u = 1; u <= layers.size(); u++) {
      Map<?, ?> layer = layers.get(u - 1);
      table.row(
          "W[" + Figures.entry(layer.get("u")) + "]" + (u == layers.size() ? ", output" : ""),
          u < widths.size() ? widths.get(u - 1) : "-",
          u < widths.size() ? widths.get(u) : "-",
          Figures.entry(layer.get("state")));
    }
    return Section.of("layers", "Layers", List.of(table.element()));
  }
}
