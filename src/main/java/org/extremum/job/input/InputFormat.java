package org.extremum.job.input;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.extremum.training.Problem;

/** The formats the command reads. */
public enum InputFormat {
  /** Comma-separated text with a header line. */
  CSV("csv"),
  /** Lines of {@code label index:value …}, indices from 1. */
  LIBSVM("libsvm", "svm"),
  /** Parquet, with scalar columns or a vector or array column. */
  PARQUET("parquet"),
  /** One JSON object on each line, with scalar fields or an array field. */
  JSON("json", "jsonl");

  private final String[] extensions;

  InputFormat(String... extensions) {
    this.extensions = extensions;
  }

  private String word() {
    return extensions[0];
  }

  /**
   * The format of an input.
   *
   * @param asked what the user named it, or null: told by the file's extension
   * @throws Problem (usage) when neither says
   */
  public static InputFormat of(String asked, String path) {
    String name = path.toLowerCase(Locale.ROOT).replaceAll("/+$", "").replaceAll("\\.gz$", "");
    return Arrays.stream(values())
        .filter(
            format ->
                asked == null
                    ? Arrays.stream(format.extensions).anyMatch(e -> name.endsWith("." + e))
                    : format.word().equals(asked.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> unknown(asked, path));
  }

  private static Problem unknown(String asked, String path) {
    String words =
        Arrays.stream(values()).map(InputFormat::word).collect(Collectors.joining(" | "));
    return Problem.of(
        Problem.Kind.USAGE,
        asked == null ? "format of '" + path + "'" : "--format",
        asked == null ? "a file ending in ." + words.replace(" | ", ", .") : words,
        asked == null ? "another ending" : "'" + asked + "'",
        asked == null ? "say --format " + words : "choose one of them");
  }
}
