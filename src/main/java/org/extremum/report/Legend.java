package org.extremum.report;

/** Which colour of a plot is what. */
final class Legend {
  private static final String[] SERIES = {"first", "second", "third", "fourth"};

  private Legend() {}

  /** The style of the k-th series. */
  static String series(int k) {
    return SERIES[k % SERIES.length];
  }

  static Element of(String... names) {
    Element legend = Element.of("p").with("class", "legend");
    for (int k = 0; k < names.length; k++) {
      legend.add(Element.text("span", names[k]).with("class", "key " + series(k)));
    }
    return legend;
  }
}
