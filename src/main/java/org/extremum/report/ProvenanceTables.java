package org.extremum.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is needed to train the model once more: options, versions, data. */
final class ProvenanceTables {
  private static final String ID = "provenance";
  private static final String TITLE = "Provenance";

  /** Elements of a list that are shown: data may have thousands of columns. */
  private static final int MOST_SHOWN = 20;

  private final Entries entries;

  ProvenanceTables(Entries entries) {
    this.entries = entries;
  }

  Section section() {
    List<Element> body = new ArrayList<>();
    add(body, "What it was made of and by", "input", "versions", "blas", "dataFingerprint", "seed");
    add(
        body,
        "What was resolved",
        "resolved",
        "moments",
        "plan",
        "memory",
        "capacity",
        "fineTuning");
    add(body, "Options as they were asked", "options");
    return body.isEmpty()
        ? Section.absent(ID, TITLE, "the model was saved without it")
        : Section.wide(ID, TITLE, body);
  }

  private void add(List<Element> body, String caption, String... names) {
    Table table = new Table(caption, "entry", "value").ofWords();
    boolean any = false;
    for (String name : names) {
      Object value = entries.get(name);
      if (value instanceof Map<?, ?> map) {
        map.forEach((key, each) -> table.row(name + "." + key, shown(each)));
      } else if (value != null) {
        table.row(name, shown(value));
      }
      any |= value != null;
    }
    if (any) {
      body.add(body.isEmpty() ? table.element() : table.folded(caption));
    }
  }

  /** NaN is how an option says that it is to be found out. */
  private static String shown(Object value) {
    if (value instanceof Double number && number.isNaN()) {
      return "auto";
    }
    if (value instanceof List<?> list) {
      String shown =
          list.stream()
              .limit(MOST_SHOWN)
              .map(ProvenanceTables::shown)
              .collect(Collectors.joining(", "));
      return list.size() <= MOST_SHOWN
          ? Figures.entry(shown)
          : shown + " and " + (list.size() - MOST_SHOWN) + " more";
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> entry.getKey() + " " + shown(entry.getValue()))
          .collect(Collectors.joining(", "));
    }
    return Figures.entry(value);
  }
}
