package org.extremum.report;

import java.util.List;

/**
 * A part of the page.
 *
 * @param id stable, for links
 * @param title its heading
 * @param body what stands under it; empty where the model has nothing for it
 * @param absence why the body is empty, in words
 * @param wide whether it takes the page's whole width
 */
record Section(String id, String title, List<Element> body, String absence, boolean wide) {
  static Section of(String id, String title, List<Element> body) {
    return new Section(id, title, body, "", false);
  }

  /** One that takes the page's whole width. */
  static Section wide(String id, String title, List<Element> body) {
    return new Section(id, title, body, "", true);
  }

  static Section absent(String id, String title, String why) {
    return new Section(id, title, List.of(), why, false);
  }

  boolean present() {
    return !body.isEmpty();
  }

  Element element() {
    return Element.of("section")
        .with("id", id)
        .with("class", wide ? "wide" : "half")
        .with("aria-labelledby", id + "-title")
        .add(Element.text("h2", title).with("id", id + "-title"))
        .add(body);
  }
}
