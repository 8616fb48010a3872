package org.extremum.training;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Hidden layers that are tried (method.md 7, 10). Each costs a pass for Moments: the neurons of one
 * width or scale are not among those of another.
 *
 * @param widths l_1..l_{n-1}; candidates differ in the last one
 * @param initScale s
 * @param usualScale the initialization's own s, to which a tie goes
 */
record HiddenDraw(List<Integer> widths, double initScale, double usualScale)
    implements Comparable<HiddenDraw> {
  private static final Comparator<HiddenDraw> PREFERENCE =
      Comparator.comparingInt(HiddenDraw::width)
          .thenComparingDouble(HiddenDraw::fromUsual)
          .thenComparingDouble(HiddenDraw::initScale)
          .reversed();

  /** Width of the last hidden layer. */
  int width() {
    return widths.get(widths.size() - 1);
  }

  /** How many times too steep or too flat, from 1: exact for powers of two. */
  private double fromUsual() {
    return Math.max(initScale / usualScale, usualScale / initScale);
  }

  /**
   * Of two that do equally well the greater is taken: the narrower, then the one whose scale is
   * nearer to the usual one by its factor, then the flatter.
   */
  @Override
  public int compareTo(HiddenDraw other) {
    return PREFERENCE.compare(this, other);
  }

  /** The options with these hidden layers in the place of what was to be tried. */
  TrainingOptions into(TrainingOptions options) {
    return options
        .with("widthCandidates", List.of())
        .with("initScaleCandidates", List.of())
        .with("hiddenLayers", widths)
        .with("initScale", initScale);
  }

  String inWords() {
    return "hidden layers " + widths + ", initScale " + initScale;
  }

  /** For the manifest, by the names of the options. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("hiddenLayers", widths);
    map.put("initScale", initScale);
    return map;
  }
}
