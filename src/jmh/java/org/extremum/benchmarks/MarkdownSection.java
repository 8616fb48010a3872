package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Puts results into a document between two marks, so that no number in it is written by hand. */
final class MarkdownSection {
  /** What stands in a section before there is anything. */
  static final String NOT_YET = "Not measured yet.";

  private static final String EARLIER = "; what follows is of an earlier run.";

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

  /** The link to the picture that was asked for, as the document reaches it; empty for none. */
  static String picture(Arguments arguments, String words) {
    String document = arguments.text("document", "");
    String picture = arguments.text("picture", "");
    if (document.isEmpty() || picture.isEmpty()) {
      return "";
    }
    Path folder = Path.of(document).toAbsolutePath().getParent();
    Path reached = folder.relativize(Path.of(picture).toAbsolutePath());
    return "\n![" + words + "](" + reached.toString().replace('\\', '/') + ")\n";
  }

  /** A table of two columns. */
  static String table(String first, String second, Map<String, ?> rows) {
    StringBuilder text = new StringBuilder("| " + first + " | " + second + " |\n|---|---|\n");
    rows.forEach((key, value) -> text.append("| " + key + " | " + value + " |\n"));
    return text.toString();
  }

  /**
   * Says why a section was not measured this time; a table of an earlier run stays below that.
   *
   * @param words a sentence with its full stop
   * @throws IllegalArgumentException when the document has no such section
   */
  static void note(Path document, String name, String words) throws IOException {
    String old = Section.of(document, name).content();
    int earlier = old.indexOf(EARLIER);
    String table = earlier < 0 ? old : old.substring(earlier + EARLIER.length()).strip();
    boolean measured = table.contains("|---");
    replace(
        document,
        name,
        measured ? words.substring(0, words.length() - 1) + EARLIER + "\n\n" + table : words);
  }

  /**
   * What stands in a section.
   *
   * @throws IllegalArgumentException when the document has no such section
   */
  static String content(Path document, String name) throws IOException {
    return Section.of(document, name).content();
  }

  /**
   * Replaces what stands between {@code <!-- begin: name -->} and {@code <!-- end: name -->}.
   *
   * @throws IllegalArgumentException when the document has no such marks
   */
  static void replace(Path document, String name, String text) throws IOException {
    Section section = Section.of(document, name);
    Files.writeString(document, section.before() + text.strip() + "\n" + section.after());
  }

  /** A document in three parts: up to the first mark with it, what is between, the rest. */
  private record Section(String before, String content, String after) {
    static Section of(Path document, String name) throws IOException {
      String begin = "<!-- begin: " + name + " -->\n";
      String end = "<!-- end: " + name + " -->";
      String whole = Files.readString(document);
      int from = whole.indexOf(begin);
      int to = whole.indexOf(end, Math.max(0, from));
      if (from < 0 || to < 0) {
        throw new IllegalArgumentException(
            document + ": expected the lines '" + begin.trim() + "' and '" + end + "', got none");
      }
      int inner = from + begin.length();
      return new Section(
          whole.substring(0, inner), whole.substring(inner, to).strip(), whole.substring(to));
    }
  }
}
