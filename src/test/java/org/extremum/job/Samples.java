package org.extremum.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Tiny data that two classes can be told apart in, written in each format. */
final class Samples {
  static final int ROWS = 40;

  private Samples() {}

  /** x, y and the class. */
  record Point(double x, double y, String label) {}

  static List<Point> points() {
    Random random = new Random(7);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double centre = i % 2 == 0 ? -1 : 1;
      points.add(
          new Point(
              rounded(centre + 0.4 * random.nextGaussian()),
              rounded(0.5 * random.nextGaussian()),
              i % 2 == 0 ? "0" : "1"));
    }
    return points;
  }

  private static double rounded(double value) {
    return Math.rint(value * 1000) / 1000;
  }

  /** Columns x, y, label. */
  static Path csv(Path folder) {
    List<String> lines = new ArrayList<>(List.of("x,y,label"));
    points().forEach(p -> lines.add(p.x() + "," + p.y() + "," + p.label()));
    return write(folder.resolve("points.csv"), lines);
  }

  static Path libsvm(Path folder) {
    List<String> lines =
        points().stream()
            .map(p -> String.format(Locale.ROOT, "%s 1:%s 2:%s", p.label(), p.x(), p.y()))
            .toList();
    return write(folder.resolve("points.libsvm"), lines);
  }

  static Path json(Path folder) {
    List<String> lines =
        points().stream()
            .map(p -> "{\"x\":" + p.x() + ",\"y\":" + p.y() + ",\"label\":" + p.label() + "}")
            .toList();
    return write(folder.resolve("points.jsonl"), lines);
  }

  static Path write(Path file, List<String> lines) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The good rows with one line changed or added; line 0 is the header. */
  static Path csvWith(Path folder, int line, String text) {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(csv(folder)));
      if (line < lines.size()) {
        lines.set(line, text);
      } else {
        lines.add(text);
      }
      return write(folder.resolve("changed.csv"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
