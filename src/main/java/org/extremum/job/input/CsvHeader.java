package org.extremum.job.input;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.extremum.training.Problem;

/** The column names in the first line of comma-separated text. */
final class CsvHeader {
  private CsvHeader() {}

  /**
   * The names, all different and none empty.
   *
   * @param line as decoded from UTF-8
   * @param path for messages
   * @throws Problem (bad data) when the line is no such header
   */
  static List<String> names(String line, String path) {
    if (!Cells.isText(line)) {
      throw problem(
          path,
          "text in UTF-8",
          "bytes that are none",
          "save it as UTF-8, or say --format where it is no csv");
    }
    List<String> names = CsvLine.split(line);
    if (names.size() == 1 && (line.indexOf(';') >= 0 || line.indexOf('\t') >= 0)) {
      throw problem(
          path, "names separated by commas", Cells.shown(line), "save the file with commas");
    }
    Set<String> seen = new HashSet<>();
    for (int j = 0; j < names.size(); j++) {
      String name = names.get(j);
      if (name.isBlank()) {
        throw problem(
            path, "a name for every column", "none for column " + (j + 1), "name the column");
      }
      if (!seen.add(name)) {
        throw problem(
            path, "different column names", "'" + name + "' twice", "rename one of the columns");
      }
    }
    return names;
  }

  private static Problem problem(String path, String expected, String got, String remedy) {
    return Problem.of(Problem.Kind.BAD_DATA, path + ", header line", expected, got, remedy);
  }
}
