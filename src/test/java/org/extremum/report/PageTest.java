package org.extremum.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.extremum.training.TrainingReport;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page as a document, and what it does with hostile, missing and plentiful entries. */
class PageTest {
  private static final String HOSTILE = "<script>alert('x')</script>\"&\u0001\uD800";

  /** An exact model of so many classes, with everything that a page can show. */
  private static TrainingReport full(int essences) {
    TrainingReport report = new TrainingReport();
    report.put("outcome", "ROUNDS_SPENT");
    report.put("outcomeDetail", HOSTILE);
    report.put("samples", 150).put("features", 4).put("essences", essences);
    report.put("hiddenLayers", List.of(200));
    report.put("options.extremum", "exact").put("options.condition", "argmax");
    report.put("options.rankTolerance", Double.NaN);
    part(report, "train", essences);
    part(report, "test", essences);
    report.put("stationarity.max", 2.5e-14).put("stationarity.rms", 3.5e-15);
    report.put("stationarity.samples", 150).put("stationarity.constrained", true);
    report.put("stationarity.histogram.log10From", -16.0);
    report.put("stationarity.histogram.log10Width", 0.25);
    report.put("stationarity.histogram.counts", List.of(3, 0, 40));
    report.put("stationarity.histogram.zeros", 7);
    report.put("criticalPoints.own", Map.of("pairs", 150, "extrema", 13));
    report.put("spectrum.rank", 2).put("spectrum.tolerance", 1e-13).put("spectrum.gap", 1e12);
    report.put("spectrum.verdict", "CLEAR").put("spectrum.method", "tsqr");
    report.put(
        "spectrum.singularValues", List.of(List.of(1, 5.0), List.of(2, 4.0), List.of(3, 0.0)));
    report.put("rounds", List.of(round(10, 3), round(13, 0)));
    report.put(
        "layers", List.of(Map.of("u", 1, "state", "init"), Map.of("u", 2, "state", "update")));
    report.put("selection.samples", 30).put("selection.criterion", "logLoss");
    report.put("selection.polarization", "logistic");
    report.put("selection.candidates", List.of(candidate(0, 0.3), candidate(0.6, 0.2)));
    report.put("selection.chosen", candidate(0.6, 0.2));
    report.put("selection.hidden", List.of(stack(100, 0.4), stack(200, 0.2)));
    report.put("timings.total", 12.5).put("timings.solve", 10.0);
    report.put("timings.history", List.of(Map.of("step", "solve", "start", 1.0, "seconds", 10.0)));
    report.put("input.features", List.of(HOSTILE, "b"));
    return report;
  }

  private static void part(TrainingReport report, String part, int essences) {
    report.put(part + ".accuracy", 0.9731).put(part + ".logLoss", 0.1234);
    report.put(part + ".samples", 150);
    List<Object> each = new ArrayList<>();
    List<Object> confusion = new ArrayList<>();
    for (int v = 0; v < essences; v++) {
      int own = v;
      each.add(
          Map.of("essence", v, "samples", 50, "precision", 0.9, "recall", 0.8, "f1", Double.NaN));
      confusion.add(
          IntStream.range(0, essences).mapToObj(q -> q == own ? 47 : (q + own) % 3).toList());
    }
    report.put(part + ".perEssence", each).put(part + ".confusion", confusion);
    report.put(part + ".mistakes", List.of(Map.of("essence", 0, "predicted", 1, "samples", 2)));
    report.put(part + ".noise.samples", 150);
    report.put(
        part + ".noise.curve",
        List.of(Map.of("radius", 0.0, "accuracy", 0.97), Map.of("radius", 2.0, "accuracy", 0.5)));
  }

  private static Map<String, Object> round(int centres, int failed) {
    return Map.of("centres", centres, "failed", failed, "gap", Double.POSITIVE_INFINITY);
  }

  private static Map<String, Object> candidate(double gamma, double loss) {
    return Map.of(
        "gamma",
        gamma,
        "regParam",
        3e-3,
        "criterion",
        loss,
        "standardError",
        0.01,
        "accuracy",
        0.9);
  }

  private static Map<String, Object> stack(int width, double loss) {
    Map<String, Object> stack = new LinkedHashMap<>(candidate(0.6, loss));
    stack.put("hiddenLayers", List.of(50, width));
    stack.put("initScale", 4.0);
    stack.put("chosen", width == 200);
    return stack;
  }

  private static String html(TrainingReport report, int essences) {
    List<String> names = IntStream.range(0, essences).mapToObj(v -> v + HOSTILE).toList();
    return new Page(HOSTILE, report, names).html();
  }

