package org.extremum.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.extremum.samples.SampleStore;

/**
 * What every sample's weight is multiplied by, by its essence. Immutable.
 *
 * @param factors one for each essence, 0 where none is decided since it has no samples yet; none at
 *     all where weights stay as they are; not to be modified
 */
public record ClassFactors(double[] factors) implements Serializable {
  /** Weights stay as they are. */
  public static final ClassFactors NONE = new ClassFactors(new double[0]);

  /**
   * Balanced classes: Σω/(V'·Σω of the class), V' classes being present, so that all have the same
   * total.
   *
   * @param weights Σω of each class, as long as the largest seen needs
   * @param essences V
   */
  public static ClassFactors balanced(double[] weights, int essences) {
    double total = DoubleStream.of(weights).sum();
    long present = DoubleStream.of(weights).filter(weight -> weight > 0).count();
    double[] factors = new double[essences];
    for (int v = 0; v < weights.length; v++) {
      factors[v] = weights[v] > 0 ? total / (present * weights[v]) : 0;
    }
    return new ClassFactors(factors);
  }

  /** Whether weights are changed at all. */
  public boolean any() {
    return factors.length > 0;
  }

  /**
   * The same for more essences: decided ones stay, those that have samples now for the first time
   * are decided by the mix as it is now.
   *
   * @param weights Σω of each class, without factors
   */
  public ClassFactors extended(double[] weights, int essences) {
    if (!any()) {
      return this;
    }
    double[] extended = Arrays.copyOf(factors, essences);
    double[] now = balanced(weights, essences).factors;
    Arrays.setAll(extended, v -> extended[v] > 0 ? extended[v] : now[v]);
    return new ClassFactors(extended);
  }

  /**
   * How far the factors are from those that would be right now: for each essence the latter by the
   * former, NaN where one of them is not decided.
   *
   * @param weights Σω of each class, without factors
   */
  public double[] movedBy(double[] weights) {
    if (!any()) {
      return new double[0];
    }
    double[] now = balanced(weights, factors.length).factors;
    return IntStream.range(0, factors.length)
        .mapToDouble(v -> factors[v] > 0 && now[v] > 0 ? now[v] / factors[v] : Double.NaN)
        .toArray();
  }

  /** The same samples with their weights multiplied. */
  public SampleStore view(SampleStore samples) {
    return any() ? samples.view(samples.features(), transformation()) : samples;
  }

  /** What a view does to blocks. */
  public SampleStore.BlockTransformation transformation() {
    double[] own = factors;
    return own.length == 0
        ? block -> block
        : block ->
            block.withWeights(
                IntStream.range(0, block.size())
                    .mapToDouble(i -> block.weight(i) * own[block.essence(i)])
                    .toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassFactors that && Arrays.equals(factors, that.factors);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(factors);
  }

  @Override
  public String toString() {
    return Arrays.toString(factors);
  }
}
