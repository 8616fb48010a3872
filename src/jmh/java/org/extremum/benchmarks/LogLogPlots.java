package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Cost grids as one SVG, a panel for each: points measured, line fitted, both axes logarithmic. */
final class LogLogPlots {
  private static final int COLUMNS = 2;
  private static final double WIDTH = 400;
  private static final double HEIGHT = 270;
  private static final double LEFT = 64;
  private static final double RIGHT = 20;
  private static final double TOP = 44;
  private static final double BOTTOM = 44;
  private static final String INK = "#444444";
  private static final String GRID = "#dddddd";
  private static final String LINE = "#0b62a4";

  private final StringBuilder svg = new StringBuilder();

  private LogLogPlots() {}

  /** The whole picture. */
  static String of(List<CostGrid> grids) {
    int rows = (grids.size() + COLUMNS - 1) / COLUMNS;
    LogLogPlots plots = new LogLogPlots();
    plots.add(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %.0f %.0f' role='img'"
            + " font-family='sans-serif' font-size='12' fill='%s'>",
        COLUMNS * WIDTH, rows * HEIGHT, INK);
    plots.add("<title>Cost of the Moments pass and of the solve against their sizes</title>");
    plots.add("<rect width='100%%' height='100%%' fill='white'/>");
    for (int k = 0; k < grids.size(); k++) {
      plots.add("<g transform='translate(%.0f %.0f)'>", k % COLUMNS * WIDTH, k / COLUMNS * HEIGHT);
      plots.panel(grids.get(k));
      plots.add("</g>");
    }
    plots.add("</svg>");
    return plots.svg.toString();
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** From the power of two at or below the least value to that at or above the greatest. */
  private record Range(int from, int to) {
    static Range of(double[] values) {
      double least = Arrays.stream(values).min().orElseThrow();
      double most = Arrays.stream(values).max().orElseThrow();
      int from = (int) Math.floor(Math.log(least) / Math.log(2) - 0.1);
      return new Range(
          from, Math.max(from + 1, (int) Math.ceil(Math.log(most) / Math.log(2) + 0.1)));
    }

    double share(double value) {
      return (Math.log(value) / Math.log(2) - from) / (to - from);
    }

    int step() {
      return Math.max(1, (to - from + 3) / 4);
    }
  }

  private void panel(CostGrid grid) {
    Range x = Range.of(grid.sizes());
    Range y = Range.of(grid.seconds());
    double right = WIDTH - RIGHT;
    double bottom = HEIGHT - BOTTOM;
    add("<text x='%.1f' y='18' font-weight='bold'>%s</text>", LEFT, grid.name());
    add("<text x='%.1f' y='34'>seconds; exponent %.2f</text>", LEFT, grid.law().exponent());
    for (int power = y.from(); power <= y.to(); power += y.step()) {
      double at = py(y, Math.pow(2, power));
      add("<path d='M%.1f %.1fH%.1f' stroke='%s'/>", LEFT, at, right, GRID);
      add(
          "<text x='%.1f' y='%.1f' text-anchor='end'>%s</text>",
          LEFT - 6, at + 4, plain(Math.pow(2, power)));
    }
    for (double size : grid.sizes()) {
      add("<path d='M%.1f %.1fv5' stroke='%s'/>", px(x, size), bottom, INK);
      add(
          "<text x='%.1f' y='%.1f' text-anchor='middle'>%.0f</text>",
          px(x, size), bottom + 20, size);
    }
    add("<path d='M%.1f %.1fH%.1f' stroke='%s'/>", LEFT, bottom, right, INK);
    double first = grid.sizes()[0];
    double last = grid.sizes()[grid.sizes().length - 1];
    add(
        "<path d='M%.1f %.1fL%.1f %.1f' stroke='%s' fill='none'/>",
        px(x, first), py(y, grid.law().at(first)), px(x, last), py(y, grid.law().at(last)), LINE);
    for (int k = 0; k < grid.sizes().length; k++) {
      add(
          "<circle cx='%.1f' cy='%.1f' r='4' fill='%s'><title>%.0f: %.4g s</title></circle>",
          px(x, grid.sizes()[k]),
          py(y, grid.seconds()[k]),
          LINE,
          grid.sizes()[k],
          grid.seconds()[k]);
    }
  }

  private static double px(Range range, double value) {
    return LEFT + range.share(value) * (WIDTH - LEFT - RIGHT);
  }

  private static double py(Range range, double value) {
    return HEIGHT - BOTTOM - range.share(value) * (HEIGHT - BOTTOM - TOP);
  }

  private static String plain(double value) {
    return value >= 1
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2g", value);
  }
}
