package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Puts results into a document between two marks, so that no number in it is written by hand. */
final class MarkdownSection {
  private MarkdownSection() {}

  /**
   * Prints a text, and puts it into the document that was asked for, if any.
   *
   * @param section where it goes when the arguments do not say
   */
  static void publish(Arguments arguments, String section, String text) throws IOException {
    System.out.println(text);
    String document = arguments.text("document", "");
    if (!document.isEmpty()) {
      replace(Path.of(document), arguments.text("section", section), text);
    }
  }

  /** A table of two columns. */
  static String table(String first, String second, Map<String, ?> rows) {
    StringBuilder text = new StringBuilder("| " + first + " | " + second + " |\n|---|---|\n");
    rows.forEach((key, value) -> text.append("| " + key + " | " + value + " |\n"));
    return text.toString();
  }

  /**
   * Replaces what stands between {@code <!-- begin: name -->} and {@code <!-- end: name -->}.
   *
   * @throws IllegalArgumentException when the document has no such marks
   */
  static void replace(Path document, String name, String text) throws IOException {
    String begin = "<!-- begin: " + name + " -->\n";
    String end = "<!-- end: " + name + " -->";
    String old = Files.readString(document);
    int from = old.indexOf(begin);
    int to = old.indexOf(end, Math.max(0, from));
    if (from < 0 || to < 0) {
      throw new IllegalArgumentException(
          document + ": expected the lines '" + begin.trim() + "' and '" + end + "', got none");
    }
    Files.writeString(
        document,
        old.substring(0, from + begin.length()) + text.strip() + "\n" + old.substring(to));
  }
}
