package org.extremum.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.extremum.training.TrainingReport;

/**
 * A model's report as one page of HTML 5, well-formed as XML: no scripts, nothing loaded from
 * elsewhere, plots as inline SVG with titles, descriptions and tables of their figures. Light or
 * dark as the reader prefers, readable from a phone's width on, printable.
 *
 * @param name of the model, shown as the title
 * @param report the entries of run.json; not modified
 * @param labelNames a name for each class, or empty for their numbers
 */
public record Page(String name, TrainingReport report, List<String> labelNames) {

  /** The whole document. What the model has no entries for is left out, and said so at the end. */
  public String html() {
    Entries entries = new Entries(report, labelNames);
    List<Section> sections = sections(entries);
    Element main = Element.of("main");
    sections.stream().filter(Section::present).forEach(section -> main.add(section.element()));
    Element document =
        Element.of(
                "html",
                head(),
                Element.of("body", new Headline(entries).element(name), main, leftOut(sections)))
            .with("lang", "en");
    return "<!DOCTYPE html>\n" + document + "\n";
  }

  private static List<Section> sections(Entries entries) {
    Accuracy accuracy = new Accuracy(entries);
    Rounds rounds = new Rounds(entries);
    return List.of(
        accuracy.classes(),
        accuracy.confusion(),
        new Robustness(entries).section(),
        new HiddenPlot(entries).section(),
        new SelectionPlot(entries).section(),
        new StationarityPlot(entries).section(),
        new SpectrumPlot(entries).section(),
        rounds.section(),
        rounds.layers(),
        new Timings(entries).section(),
        new ProvenanceTables(entries).section());
  }

  private Element head() {
    return Element.of(
        "head",
        Element.of("meta").with("charset", "UTF-8"),
        Element.of("meta")
            .with("name", "viewport")
            .with("content", "width=device-width, initial-scale=1"),
        Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
        Element.text("title", name + ": training report"),
        Element.text("style", style()));
  }

  private static Element leftOut(List<Section> sections) {
    Element footer = Element.of("footer");
    List<Section> absent = sections.stream().filter(section -> !section.present()).toList();
    if (!absent.isEmpty()) {
      Element list = Element.of("ul");
      absent.forEach(
          section ->
              list.add(Element.text("li", section.title() + ": " + section.absence() + ".")));
      footer.add(Element.text("h2", "Not in this report")).add(list);
    }
    return footer.add(
        Element.text(
            "p",
            "Outputs scaled to probabilities are degrees of certainty, not measured"
                + " frequencies (paper §5.5)."));
  }

  private static String style() {
    try (InputStream stream = Page.class.getResourceAsStream("report.css")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
