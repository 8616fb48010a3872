package org.extremum.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What the best penalty came to on each hidden stack that was tried, and which was chosen. */
final class HiddenPlot {
  private static final String ID = "hidden";
  private static final String TITLE = "Choice of the hidden layers";

  /** Series that have a line of their own; the table has them all. */
  private static final int MOST_LINES = 4;

  private final Entries entries;

  HiddenPlot(Entries entries) {
    this.entries = entries;
  }

  Section section() {
    List<Map<?, ?>> tried = entries.rows("selection.hidden");
    List<Map<?, ?>> solved =
        tried.stream().filter(stack -> Double.isFinite(value(stack, "criterion"))).toList();
    if (solved.isEmpty()) {
      return Section.absent(ID, TITLE, "their widths and scale were given, not chosen");
    }
    String words =
        "Each of "
            + tried.size()
            + " hidden stacks was drawn for itself and passed over once; shown is the best of the"
            + " penalties tried on it, by "
            + SelectionPlot.criterion(entries)
            + ". Of those that are no worse than the best by more than chance, the narrowest was"
            + " chosen, then the one whose scale is nearest to the initialization's usual one.";
    return Section.of(ID, TITLE, List.of(Element.text("p", words), figure(tried, solved)));
  }

  private Element figure(List<Map<?, ?>> tried, List<Map<?, ?>> solved) {
    boolean byWidth = distinct(solved, true).size() > 1;
    Plot plot =
        new Plot(
            ID + "-plot",
            TITLE,
            chosenInWords(solved),
            byWidth
                ? Axis.linear("neurons in the last hidden layer", 0, greatest(solved, true))
                : Axis.linear("scale of the hidden weights", 0, greatest(solved, false)),
            SelectionPlot.axis(entries, solved));
    List<Double> series = distinct(solved, !byWidth);
    List<String> names = new ArrayList<>();
    for (double one : series.subList(0, Math.min(MOST_LINES, series.size()))) {
      draw(plot, solved, byWidth, one, Legend.series(names.size()));
      names.add((byWidth ? "scale " : "neurons: ") + Figures.plain(one));
    }
    solved.stream()
        .filter(HiddenPlot::chosen)
        .forEach(stack -> plot.upright(place(stack, byWidth), "chosen", "cut"));
    return Element.of("div", Legend.of(names.toArray(String[]::new)), plot.figure(table(tried)));
  }

  private static void draw(
      Plot plot, List<Map<?, ?>> solved, boolean byWidth, double one, String series) {
    List<Plot.Point> points = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    solved.stream()
        .filter(stack -> place(stack, !byWidth) == one)
        .sorted((a, b) -> Double.compare(place(a, byWidth), place(b, byWidth)))
        .forEach(
            stack -> {
              points.add(new Plot.Point(place(stack, byWidth), value(stack, "criterion")));
              errors.add(value(stack, "standardError"));
            });
    plot.line(points, series).errors(points, errors, series).points(points, series, 3);
  }

  private Table table(List<Map<?, ?>> tried) {
    Table table =
        new Table(
            "Hidden stacks with their best penalty; the standard error is that of the difference"
                + " to the best of all",
            "neurons",
            "scale",
            "γ",
            "λ",
            "criterion",
            "standard error",
            "accuracy",
            "chosen");
    for (Map<?, ?> stack : tried) {
      table.row(
          layers(stack),
          Figures.plain(value(stack, "initScale")),
          Figures.entry(stack.get("gamma")),
          Figures.entry(stack.get("regParam")),
          Figures.shown(value(stack, "criterion")),
          Figures.shown(value(stack, "standardError")),
          Figures.percent(value(stack, "accuracy")),
          chosen(stack) ? "chosen" : "");
    }
    return table;
  }

  private static String chosenInWords(List<Map<?, ?>> solved) {
    return solved.stream()
        .filter(HiddenPlot::chosen)
        .map(
            stack ->
                layers(stack)
                    + " neurons at scale "
                    + Figures.plain(value(stack, "initScale"))
                    + " were chosen of "
                    + solved.size()
                    + " hidden stacks, whose best came to "
                    + Figures.shown(value(stack, "criterion"))
                    + ".")
        .findFirst()
        .orElse(solved.size() + " hidden stacks.");
  }

  private static String layers(Map<?, ?> stack) {
    return stack.get("hiddenLayers") instanceof List<?> widths
        ? widths.stream().map(String::valueOf).collect(Collectors.joining("–"))
        : "-";
  }

  /** Width of the last layer, or the scale. */
  private static double place(Map<?, ?> stack, boolean width) {
    if (!width) {
      return value(stack, "initScale");
    }
    return stack.get("hiddenLayers") instanceof List<?> widths && !widths.isEmpty()
        ? Entries.number(widths.get(widths.size() - 1))
        : Double.NaN;
  }

  private static List<Double> distinct(List<Map<?, ?>> stacks, boolean width) {
    return places(stacks, width).distinct().sorted().boxed().toList();
  }

  private static double greatest(List<Map<?, ?>> stacks, boolean width) {
    return places(stacks, width).max().orElse(1);
  }

  private static DoubleStream places(List<Map<?, ?>> stacks, boolean width) {
    return stacks.stream().mapToDouble(stack -> place(stack, width)).filter(Double::isFinite);
  }

  private static double value(Map<?, ?> stack, String name) {
    return Entries.number(stack.get(name));
  }

  private static boolean chosen(Map<?, ?> stack) {
    return Boolean.TRUE.equals(stack.get("chosen"));
  }
}