  private static Document parsed(String html) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
  }

  private static List<Element> all(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  @Test
  void itIsWellFormedAndLoadsNothing() throws Exception {
    String html = html(full(3), 3);
    Document document = parsed(html);
    assertThat(html).startsWith("<!DOCTYPE html>");
    for (String loading : List.of("script", "link", "img", "iframe", "object", "image", "use")) {
      assertThat(all(document, loading)).as(loading).isEmpty();
    }
    for (Element element : all(document, "*")) {
      for (String attribute : List.of("src", "href", "xlink:href", "onload", "onclick", "srcset")) {
        assertThat(element.hasAttribute(attribute)).isFalse();
      }
    }
    assertThat(html).doesNotContain("http:", "https:", "url(", "@import", "//");
    assertThat(all(document, "section")).hasSize(11);
    // HTML reads a style sheet as it stands, XML as text: nothing in it may need escaping.
    String style = html.substring(html.indexOf("<style>"), html.indexOf("</style>"));
    assertThat(style).contains("prefers-color-scheme: dark").doesNotContain("&");
  }

  @Test
  void namesAreShownAndNotObeyed() throws Exception {
    String html = html(full(3), 3);
    assertThat(html).doesNotContain("<script").contains("&lt;script&gt;");
    // What XML has no character for is replaced; the rest is there to be read.
    String shown = HOSTILE.replace('\u0001', '\uFFFD').replace('\uD800', '\uFFFD');
    assertThat(all(parsed(html), "h1").get(0).getTextContent()).isEqualTo(shown);
    assertThat(all(parsed(html), "th"))
        .extracting(Element::getTextContent)
        .contains("0" + shown, "2" + shown);
  }

  @Test
  void everyPlotHasWordsAndATable() throws Exception {
    Document document = parsed(html(full(3), 3));
    List<Element> plots = all(document, "svg");
    assertThat(plots).hasSize(7); // noise, choices, residuals, spectrum, rounds, timings
    List<String> ids = new ArrayList<>();
    for (Element svg : plots) {
      assertThat(svg.getAttribute("role")).isEqualTo("img");
      String[] named = svg.getAttribute("aria-labelledby").split(" ");
      Element title = (Element) svg.getElementsByTagName("title").item(0);
      Element words = (Element) svg.getElementsByTagName("desc").item(0);
      assertThat(title.getTextContent()).isNotBlank();
      assertThat(words.getTextContent()).isNotBlank();
      assertThat(named).containsExactly(title.getAttribute("id"), words.getAttribute("id"));
      ids.addAll(List.of(named));
      Element figure = (Element) svg.getParentNode();
      assertThat(figure.getTagName()).isEqualTo("figure");
      assertThat(figure.getElementsByTagName("table").getLength()).isEqualTo(1);
    }
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void figuresAreThoseOfTheReport() throws Exception {
    Document document = parsed(html(full(3), 3));
    assertThat(all(document, "dd"))
        .extracting(Element::getTextContent)
        .contains("97.31 %", "4–200–3", "log-loss 0.1234, 150 samples");
    Element confusion =
        all(document, "table").stream()
            .filter(table -> table.getAttribute("class").startsWith("confusion"))
            .findFirst()
            .orElseThrow();
    NodeList cells = confusion.getElementsByTagName("td");
    for (int v = 0; v < 3; v++) {
      for (int q = 0; q < 3; q++) {
        String expected = String.valueOf(v == q ? 47 : (q + v) % 3);
        assertThat(cells.item(3 * v + q).getTextContent()).isEqualTo(expected);
      }
    }
    assertThat(document.getElementsByTagName("main").item(0).getTextContent())
        .contains("2.50×10⁻¹⁴", "rank 2", "∞")
        .contains("usual one: 50–200 neurons at scale 4 of 2 hidden stacks.")
        .contains("by log-loss after logistic polarization, begun for each γ at the λ")
        .contains("chosen: γ = 0.6 and λ = 0.003 of 2 candidates, at 0.2000.");
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    TrainingReport old = new TrainingReport().put("outcome", "SOLVED");
    old.put("options.extremum", "weakened").put("train.accuracy", 0.5).put("rounds", "damaged");
    Document document = parsed(new Page("m", old, List.of()).html());
    assertThat(all(document, "svg")).isEmpty();
    assertThat(all(document, "li"))
        .extracting(Element::getTextContent)
        .contains(
            "Spectrum and rank: only exact extrema need the rank of the gradient equations.",
            "Confusion matrix: the model was saved without it.");
    parsed(new Page("m", new TrainingReport(), List.of()).html());
  }

  @Test
  void fiftyClassesHaveAMatrixAndMoreHaveTheMostFrequentMistakes() throws Exception {
    assertThat(
            all(parsed(html(full(50), 50)), "td").stream()
                .filter(cell -> cell.getAttribute("class").startsWith("right")))
        .hasSize(50);
    Document many = parsed(html(full(51), 51));
    assertThat(all(many, "table")).noneMatch(table -> table.getAttribute("class").contains("many"));
    assertThat(many.getElementById("confusion")).isNull(); // no DTD, so no ids: by attribute
    assertThat(all(many, "section"))
        .anyMatch(
            section ->
                section.getAttribute("id").equals("confusion")
                    && section.getTextContent().contains("The most frequent mistakes"));
  }
}
