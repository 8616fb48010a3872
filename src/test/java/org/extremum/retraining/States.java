package org.extremum.retraining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.network.Network;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleStore;
import org.extremum.training.Checkpoints;
import org.extremum.training.MemoryBudget;
import org.extremum.training.Progress;
import org.extremum.training.Steps;
import org.extremum.training.TrainingOptions;

/** States of rows at hand, and how far two of them are apart. */
public final class States {
  private States() {}

  /** Progress to nobody. */
  public static Steps steps() {
    return new Steps(Progress.NONE);
  }

  /** Weakened, λ given, so that nothing is chosen. */
  public static Map<String, Object> options(Object... others) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("hiddenLayers", List.of(40L));
    options.put("gamma", 0.6);
    options.put("regParam", 3e-3);
    for (int k = 0; k < others.length; k += 2) {
      options.put((String) others[k], others[k + 1]);
    }
    return options;
  }

  /** Names of so many classes. */
  public static List<String> labels(int essences) {
    return IntStream.range(0, essences).mapToObj(v -> "class " + v).toList();
  }

  /** A state with nothing in it, founded on these rows. */
  public static TrainingState founded(Rows rows, int essences, Map<String, ?> options) {
    return new Founding(
            TrainingOptions.of(options), Progress.NONE, MemoryBudget.UNLIMITED, Checkpoints.NONE)
        .found(rows.store(), labels(essences), Map.of("label", "y"));
  }

  /** What a batch would add. */
  public static BatchStatistics statistics(TrainingState state, Rows rows) {
    return statistics(state, rows.store(), rows.size());
  }

  /** The same of rows in any store. */
  public static BatchStatistics statistics(TrainingState state, SampleStore rows, long samples) {
    return new BatchPass(state.frozen(), state.essences(), steps(), Checkpoints.NONE)
        .of(rows, samples, "batch");
  }

  /** The state with a batch more. */
  public static TrainingState with(TrainingState state, String id, Rows rows) {
    Batch batch = Batch.arriving(id, "fingerprint of " + id, rows.size(), false, false);
    return state.add(batch, statistics(state, rows));
  }

  /** The state without a batch, whose rows are given again. */
  public static TrainingState without(TrainingState state, String id, Rows rows) {
    return state.forget(id, statistics(state, rows));
  }

  /** The same, surfaces of each essence moved along a coordinate of its own, so that it shows. */
  public static Rows told(Rows rows) {
    double[][] surfaces = new double[rows.size()][];
    for (int i = 0; i < surfaces.length; i++) {
      surfaces[i] = rows.surfaces()[i].clone();
      surfaces[i][rows.essences()[i]] += 2;
    }
    return new Rows(surfaces, rows.essences(), rows.weights());
  }

  /** The rows of several, one after the other. */
  public static Rows joined(List<Rows> parts) {
    List<double[]> surfaces = new ArrayList<>();
    parts.forEach(rows -> surfaces.addAll(List.of(rows.surfaces())));
    return new Rows(
        surfaces.toArray(double[][]::new),
        parts.stream().flatMapToInt(rows -> IntStream.of(rows.essences())).toArray(),
        parts.stream().flatMapToDouble(rows -> java.util.Arrays.stream(rows.weights())).toArray());
  }

  /** The rows with their weights multiplied. */
  public static Rows weighted(Rows rows, double factor) {
    return rows.withWeights(
        java.util.Arrays.stream(rows.weights()).map(weight -> weight * factor).toArray());
  }

  /** Relative distance in the Frobenius norm of F and of the slopes, the larger one, both parts. */
  public static double distance(TrainingState a, TrainingState b) {
    return Math.max(
        distance(
            sum(a.sums().training().values(), a.sums().heldOut().values()),
            sum(b.sums().training().values(), b.sums().heldOut().values())),
        distance(
            sum(a.sums().training().slopes(), a.sums().heldOut().slopes()),
            sum(b.sums().training().slopes(), b.sums().heldOut().slopes())));
  }

  private static PackedSymmetric sum(PackedSymmetric a, PackedSymmetric b) {
    PackedSymmetric sum = a.copy();
    sum.add(1, b);
    return sum;
  }

  private static double distance(PackedSymmetric a, PackedSymmetric b) {
    PackedSymmetric difference = a.copy();
    difference.add(-1, b);
    return difference.frobeniusNorm() / b.frobeniusNorm();
  }

  /** Solves. */
  public static StateSolution solved(TrainingState state) {
    return StateSolution.of(state, steps());
  }

  /** The largest difference of outputs on rows, by the largest output. */
  public static double difference(Network a, Network b, Rows rows) {
    double largest = 0;
    double difference = 0;
    for (double[] surface : rows.surfaces()) {
      double[] of = a.raw(surface);
      double[] with = b.raw(surface);
      for (int v = 0; v < of.length; v++) {
        largest = Math.max(largest, Math.abs(with[v]));
        difference = Math.max(difference, Math.abs(of[v] - with[v]));
      }
    }
    return difference / largest;
  }
}
