package org.extremum.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.extremum.linalg.RowSpaceFactor;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.neighbourhood.CentralSamples;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.Network;

/**
 * What verification rounds go on from: the centres, those of them that the factor has not taken in,
 * the factor, the rounds so far and the best model.
 */
final class RoundState {
  private final Snapshot snapshot;
  private final int essences;

  /**
   * @param essences V of the training that goes on
   */
  RoundState(Snapshot snapshot, int essences) {
    this.snapshot = snapshot;
    this.essences = essences;
  }

  static Snapshot snapshot(
      CentralSamples centres,
      CentralSamples added,
      List<Round> rounds,
      BestRound best,
      CentreSolver solver) {
    Map<String, Object> facts = new LinkedHashMap<>();
    Map<String, double[]> arrays = new LinkedHashMap<>();
    facts.put("bestRound", best.round());
    facts.put("bestU", best.u());
    facts.put("bestFailed", best.failed());
    facts.put("growths", solver.growths());
    arrays.put("rounds", Round.numbers(rounds));
    put(arrays, "centres.", centres);
    put(arrays, "added.", added);
    put(arrays, "best.", best.centres());
    RowSpaceFactor factor = solver.factor();
    if (factor != null) {
      facts.put("factorRows", factor.rows());
      arrays.put("factor", factor.values());
    }
    List<Integer> widths = new ArrayList<>();
    for (Layer layer : best.network().layers()) {
      arrays.put("weights." + widths.size(), layer.weights());
      arrays.put("biases." + widths.size(), layer.biases());
      widths.add(layer.outputs());
    }
    facts.put("layers", widths);
    return new Snapshot(facts, arrays);
  }

  private static void put(Map<String, double[]> arrays, String prefix, CentralSamples samples) {
    arrays.put(
        prefix + "essences", Arrays.stream(samples.essenceOfEach()).asDoubleStream().toArray());
    arrays.put(prefix + "hashes", Snapshot.halves(samples.hashes()));
  }

  CentralSamples centres() {
    return samples("centres.");
  }

  CentralSamples added() {
    return samples("added.");
  }

  private static <T> T reading(Supplier<T> made) {
    return Checkpoints.reading("rounds", made);
  }

  private CentralSamples samples(String prefix) {
    return reading(
        () ->
            CentralSamples.of(
                essences,
                Arrays.stream(snapshot.arrays().get(prefix + "essences"))
                    .mapToInt(v -> (int) v)
                    .toArray(),
                Snapshot.joined(snapshot.arrays().get(prefix + "hashes"))));
  }

  List<Round> rounds() {
    return reading(() -> Round.of(snapshot.arrays().get("rounds")));
  }

  /**
   * Widths that the last hidden layer was widened to, one after the other.
   *
   * @param drawn its width before
   */
  List<Integer> growths(int drawn) {
    return reading(
        () -> {
          List<Integer> widths =
              ((List<?>) snapshot.facts().get("growths"))
                  .stream().map(Integer.class::cast).toList();
          int before = drawn;
          for (int width : widths) {
            if (width <= before) {
              throw new IllegalArgumentException(
                  "growths: expected more than " + before + " neurons, got " + width);
            }
            before = width;
          }
          return widths;
        });
  }

  /** The centres' equations, or null where the rounds keep none. */
  RowSpaceFactor factor(RowSpaceMethod method, int width) {
    double[] values = snapshot.arrays().get("factor");
    return values == null
        ? null
        : reading(() -> method.factor(width, number("factorRows"), values));
  }

  private long number(String fact) {
    return ((Number) snapshot.facts().get(fact)).longValue();
  }

  BestRound best(Samples data) {
    return reading(() -> bestOf(data));
  }

  private BestRound bestOf(Samples data) {
    List<?> widths = (List<?>) snapshot.facts().get("layers");
    List<Layer> layers = new ArrayList<>();
    int inputs = data.hidden().inputs();
    for (int u = 0; u < widths.size(); u++) {
      int outputs = (Integer) widths.get(u);
      layers.add(
          new Layer(
              outputs,
              inputs,
              snapshot.arrays().get("weights." + u),
              snapshot.arrays().get("biases." + u)));
      inputs = outputs;
    }
    Layer output = layers.remove(layers.size() - 1);
    HiddenStack hidden = new HiddenStack(layers, data.hidden().activation());
    Network network = data.with(hidden).network(output);
    return new BestRound(
        network,
        (int) number("bestU"),
        samples("best."),
        number("bestFailed"),
        (int) number("bestRound"));
  }
}
