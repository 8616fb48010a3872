package org.extremum.job.input;

import java.util.ArrayList;
import java.util.List;

/** The fields of one line of comma-separated text; quotes as RFC 4180 has them. */
final class CsvLine {
  private CsvLine() {}

  /** The fields, trimmed where they are not quoted. */
  static List<String> split(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    boolean wasQuoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted) {
        if (c != '"') {
          field.append(c);
        } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
          field.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"' && field.toString().isBlank()) {
        field.setLength(0);
        quoted = true;
        wasQuoted = true;
      } else if (c == ',') {
        fields.add(wasQuoted ? field.toString() : field.toString().trim());
        field.setLength(0);
        wasQuoted = false;
      } else if (!wasQuoted || !Character.isWhitespace(c)) {
        field.append(c);
      }
    }
    fields.add(wasQuoted ? field.toString() : field.toString().trim());
    return fields;
  }

  /** The fields as one line that {@link #split} takes apart again; null is an empty field. */
  static String join(List<?> fields) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < fields.size(); i++) {
      line.append(i == 0 ? "" : ",").append(fields.get(i) == null ? "" : quoted(fields.get(i)));
    }
    return line.toString();
  }

  private static String quoted(Object field) {
    String text = field.toString();
    return text.matches("(?s).*[\",\r\n].*") || !text.equals(text.trim())
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}
