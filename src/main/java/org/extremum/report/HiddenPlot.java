package org.extremum.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the best penalty came to on each hidden stack that was tried, and which was chosen. */
final class HiddenPlot {
  private static final String ID = "hidden";
  private static final String TITLE = "Choice of the hidden layers";

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
            + " chosen, then the one whose scale is nearest to the initialization's usual one: "
            + chosenInWords(tried)
            + " "
            + SelectionPlot.BARS;
    return Section.of(ID, TITLE, List.of(Element.text("p", words), figure(tried, solved)));
  }

  private Element figure(List<Map<?, ?>> tried, List<Map<?, ?>> solved) {
    boolean byWidth = solved.stream().mapToDouble(HiddenPlot::width).distinct().count() > 1;
    Curves curves =
        byWidth
            ? new Curves(HiddenPlot::width, HiddenPlot::scale, HiddenPlot::chosen)
            : new Curves(HiddenPlot::scale, HiddenPlot::width, HiddenPlot::chosen);
    Plot plot =
        new Plot(
            ID + "-plot",
            TITLE,
            chosenInWords(tried),
            curves.across(
                byWidth ? "neurons in the last hidden layer" : "scale of the hidden weights",
                solved),
            SelectionPlot.axis(entries, curves.drawn(solved)));
    return curves.figure(
        plot,
        solved,
        one -> byWidth ? "scale " + Figures.plain(one) : Figures.plain(one) + " neurons",
        table(tried));
  }

  private Table table(List<Map<?, ?>> tried) {
    Table table =
        new Table(
            "Hidden stacks with their best penalty; ± is the standard error of the difference to the"
                + " best of all, ✓ the one chosen",
            "neurons",
            "scale",
            "γ",
            "λ",
            "criterion",
            "±",
            "accuracy");
    for (Map<?, ?> stack : tried) {
      table.row(
          chosen(stack) ? layers(stack) + " ✓" : layers(stack),
          Figures.plain(scale(stack)),
          Figures.entry(stack.get("gamma")),
          Figures.entry(stack.get("regParam")),
          Figures.shown(value(stack, "criterion")),
          Figures.shown(value(stack, "standardError")),
          Figures.percent(value(stack, "accuracy")));
    }
    return table;
  }

  private static String chosenInWords(List<Map<?, ?>> tried) {
    return tried.stream()
            .filter(HiddenPlot::chosen)
            .map(stack -> layers(stack) + " neurons at scale " + Figures.plain(scale(stack)))
            .findFirst()
            .orElse("one")
        + " of "
        + tried.size()
        + " hidden stacks.";
  }

  private static String layers(Map<?, ?> stack) {
    return stack.get("hiddenLayers") instanceof List<?> widths
        ? widths.stream().map(String::valueOf).collect(Collectors.joining("–"))
        : "-";
  }

  /** Of the last hidden layer. */
  private static double width(Map<?, ?> stack) {
    return stack.get("hiddenLayers") instanceof List<?> widths && !widths.isEmpty()
        ? Entries.number(widths.get(widths.size() - 1))
        : Double.NaN;
  }

  private static double scale(Map<?, ?> stack) {
    return value(stack, "initScale");
  }

  private static double value(Map<?, ?> stack, String name) {
    return Entries.number(stack.get(name));
  }

  private static boolean chosen(Map<?, ?> stack) {
    return Boolean.TRUE.equals(stack.get("chosen"));
  }
}
