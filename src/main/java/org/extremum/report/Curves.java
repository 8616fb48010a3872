package org.extremum.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Candidates of a choice as curves of the criterion, a few series of them, beside each other so
 * that their errors can be told apart.
 *
 * @param x where a candidate stands
 * @param by what tells the series of a candidate, positive
 * @param chosen whether it is the one taken
 */
record Curves(
    ToDoubleFunction<Map<?, ?>> x, ToDoubleFunction<Map<?, ?>> by, Predicate<Map<?, ?>> chosen) {
  /** Series that are drawn; the table has them all. */
  private static final int MOST = 4;

  /** Between neighbouring series, in a plot's own units. */
  private static final double APART = 5;

  /** Of an axis, at its ends. */
  private static final double ROOM = 0.04;

  /** An axis from 0 to the last candidate, with room for what stands beside it. */
  Axis across(String label, List<Map<?, ?>> candidates) {
    double last = candidates.stream().mapToDouble(x).max().orElse(1);
    double room = last > 0 ? ROOM * last : 0;
    return Axis.linear(label, -room, last + room);
  }

  /** The candidates that are drawn: those of the series nearest to the chosen one's. */
  List<Map<?, ?>> drawn(List<Map<?, ?>> candidates) {
    List<Double> series = series(candidates);
    return candidates.stream().filter(each -> series.contains(by.applyAsDouble(each))).toList();
  }

  /** By their factor from that of the chosen candidate; ascending. */
  private List<Double> series(List<Map<?, ?>> candidates) {
    double own = candidates.stream().filter(chosen).mapToDouble(by).findFirst().orElse(1);
    return candidates.stream()
        .mapToDouble(by)
        .distinct()
        .boxed()
        .sorted(Comparator.comparingDouble(other -> Math.abs(Math.log(other / own))))
        .limit(MOST)
        .sorted()
        .toList();
  }

  /**
   * Draws them, the chosen one with a ring.
   *
   * @param name of a series
   * @return the plot with its legend, and all candidates as a table
   */
  Element figure(Plot plot, List<Map<?, ?>> candidates, DoubleFunction<String> name, Table table) {
    List<Double> series = series(candidates);
    List<String> names = new ArrayList<>();
    for (int k = 0; k < series.size(); k++) {
      double own = series.get(k);
      double shift = APART * (k - (series.size() - 1) / 2.0);
      List<Map<?, ?>> line =
          candidates.stream()
              .filter(each -> by.applyAsDouble(each) == own)
              .sorted(Comparator.comparingDouble(x))
              .toList();
      List<Plot.Point> points = line.stream().map(each -> point(each, shift)).toList();
      String style = Legend.series(k);
      plot.line(points, style)
          .errors(points, line.stream().map(each -> value(each, "standardError")).toList(), style)
          .points(points, style, 3);
      line.stream().filter(chosen).forEach(each -> plot.ring(point(each, shift), "cut"));
      names.add(name.apply(own));
    }
    candidates.stream()
        .filter(chosen)
        .forEach(each -> plot.upright(x.applyAsDouble(each), "chosen", "cut"));
    return Element.of("div", Legend.of(names.toArray(String[]::new)), plot.figure(table));
  }

  private Plot.Point point(Map<?, ?> candidate, double shift) {
    return new Plot.Point(x.applyAsDouble(candidate), value(candidate, "criterion"), shift);
  }

  private static double value(Map<?, ?> candidate, String name) {
    return Entries.number(candidate.get(name));
  }
}
