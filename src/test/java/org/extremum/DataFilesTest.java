package org.extremum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The data are what their README says. */
class DataFilesTest {
  private static final Path DATA = Path.of("data");
  private static final Pattern DIGEST = Pattern.compile("(?m)^([0-9a-f]{64})  (\\S+)$");
  private static final Pattern SIZE =
      Pattern.compile("(?m)^\\| `(\\S+)` \\| (\\d+) × (\\d+) \\| (\\d+): ");

  @Test
  void digestsAreThoseOfTheReadme() throws Exception {
    Map<String, String> stated = new TreeMap<>();
    DIGEST
        .matcher(Files.readString(DATA.resolve("README.md")))
        .results()
        .forEach(match -> stated.put(match.group(2), match.group(1)));
    Map<String, String> found = new TreeMap<>();
    for (Path file : csvFiles()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      found.put(file.getFileName().toString(), HexFormat.of().formatHex(digest));
    }

    assertThat(found).isEqualTo(stated).hasSize(3);
  }

  @Test
  void sizesAreThoseOfTheReadme() throws IOException {
    Map<String, String> stated = new TreeMap<>();
    SIZE.matcher(Files.readString(DATA.resolve("README.md")))
        .results()
        .forEach(
            match ->
                stated.put(
                    match.group(1), match.group(2) + "×" + match.group(3) + "×" + match.group(4)));
    Map<String, String> found = new TreeMap<>();
    for (Path file : csvFiles()) {
      var lines = Files.readAllLines(file);
      long classes =
          lines.stream()
              .skip(1)
              .map(line -> line.substring(line.lastIndexOf(',') + 1))
              .distinct()
              .count();
      int columns = lines.get(0).split(",").length;
      assertThat(lines.get(0)).endsWith(",label");
      found.put(
          file.getFileName().toString(), (lines.size() - 1) + "×" + (columns - 1) + "×" + classes);
    }

    assertThat(found).isEqualTo(stated);
  }

  /** MNIST is for a benchmark that is given a copy; it does not belong here. */
  @Test
  void nothingElseIsThere() throws IOException {
    try (Stream<Path> files = Files.list(DATA)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".gitattributes", "README.md", "breast_cancer.csv", "digits.csv", "iris.csv");
    }
  }

  private static Iterable<Path> csvFiles() throws IOException {
    try (Stream<Path> files = Files.list(DATA)) {
      return files.filter(file -> file.toString().endsWith(".csv")).toList();
    }
  }
}
