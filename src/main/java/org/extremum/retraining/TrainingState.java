package org.extremum.retraining;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.extremum.moments.Moments;
import org.extremum.training.ClassFactors;
import org.extremum.training.Snapshot;

/**
 * The state of a training that goes on: what is {@link Frozen}, names of the classes, the {@link
 * Ledger}, and sums over all samples of the batches that are in it (method.md 4). From it follows
 * the network ({@link StateSolution}) without any data.
 *
 * <p>Every change gives a new state that shares the memory of the large sums: the one before must
 * not be used afterwards. Within one run the order is: decay, forget, add.
 */
public final class TrainingState {
  private final Frozen frozen;
  private final List<String> labels;
  private final Ledger ledger;
  private final BatchStatistics sums;
  private final DriftBound drift;
  private final double scale; // κ of the last solution, NaN before the first
  private Double relativeDrift; // once it was asked for: norms take four triangles' numbers

  TrainingState(
      Frozen frozen,
      List<String> labels,
      Ledger ledger,
      BatchStatistics sums,
      DriftBound drift,
      double scale) {
    this.frozen = frozen;
    this.labels = List.copyOf(labels);
    this.ledger = ledger;
    this.sums = sums;
    this.drift = drift;
    this.scale = scale;
  }

  /**
   * A state with nothing in it.
   *
   * @param labels names of the classes, by essence; at least two
   */
  public static TrainingState empty(Frozen frozen, List<String> labels) {
    return new TrainingState(
        frozen, labels, Ledger.EMPTY, nothing(frozen, labels.size()), DriftBound.NONE, Double.NaN);
  }

  private static BatchStatistics nothing(Frozen frozen, int essences) {
    int width = frozen.hidden().width();
    return new BatchStatistics(
        Moments.zero(width, essences),
        Moments.zero(width, essences),
        FeatureSums.zero(frozen.standardiser().features()),
        Judges.none());
  }

  public Frozen frozen() {
    return frozen;
  }

  /** Names of the classes, by essence. */
  public List<String> labels() {
    return labels;
  }

  /** V. */
  public int essences() {
    return labels.size();
  }

  public Ledger ledger() {
    return ledger;
  }

  /** Sums over all that is in the state; not to be modified. */
  public BatchStatistics sums() {
    return sums;
  }

  /** κ of the solution before, NaN where there was none. */
  public double scale() {
    return scale;
  }

  /** An estimate from above of the Moments' relative error by rounding ({@link DriftBound}). */
  public double drift() {
    if (relativeDrift == null) {
      relativeDrift = drift.relative(sums.training(), sums.heldOut());
    }
    return relativeDrift;
  }

  /** Whether rounding has come near to what is promised, so that sums should be made anew. */
  public boolean rebuildAdvised() {
    return drift() > DriftBound.ADVISED;
  }

  /**
   * Whether the judges are so few, for batches that were forgotten, that κ is fitted on other rows
   * than it would be after a rebuild.
   */
  public boolean judgesThinned() {
    return sums.judges().thinned();
  }

  /** Samples of each essence, V numbers. */
  public long[] counts() {
    return IntStream.range(0, essences())
        .mapToLong(v -> sums.training().count(v) + sums.heldOut().count(v))
        .toArray();
  }

  /** Σω of each essence by the weights of the data, decay included, class factors not. */
  public double[] weights() {
    return sums.essenceWeights(frozen.classFactors());
  }

  /**
   * How far the frozen class factors are from balanced ones, for each class: the factor that would
   * be right by the samples that are there now, by the frozen one. NaN for a class without samples;
   * empty where classes are not weighted.
   */
  public double[] classFactorsMovedBy() {
    return frozen.classFactors().movedBy(weights());
  }

  /**
   * Weighted mean of each input feature; of features that are dropped that of the founding samples.
   */
  public double[] means() {
    double[] means = frozen.means().clone();
    int[] kept = frozen.standardiser().keptFeatures();
    double[] centre = frozen.standardiser().means();
    double[] unit = frozen.standardiser().scales();
    for (int k = 0; k < kept.length && sums.features().weight() > 0; k++) {
      means[kept[k]] = centre[k] + unit[k] * sums.features().mean(k);
    }
    return means;
  }

