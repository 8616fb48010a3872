package org.extremum.report;

import java.util.List;
import java.util.Locale;

/**
 * A plot as inline SVG, drawn into a frame with two axes. Colours are those of the style sheet; a
 * title and a description say in words what is to be seen.
 */
final class Plot {
  /** Of the drawing, in its own units; narrow enough for its letters to be read on a phone. */
  private static final double WIDTH = 440;

  private static final double HEIGHT = 290;
  private static final double LEFT = 68;
  private static final double RIGHT = 22;
  private static final double TOP = 26;
  private static final double BOTTOM = 46;

  private final Axis x;
  private final Axis y;
  private final Element svg;

  /**
   * A point of a line.
   *
   * @param x in the x-axis's values
   * @param y in the y-axis's values
   * @param shift to the right, in the drawing's units, to be told from others at the same place
   */
  record Point(double x, double y, double shift) {
    Point(double x, double y) {
      this(x, y, 0);
    }
  }

  /**
   * An empty plot.
   *
   * @param id of the drawing, for its title and description
   * @param title what it is
   * @param description what it shows, in a sentence or two
   */
  Plot(String id, String title, String description, Axis x, Axis y) {
    this.x = x;
    this.y = y;
    this.svg =
        Element.of("svg")
            .with("viewBox", "0 0 " + number(WIDTH) + " " + number(HEIGHT))
            .with("role", "img")
            .with("aria-labelledby", id + "-name " + id + "-words")
            .add(Element.text("title", title).with("id", id + "-name"))
            .add(Element.text("desc", description).with("id", id + "-words"));
    frame();
  }

  private void frame() {
    for (Axis.Tick tick : y.ticks()) {
      svg.add(line(LEFT, across(tick), WIDTH - RIGHT, across(tick), "grid"));
      svg.add(label(LEFT - 6, across(tick) + 4, tick.label(), "end"));
    }
    for (Axis.Tick tick : x.ticks()) {
      svg.add(
          line(px(tick.value()), HEIGHT - BOTTOM, px(tick.value()), HEIGHT - BOTTOM + 4, "axis"));
      svg.add(label(px(tick.value()), HEIGHT - BOTTOM + 18, tick.label(), "middle"));
    }
    svg.add(line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis"));
    svg.add(
        label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x.label(), "middle").with("class", "name"));
    double middle = (TOP + HEIGHT - BOTTOM) / 2;
    svg.add(
        label(13, middle, y.label(), "middle")
            .with("class", "name")
            .with("transform", "rotate(-90 13 " + number(middle) + ")"));
  }

  private double across(Axis.Tick tick) {
    return py(tick.value());
  }

  /** A line through points, in the order given. */
  Plot line(List<Point> points, String series) {
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      path.append(path.isEmpty() ? "" : " ").append(place(point));
    }
    svg.add(Element.of("polyline").with("points", path).with("class", "line " + series));
    return this;
  }

  /** Points with their values as tooltips. */
  Plot points(List<Point> points, String series, double radius) {
    for (Point point : points) {
      svg.add(
          Element.of("circle")
              .with("cx", number(px(point)))
              .with("cy", number(py(point.y())))
              .with("r", number(radius))
              .with("class", "point " + series)
              .add(
                  Element.text(
                      "title", Figures.plain(point.x()) + ": " + Figures.plain(point.y()))));
    }
    return this;
  }

  /** A ring about a point, to tell it from the others. */
  Plot ring(Point point, String style) {
    svg.add(
        Element.of("circle")
            .with("cx", number(px(point)))
            .with("cy", number(py(point.y())))
            .with("r", 6)
            .with("class", "ring " + style));
    return this;
  }

  /** Upright bars of error about points. */
  Plot errors(List<Point> points, List<Double> errors, String series) {
    for (int k = 0; k < points.size(); k++) {
      Point point = points.get(k);
      double error = errors.get(k);
      if (error > 0) {
        double at = px(point);
        svg.add(line(at, py(point.y() - error), at, py(point.y() + error), "error " + series));
      }
    }
    return this;
  }

  /** A bar that stands on the x-axis. */
  Plot bar(double from, double to, double value, String series) {
    double top = py(value);
    svg.add(
        Element.of("rect")
            .with("x", number(px(from) + 0.5))
            .with("y", number(top))
            .with("width", number(Math.max(1, px(to) - px(from) - 1)))
            .with("height", number(HEIGHT - BOTTOM - top))
            .with("class", "bar " + series)
            .add(Element.text("title", Figures.plain(value))));
    return this;
  }

  /** An upright mark with words above it, where no line runs through them. */
  Plot upright(double at, String words, String series) {
    double left = px(at);
    boolean atTheEdge = left > WIDTH - RIGHT - 40;
    svg.add(line(left, TOP, left, HEIGHT - BOTTOM, "mark " + series));
    svg.add(label(left, TOP - 7, words, atTheEdge ? "end" : "middle"));
    return this;
  }

  /** A level mark with words above it. */
  Plot level(double at, String words, String series) {
    svg.add(line(LEFT, py(at), WIDTH - RIGHT, py(at), "mark " + series));
    svg.add(label(LEFT + 5, py(at) - 5, words, "start"));
    return this;
  }

  /** With the figures behind it as a table, folded away. */
  Element figure(Table figures) {
    return Element.of("figure", svg, figures.folded("These figures as a table"));
  }

  private String place(Point point) {
    return number(px(point)) + "," + number(py(point.y()));
  }

  private double px(Point point) {
    return px(point.x()) + point.shift();
  }

  private double px(double value) {
    return LEFT + x.at(value) * (WIDTH - LEFT - RIGHT);
  }

  private double py(double value) {
    return HEIGHT - BOTTOM - y.at(value) * (HEIGHT - BOTTOM - TOP);
  }

  private static Element line(double x1, double y1, double x2, double y2, String style) {
    return Element.of("line")
        .with("x1", number(x1))
        .with("y1", number(y1))
        .with("x2", number(x2))
        .with("y2", number(y2))
        .with("class", style);
  }

  private static Element label(double x, double y, String words, String anchor) {
    return Element.text("text", words)
        .with("x", number(x))
        .with("y", number(y))
        .with("text-anchor", anchor);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
