package org.extremum.retraining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far a batch is from what was there before it, from sums only: the mix of classes and the
 * means of the features. It sees nothing else; a relation between features and class that changes
 * shows in the gate.
 *
 * <p>Something is warned of when it is both large and more than chance does. Large: above option
 * {@code driftWarning}, a tenth by default, in total variation distance. For the mix a tenth is one
 * row in ten of another class. A Gaussian feature that moves by d of its standard deviations is
 * 2Φ(d/2) - 1 ≈ d/√(2π) from before, a tenth at d = 0.25. More than chance: of batches drawn like
 * the rows before, fewer than one in {@value #ONE_IN} are taken for moved.
 *
 * <p>Chance is reckoned in rows of the batch: what was there before counts as its weight in units
 * of the batch's mean weight of a row, so that decayed rows count for less. Very unequal weights
 * within a batch make it look rarer than it is.
 */
public final class DataDrift {
  private static final int ONE_IN = 1000;

  /** Φ⁻¹(1 - 1/1000). */
  private static final double CHANCE_DEVIATIONS = 3.09;

  /** Features and classes that are listed, those that moved most. */
  private static final int LISTED = 5;

  private final ClassMixDrift mix;
  private final FeatureDrift means;
  private final int features;

  /**
   * Sums over weighted samples; arrays are not copied.
   *
   * @param weight Σω
   * @param sums Σωx of each coordinate, m
   * @param squares Σωx² of each, m
   * @param classWeights Σω of each class; new classes come last
   */
  public record Sums(double weight, double[] sums, double[] squares, double[] classWeights) {}

  private DataDrift(ClassMixDrift mix, FeatureDrift means, int features) {
    this.mix = mix;
    this.means = means;
    this.features = features;
  }

  /**
   * Compares.
   *
   * @param before what was there; its weights may be decayed
   * @param batch what came, in the same coordinates
   * @param rows of the batch
   * @throws IllegalArgumentException when either is empty or they differ in coordinates
   */
  public static DataDrift between(Sums before, Sums batch, long rows) {
    if (!(before.weight > 0) || !(batch.weight > 0) || rows <= 0) {
      throw new IllegalArgumentException(
          "drift: expected samples before and in the batch, got weights "
              + before.weight
              + " and "
              + batch.weight);
    }
    if (before.sums.length != batch.sums.length) {
      throw new IllegalArgumentException(
          "drift: expected " + before.sums.length + " coordinates, got " + batch.sums.length);
    }
    double rowsBefore = before.weight / batch.weight * rows;
    return new DataDrift(
        new ClassMixDrift(before.classWeights, rowsBefore, batch.classWeights, rows),
        new FeatureDrift(before, rowsBefore, batch, rows),
        batch.sums.length);
  }

  /** Total variation distance of the mixes of classes, ½Σ|share - share before|, in [0, 1]. */
  public double mixDistance() {
    return mix.distance();
  }

  /** How far the mix is from that before, in standard deviations of what chance does. */
  public double mixDeviations() {
    return mix.deviations();
  }

  /** (mean of the batch - mean before) / standard deviation before. */
  public double shift(int coordinate) {
    return means.shift(coordinate);
  }

  /** The same in standard errors. */
  public double deviations(int coordinate) {
    return means.deviations(coordinate);
  }

  /** The size of the largest shift. */
  public double largestShift() {
    return means.largest();
  }

  /** √(mean of the squared shifts). */
  public double rmsShift() {
    return means.rms();
  }

  /** Whether the mix of classes moved by more than {@code large} and more than chance does. */
  public boolean mixMoved(double large) {
    return mix.distance() > large && mix.deviations() > CHANCE_DEVIATIONS;
  }

  /**
   * The coordinates that moved by more than {@code large} and more than chance does, those that
   * moved most first. A Gaussian mean is beyond t standard errors with a probability below
   * e^(-t²/2), so that t = √(2 ln(1000 m)) keeps all m of them within chance at once.
   *
   * @param large total variation distance
   */
  public List<Integer> moved(double large) {
    double errors = Math.sqrt(2 * Math.log((double) ONE_IN * Math.max(1, features)));
    return means.moved(large * Math.sqrt(2 * Math.PI), errors);
  }

  /**
   * One line for each thing that is both large and more than chance; none on most nights.
   *
   * @param large total variation distance, option {@code driftWarning}
   * @param names of the coordinates
   * @param labels names of the classes
   */
  public List<String> warnings(double large, List<String> names, List<String> labels) {
    List<String> lines = new ArrayList<>();
    if (mixMoved(large)) {
      lines.add(
          String.format(
              Locale.ROOT,
              "class mix moved by %.1f %% of the rows: %s",
              100 * mix.distance(),
              mix.inWords(labels, LISTED)));
    }
    List<Integer> moved = moved(large);
    if (!moved.isEmpty()) {
      lines.add(
          moved.size()
              + (moved.size() == 1 ? " feature" : " features")
              + " moved, in standard deviations: "
              + means.inWords(moved.subList(0, Math.min(LISTED, moved.size())), names)
              + (moved.size() > LISTED ? ", …" : ""));
    }
    return lines;
  }

  /** For the manifest: both figures, what moved most, and the warnings. */
  public Map<String, Object> toMap(double large, List<String> names, List<String> labels) {
    Map<String, Object> classes = new LinkedHashMap<>();
    classes.put("distance", mix.distance());
    classes.put("deviations", mix.deviations());
    classes.put("moved", mixMoved(large));
    classes.put("largest", mix.largest(labels, LISTED));
    Map<String, Object> shifts = new LinkedHashMap<>();
    shifts.put("largestShift", means.largest());
    shifts.put("rmsShift", means.rms());
    shifts.put("moved", moved(large).size());
    shifts.put("largest", means.largest(names, LISTED));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("classMix", classes);
    map.put("features", shifts);
    map.put("warnings", warnings(large, names, labels));
    return map;
  }
}
