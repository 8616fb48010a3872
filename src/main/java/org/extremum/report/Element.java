package org.extremum.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element of HTML or SVG with its attributes and content. Texts are escaped, so that whatever
 * the name of a class or a column is, it is shown and not obeyed; what comes out is well-formed XML
 * too.
 */
final class Element {
  /** Elements that HTML knows without content, and SVG's shapes. */
  private static final Set<String> EMPTY =
      Set.of("meta", "br", "line", "rect", "circle", "path", "polyline");

  /** Stands for what XML has no character for. */
  private static final char REPLACEMENT = '\uFFFD';

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Object> content = new ArrayList<>(); // of texts and elements

  private Element(String name) {
    this.name = name;
  }

  /** An element that contains others. */
  static Element of(String name, Element... children) {
    return new Element(name).add(Arrays.asList(children));
  }

  /** An element that contains a text. */
  static Element text(String name, String text) {
    return new Element(name).text(text);
  }

  /** Sets an attribute. */
  Element with(String attribute, Object value) {
    attributes.put(attribute, String.valueOf(value));
    return this;
  }

  /** Appends a text. */
  Element text(String text) {
    content.add(text);
    return this;
  }

  /** Appends an element. */
  Element add(Element child) {
    content.add(child);
    return this;
  }

  /** Appends elements. */
  Element add(List<Element> children) {
    content.addAll(children);
    return this;
  }

  /** The element as it stands in a document. */
  @Override
  public String toString() {
    StringBuilder to = new StringBuilder();
    appendTo(to);
    return to.toString();
  }

  private void appendTo(StringBuilder to) {
    to.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          to.append(' ').append(attribute).append("=\"");
          escape(value, true, to);
          to.append('"');
        });
    if (EMPTY.contains(name) && content.isEmpty()) {
      to.append("/>");
      return;
    }
    to.append('>');
    for (Object part : content) {
      if (part instanceof Element child) {
        child.appendTo(to);
      } else {
        escape((String) part, false, to);
      }
    }
    to.append("</").append(name).append(">");
  }

  /** Quotes matter in attributes only; a style sheet's have to stay as they are. */
  private static void escape(String text, boolean quotes, StringBuilder to) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> to.append("&lt;");
                case '>' -> to.append("&gt;");
                case '&' -> to.append("&amp;");
                case '"' -> to.append(quotes ? "&quot;" : "\"");
                default -> to.appendCodePoint(isOfXml(c) ? c : REPLACEMENT);
              }
            });
  }

  /** XML 1.0's production Char, without the control characters that HTML does not allow either. */
  private static boolean isOfXml(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0x7E)
        || (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= Character.MAX_CODE_POINT);
  }
}
