package org.extremum.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the plainest YAML and refuses all else: mappings and lists in blocks indented by two
 * spaces, one scalar a line, whole-line comments. What it accepts means the same to every YAML
 * parser, since a scalar that some would take for a date, a float or a truth value has to be
 * quoted.
 */
final class PlainYaml {
  private static final Pattern ENTRY =
      Pattern.compile("(\"[^\"\\\\]+\"|[A-Za-z][A-Za-z0-9._/-]*):(?: (.+))?");
  private static final Pattern TEXT = Pattern.compile("(--)?[A-Za-z0-9/][^#\"'&*!|>%@`{}\\[\\],]*");
  private static final Pattern AMBIGUOUS =
      Pattern.compile("(?i)(y|n|yes|no|on|off|null|[0-9.+_:-]*[0-9]|0x.*)");

  private record Line(int number, int indent, String text) {}

  private final List<Line> lines = new ArrayList<>();
  private int next;

  private PlainYaml(String document) {
    int number = 0;
    for (String line : document.split("\n", -1)) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        int indent = line.indexOf(text);
        if (line.contains("\t") || indent % 2 != 0 || !line.endsWith(text)) {
          throw new IllegalArgumentException("line " + number + ": indentation or blanks: " + line);
        }
        lines.add(new Line(number, indent, text));
      }
    }
  }

  /**
   * Reads a document that is a mapping.
   *
   * @throws IllegalArgumentException with the line that is not plain
   */
  static Map<String, Object> read(String document) {
    PlainYaml yaml = new PlainYaml(document);
    Map<String, Object> map = yaml.mapping(0);
    if (yaml.next < yaml.lines.size()) {
      throw yaml.wrong("an entry");
    }
    return map;
  }

  private boolean at(int indent) {
    return next < lines.size() && lines.get(next).indent == indent;
  }

  private IllegalArgumentException wrong(String expected) {
    Line line = lines.get(Math.min(next, lines.size() - 1));
    return new IllegalArgumentException(
        "line " + line.number + ": expected " + expected + ", got " + line.text);
  }

  private Map<String, Object> mapping(int indent) {
    Map<String, Object> map = new LinkedHashMap<>();
    while (at(indent) && !lines.get(next).text.startsWith("- ")) {
      entry(map, lines.get(next).text, indent);
    }
    if (map.isEmpty()) {
      throw wrong("a mapping");
    }
    return map;
  }

  private void entry(Map<String, Object> map, String text, int indent) {
    Matcher matcher = ENTRY.matcher(text);
    if (!matcher.matches()) {
      throw wrong("key: value");
    }
    String key = matcher.group(1).replace("\"", "");
    if (map.containsKey(key)) {
      throw wrong("a new key");
    }
    if (matcher.group(2) != null) {
      map.put(key, scalar(matcher.group(2)));
      next++;
    } else {
      next++;
      map.put(key, block(indent + 2));
    }
  }

  private Object block(int indent) {
    if (!at(indent)) {
      throw wrong("a block indented by " + indent);
    }
    return lines.get(next).text.startsWith("- ") ? list(indent) : mapping(indent);
  }

  private List<Object> list(int indent) {
    List<Object> list = new ArrayList<>();
    while (at(indent) && lines.get(next).text.startsWith("- ")) {
      String item = lines.get(next).text.substring(2);
      if (ENTRY.matcher(item).matches()) {
        Map<String, Object> map = new LinkedHashMap<>();
        entry(map, item, indent + 2);
        if (at(indent + 2)) {
          map.putAll(mapping(indent + 2));
        }
        list.add(map);
      } else {
        list.add(scalar(item));
        next++;
      }
    }
    return list;
  }

  private Object scalar(String text) {
    if (text.matches("\"[^\"\\\\]*\"")) {
      return text.substring(1, text.length() - 1);
    }
    if (text.matches("0|[1-9][0-9]{0,17}")) {
      return Long.parseLong(text);
    }
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    boolean plain = TEXT.matcher(text).matches() && !text.contains(": ") && !text.endsWith(":");
    if (!plain || AMBIGUOUS.matcher(text).matches()) {
      throw wrong("a plain scalar, else one in double quotes,");
    }
    return text;
  }
}
