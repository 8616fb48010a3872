package org.extremum.benchmarks;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Curves of several methods as one SVG, panels side by side, a legend below. */
final class CurvePlots {
  private static final double WIDTH = 420;
  private static final double HEIGHT = 300;
  private static final double LEFT = 56;
  private static final double RIGHT = 16;
  private static final double TOP = 34;
  private static final double BOTTOM = 44;
  private static final double LINE = 18; // of the legend
  private static final int TICKS = 5;
  private static final List<Double> ROUND = List.of(1.0, 2.0, 5.0);
  private static final String INK = "#444444";
  private static final String GRID = "#dddddd";
  private static final List<String> COLOURS =
      List.of(
          "#0b62a4", "#d1495b", "#3a7d44", "#8a5a9e", "#c77d0a", "#4f6d7a", "#a23b72", "#6b6b00");

  /**
   * One method's curve.
   *
   * @param name by which it has its colour in every panel
   */
  record Curve(String name, double[] x, double[] y) {}

  /**
   * One panel.
   *
   * @param logarithmic whether x is
   */
  record Panel(String title, String x, boolean logarithmic, List<Curve> curves) {}

  private final StringBuilder svg = new StringBuilder();
  private final List<String> names;

  private CurvePlots(List<Panel> panels) {
    names = panels.stream().flatMap(p -> p.curves.stream()).map(Curve::name).distinct().toList();
  }

  /** Writes a picture; its folder is made. */
  static void write(Path file, String title, List<Panel> panels) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, new CurvePlots(panels).picture(title, panels));
  }

  private String picture(String title, List<Panel> panels) {
    add(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %.0f %.0f' role='img'"
            + " font-family='sans-serif' font-size='12' fill='%s'>",
        panels.size() * WIDTH, HEIGHT + LINE * (names.size() + 1), INK);
    add("<title>%s</title>", title);
    add("<rect width='100%%' height='100%%' fill='white'/>");
    for (int k = 0; k < panels.size(); k++) {
      add("<g transform='translate(%.0f 0)'>", k * WIDTH);
      panel(panels.get(k));
      add("</g>");
    }
    for (int k = 0; k < names.size(); k++) {
      double y = HEIGHT + LINE * (k + 0.5);
      add("<path d='M%.0f %.1fh24' stroke='%s' stroke-width='2'/>", LEFT, y, colour(names.get(k)));
      add("<text x='%.0f' y='%.1f'>%s</text>", LEFT + 32, y + 4, names.get(k));
    }
    add("</svg>");
    return svg.toString();
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private String colour(String name) {
    return COLOURS.get(names.indexOf(name) % COLOURS.size());
  }

  /** Values to places on an axis. */
  private record Axis(double least, double most, boolean logarithmic) {
    private double scaled(double value) {
      return logarithmic ? Math.log(value) : value;
    }

    double share(double value) {
      return (scaled(value) - scaled(least)) / (scaled(most) - scaled(least));
    }

    /** Round numbers within the axis: 1, 2, 5 of each decade, or steps of such. */
    double[] ticks() {
      double[] round = logarithmic ? ofDecades() : new double[0];
      return round.length > 1 ? round : ofSteps();
    }

    private double[] ofDecades() {
      int first = (int) Math.floor(Math.log10(least));
      int last = (int) Math.ceil(Math.log10(most));
      return IntStream.rangeClosed(first, last)
          .boxed()
          .flatMap(decade -> ROUND.stream().map(digit -> digit * Math.pow(10, decade)))
          .mapToDouble(Double::doubleValue)
          .filter(at -> at >= least && at <= most)
          .toArray();
    }

    private double[] ofSteps() {
      double about = (most - least) / TICKS;
      double decade = Math.pow(10, Math.floor(Math.log10(about)));
      double digit = ROUND.stream().filter(d -> d * decade >= about).findFirst().orElse(10.0);
      double step = digit * decade;
      long first = (long) Math.ceil(least / step);
      return LongStream.rangeClosed(first, (long) Math.floor(most / step))
          .mapToDouble(k -> k * step)
          .toArray();
    }
  }

  private void panel(Panel panel) {
    Axis x = axis(panel.curves, Curve::x, panel.logarithmic);
    Axis y = axis(panel.curves, Curve::y, false);
    double right = WIDTH - RIGHT;
    double bottom = HEIGHT - BOTTOM;
    add("<text x='%.0f' y='18' font-weight='bold'>%s</text>", LEFT, panel.title);
    add(
        "<text x='%.0f' y='%.0f' text-anchor='middle'>%s</text>",
        (LEFT + right) / 2, HEIGHT - 8, panel.x);
    for (double tick : y.ticks()) {
      add("<path d='M%.0f %.1fH%.0f' stroke='%s'/>", LEFT, py(y, tick), right, GRID);
      add(
          "<text x='%.0f' y='%.1f' text-anchor='end'>%s</text>",
          LEFT - 6, py(y, tick) + 4, plain(tick));
    }
    for (double tick : x.ticks()) {
      add("<path d='M%.1f %.0fv5' stroke='%s'/>", px(x, tick), bottom, INK);
      add(
          "<text x='%.1f' y='%.0f' text-anchor='middle'>%s</text>",
          px(x, tick), bottom + 18, plain(tick));
    }
    add("<path d='M%.0f %.0fH%.0f' stroke='%s'/>", LEFT, bottom, right, INK);
    panel.curves.forEach(curve -> curve(curve, x, y));
  }

  private void curve(Curve curve, Axis x, Axis y) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < curve.x.length; i++) {
      double px = px(x, curve.x[i]);
      double py = py(y, curve.y[i]);
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", px, py));
      add(
          "<circle cx='%.1f' cy='%.1f' r='3' fill='%s'><title>%s: %s, %s</title></circle>",
          px, py, colour(curve.name), curve.name, plain(curve.x[i]), plain(curve.y[i]));
    }
    add("<path d='%s' stroke='%s' stroke-width='2' fill='none'/>", path, colour(curve.name));
  }

  private static Axis axis(List<Curve> curves, Function<Curve, double[]> values, boolean log) {
    double[] all = curves.stream().map(values).flatMapToDouble(Arrays::stream).sorted().toArray();
    double from = all.length == 0 ? 1 : all[0];
    double to = all.length == 0 ? 2 : all[all.length - 1];
    return new Axis(from, to > from ? to : from + 1, log);
  }

  private static double px(Axis axis, double value) {
    return LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT);
  }

  private static double py(Axis axis, double value) {
    return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - BOTTOM - TOP);
  }

  private static String plain(double value) {
    String three = String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.3g", value);
    return new BigDecimal(three).stripTrailingZeros().toPlainString();
  }
}
