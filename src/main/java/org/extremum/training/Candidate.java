package org.extremum.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A penalty that is tried (method.md 7).
 *
 * @param gamma radius of the neighbourhood, in D_s units
 * @param ridge λ
 */
record Candidate(double gamma, double ridge) implements Comparable<Candidate> {
  /** The stronger penalty is the greater: larger γ, then larger λ. */
  @Override
  public int compareTo(Candidate other) {
    int order = Double.compare(gamma, other.gamma);
    return order != 0 ? order : Double.compare(ridge, other.ridge);
  }

  String inWords() {
    return "gamma " + gamma + ", regParam " + ridge;
  }

  /** For the manifest, by the names of the options. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("gamma", gamma);
    map.put("regParam", ridge);
    return map;
  }
}
