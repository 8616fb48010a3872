package org.extremum.moments;

import java.io.Serializable;
import java.util.List;

/**
 * Moments of disjoint parts that are all of the samples, made in one pass.
 *
 * @param folds one for each part
 */
public record FoldMoments(List<Moments> folds) implements Serializable {
  /**
   * The sum of all parts but one: what trains while that one is tested. As new memory of one
   * Moments.
   *
   * @param tested the part left out, or -1 for none
   */
  public Moments without(int tested) {
    Moments sum = Moments.zero(folds.get(0).width(), folds.get(0).essences());
    for (int p = 0; p < folds.size(); p++) {
      if (p != tested) {
        sum.add(1, folds.get(p));
      }
    }
    return sum;
  }
}