  /**
   * With new classes after those that are there, whose positions stay. Where classes are weighted,
   * a class that has samples for the first time gets its factor by the mix that it arrives in.
   *
   * @param names of all classes: those that are there in their order, then new ones
   * @param arriving Σω of each class in what is about to be added, by the weights of the data; of
   *     no matter where classes are not weighted
   * @throws IllegalArgumentException when a name that is there is missing or has moved, or one is
   *     there twice
   */
  public TrainingState withLabels(List<String> names, double[] arriving) {
    if (names.size() < labels.size()
        || !names.subList(0, labels.size()).equals(labels)
        || new LinkedHashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "class names: expected " + labels + " and new ones after them, got " + names);
    }
    int essences = names.size();
    double[] mix = Arrays.copyOf(weights(), essences);
    for (int v = 0; v < Math.min(arriving.length, essences); v++) {
      mix[v] += arriving[v];
    }
    ClassFactors factors = frozen.classFactors().extended(mix, essences);
    return new TrainingState(
        frozen.with(factors), names, ledger, sums.withEssences(essences), drift, scale);
  }

  /**
   * With a batch added.
   *
   * @param batch its entry of the ledger
   * @param statistics made by {@link BatchPass} for {@link #frozen}; not modified
   * @throws IllegalArgumentException when a batch of that id is there
   */
  public TrainingState add(Batch batch, BatchStatistics statistics) {
    Ledger after = ledger.added(batch);
    return added(after, batch.factor(), statistics, after.number(batch.id()));
  }

  private TrainingState added(Ledger after, double factor, BatchStatistics statistics, int number) {
    BatchStatistics batch = statistics.withEssences(essences());
    BatchStatistics both =
        new BatchStatistics(
            sums.training().add(factor, batch.training()),
            sums.heldOut().add(factor, batch.heldOut()),
            sums.features().plus(factor, batch.features()),
            sums.judges().with(batch.judges(), number, factor));
    return after(after, both, factor, batch);
  }

  private TrainingState after(
      Ledger now, BatchStatistics sum, double factor, BatchStatistics batch) {
    DriftBound bound = drift.changed(factor, batch, columns(), sum.training(), sum.heldOut());
    return new TrainingState(frozen, labels, now, sum, bound, scale);
  }

  /** Columns of J that are summed for a sample. */
  private int columns() {
    if (frozen.hidden().depth() == 1) {
      return 1;
    }
    int directions = frozen.options().sketchDirections();
    return directions > 0 ? directions : frozen.hidden().equationsPerSample();
  }

  /**
   * Without a batch: what is left of it after decay is subtracted, and its judges are removed.
   *
   * @param statistics of its rows, by the same {@link #frozen}; not modified
   * @throws IllegalArgumentException when no batch of that id is there, or the statistics are of
   *     another number of samples: nothing is done then; or when they are of other classes: this
   *     must not be used then
   */
  public TrainingState forget(String id, BatchStatistics statistics) {
    Ledger after = ledger.forgotten(id);
    int number = ledger.number(id);
    double factor = ledger.batches().get(number).factor();
    BatchStatistics batch = statistics.withEssences(essences());
    if (batch.samples() != ledger.batches().get(number).samples()) {
      throw new IllegalArgumentException(
          "batch '"
              + id
              + "': expected the statistics of its "
              + ledger.batches().get(number).samples()
              + " samples, got those of "
              + batch.samples());
    }
    BatchStatistics rest =
        new BatchStatistics(
            sums.training().subtract(factor, batch.training()),
            sums.heldOut().subtract(factor, batch.heldOut()),
            sums.features().plus(-factor, batch.features()),
            sums.judges().without(number));
    return rest.samples() == 0
        ? new TrainingState(
            frozen, labels, after, nothing(frozen, essences()), DriftBound.NONE, scale)
        : after(after, rest, factor, batch);
  }

  /**
   * With all weights multiplied, so that what comes next counts more. Counts of samples stay.
   *
   * @param factor in (0, 1]
   */
  public TrainingState decay(double factor) {
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException("decay: expected a factor in (0, 1], got " + factor);
    }
    if (factor == 1) {
      return this;
    }
    BatchStatistics scaled =
        new BatchStatistics(
            sums.training().scale(factor),
            sums.heldOut().scale(factor),
            sums.features().scaled(factor),
            sums.judges().scaled(factor));
    return new TrainingState(
        frozen,
        labels,
        ledger.decayed(factor),
        scaled,
        drift.scaled(factor, scaled.training(), scaled.heldOut()),
        scale);
  }

  /**
   * With sums made anew from the statistics of the batches that are there, each with its present
   * factor: rounding and thinned judges are gone. The ledger stays.
   *
   * @param statistics gives those of a present batch, made by {@link BatchPass} for {@link
   *     #frozen}; called for one after the other, so that they need not be in memory together
   */
  public TrainingState rebuilt(Function<Batch, BatchStatistics> statistics) {
    TrainingState state =
        new TrainingState(
            frozen, labels, ledger, nothing(frozen, essences()), DriftBound.NONE, scale);
    for (Batch batch : ledger.present()) {
      state =
          state.added(ledger, batch.factor(), statistics.apply(batch), ledger.number(batch.id()));
    }
    return state;
  }

  /** With the κ of a solution, for one that has no judges to fit it on. */
  public TrainingState withScale(double kappa) {
    return new TrainingState(frozen, labels, ledger, sums, drift, kappa);
  }

  /** With one more run in the ledger. */
  public TrainingState withRun(String id) {
    return new TrainingState(frozen, labels, ledger.withRun(id), sums, drift, scale);
  }

  /** Everything, sharing the memory of the large sums. Has no times, hosts or random numbers. */
  public Snapshot toSnapshot() {
    return StateSnapshot.of(this, drift);
  }

  /**
   * Undoes {@link #toSnapshot}, sharing its memory.
   *
   * @throws org.extremum.training.Problem (unreadable) when anything is missing or of a wrong shape
   */
  public static TrainingState of(Snapshot snapshot) {
    return Facts.reading("state", () -> StateSnapshot.state(snapshot));
  }
}
