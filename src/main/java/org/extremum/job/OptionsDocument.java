package org.extremum.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.extremum.training.TrainingOption;
import org.extremum.training.TrainingOptions;

/** The option table as documents: the commented configuration file and the README's table. */
public final class OptionsDocument {
  /** Stands before the table in the README, on a line of its own. */
  public static final String README_BEGIN = "<!-- options -->";

  /** Stands after the table in the README, on a line of its own. */
  public static final String README_END = "<!-- /options -->";

  /** Writes both documents anew. */
  public static final String REGENERATE =
      "java -cp 'target/extremum-0.1.0-job.jar:target/spark/jars/*'"
          + " org.extremum.job.OptionsDocument";

  private static final int WIDTH = 96;

  private OptionsDocument() {}

  /** Rewrites conf/extremum.conf, and the README's table where it has the markers. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args.length > 0 ? args[0] : ".");
    Files.writeString(root.resolve("conf/extremum.conf"), hocon());
    Path readme = root.resolve("README.md");
    if (Files.exists(readme) && Files.readString(readme).contains(README_BEGIN)) {
      Files.writeString(readme, intoReadme(Files.readString(readme)));
    }
  }

  /** Every option with meaning, allowed values and default, as a file {@code --config} reads. */
  public static String hocon() {
    StringBuilder text =
        new StringBuilder(
            """
            # Options of a training, all at their defaults. Copy, keep the lines that differ, and pass the
            # copy as --config FILE; --set key=value wins over it. An unknown key is an error.
            # Generated from the option table (TrainingOptions.TABLE) by OptionsDocument: do not edit here.
            extremum {
            """);
    for (TrainingOption option : TrainingOptions.TABLE) {
      text.append('\n');
      wrapped(option.doc()).forEach(line -> text.append("  # ").append(line).append('\n'));
      text.append("  # Allowed: ").append(option.allowed()).append('\n');
      text.append("  ")
          .append(option.key())
          .append(" = ")
          .append(Configuration.literal(option, option.defaultValue()))
          .append('\n');
    }
    return text.append("}\n").toString();
  }

  private static List<String> wrapped(String doc) {
    List<String> lines = new java.util.ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : capitalised(doc).split(" ")) {
      if (line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line + ".");
    return lines;
  }

  private static String capitalised(String doc) {
    // A doc that begins with a value ("global: …") keeps it as it is written.
    return doc.matches("^[a-zA-Z]+:.*")
        ? doc
        : Character.toUpperCase(doc.charAt(0)) + doc.substring(1);
  }

  /** The options as a Markdown table. */
  public static String markdown() {
    StringBuilder text =
        new StringBuilder("| option | default | allowed | meaning |\n|---|---|---|---|\n");
    for (TrainingOption option : TrainingOptions.TABLE) {
      String shown = option.show(option.defaultValue());
      text.append("| `")
          .append(option.key())
          .append("` | ")
          .append(shown.isEmpty() ? "none" : "`" + shown + "`")
          .append(" | ")
          .append(option.allowed().replace("|", "\\|"))
          .append(" | ")
          .append(option.doc().replace("|", "\\|"))
          .append(" |\n");
    }
    return text.toString();
  }

  /** The README with the table between its markers made anew. */
  public static String intoReadme(String readme) {
    int begin = readme.indexOf(README_BEGIN);
    int end = readme.indexOf(README_END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException(
          "README: expected "
              + README_BEGIN
              + " and then "
              + README_END
              + ", got neither in order");
    }
    return readme.substring(0, begin + README_BEGIN.length())
        + "\n"
        + markdown()
        + readme.substring(end);
  }
}
