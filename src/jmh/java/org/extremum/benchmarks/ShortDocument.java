package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The document for a short run: the words of the full one, none of its figures. */
final class ShortDocument {
  private static final Pattern SECTION =
      Pattern.compile("<!-- begin: (\\S+) -->\n.*?<!-- end: \\1 -->", Pattern.DOTALL);

  private ShortDocument() {}

  /**
   * Makes it.
   *
   * @param from the full document, not modified
   * @param to overwritten
   */
  static void make(Path from, Path to) throws IOException {
    Set<String> measured = new HashSet<>();
    Programs.all().stream()
        .filter(program -> program.small() != null)
        .forEach(program -> measured.addAll(program.sections()));
    String text =
        SECTION
            .matcher(Files.readString(from))
            .replaceAll(
                found -> {
                  String words =
                      measured.contains(found.group(1)) || found.group(1).equals("run")
                          ? MarkdownSection.NOT_YET
                          : "Not in the short form.";
                  return "<!-- begin: %1$s -->\n%2$s\n<!-- end: %1$s -->"
                      .formatted(found.group(1), words);
                })
            .replace("../resources/images/", "images/");
    Files.createDirectories(to.toAbsolutePath().getParent());
    Files.writeString(
        to, text.replaceFirst("# Benchmarks", "# Benchmarks, short form: small sizes"));
  }
}
