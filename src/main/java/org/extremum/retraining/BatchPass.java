package org.extremum.retraining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.extremum.moments.MomentsPair;
import org.extremum.moments.MomentsPass;
import org.extremum.samples.JoinedAccumulator;
import org.extremum.samples.SampleStore;
import org.extremum.samples.SampleStore.BlockTransformation;
import org.extremum.training.Checkpoints;
import org.extremum.training.Problem;
import org.extremum.training.Steps;

/**
 * The pass over a batch that makes its {@link BatchStatistics}: Moments of both parts, sums of
 * features, judges. What was made is left in a checkpoint and taken from there by a run that is
 * started again.
 */
public final class BatchPass {
  private static final int MOMENTS = 0;
  private static final int FEATURES = 1;
  private static final int JUDGES = 2;

  private final Frozen frozen;
  private final int essences;
  private final Steps steps;
  private final Checkpoints checkpoints;

  /**
   * @param frozen the functions that are summed; class factors decided for all essences of the
   *     batch
   * @param essences V
   * @param steps runs the passes and tells progress
   * @param checkpoints of a run with these batches and this state
   */
  public BatchPass(Frozen frozen, int essences, Steps steps, Checkpoints checkpoints) {
    int factors = frozen.classFactors().factors().length;
    if (factors != 0 && factors != essences) {
      throw new IllegalArgumentException(
          "class factors: expected " + essences + " of them, got " + factors);
    }
    this.frozen = frozen;
    this.essences = essences;
    this.steps = steps;
    this.checkpoints = checkpoints;
  }

  /**
   * Passes over a batch.
   *
   * @param surfaces unstandardised, essences from 0 to V - 1; passed over once
   * @param samples how many there are
   * @param kind names the batch's checkpoint within the run: letters, digits, '-'
   * @throws Problem (bad data) when the rows have another number of features
   */
  public BatchStatistics of(SampleStore surfaces, long samples, String kind) {
    requireFeatures(surfaces);
    Optional<BatchStatistics> kept =
        checkpoints
            .latest(kind)
            .map(snapshot -> BatchStatistics.of(snapshot, frozen))
            .filter(statistics -> statistics.essences() == essences);
    if (kept.isPresent()) {
      steps.note("statistics of a batch taken from the checkpoint");
      return kept.get();
    }
    BatchStatistics statistics = passed(surfaces, samples);
    if (checkpoints != Checkpoints.NONE) {
      steps.run(
          "checkpoint",
          "checkpoint",
          kind,
          () -> {
            checkpoints.save(kind, 1, statistics.toSnapshot());
            return null;
          });
    }
    return statistics;
  }

  private BatchStatistics passed(SampleStore surfaces, long samples) {
    MomentsPass pass = frozen.momentsPass(essences);
    JoinedAccumulator.Results results =
        steps.run("moments", "moments", pass.inWords(samples), () -> surfaces.aggregate(all(pass)));
    steps.worked("moments", pass.flops(samples));
    MomentsPair moments = results.of(MOMENTS, MomentsPair.class);
    requireFactors(moments);
    return new BatchStatistics(
        moments.training(),
        moments.heldOut(),
        results.of(FEATURES, FeatureSums.class),
        results.of(JUDGES, Judges.class));
  }

  /** Feature sums by the weights of the data, judges unstandardised, Moments by both. */
  private JoinedAccumulator all(MomentsPass pass) {
    BlockTransformation standardised = frozen.standardiser().transformation();
    BlockTransformation weighted = frozen.classFactors().transformation();
    List<JoinedAccumulator.Part<?>> parts = new ArrayList<>();
    parts.add(
        MOMENTS,
        new JoinedAccumulator.Part<>(pass, block -> weighted.apply(standardised.apply(block))));
    parts.add(
        FEATURES,
        new JoinedAccumulator.Part<>(
            new FeatureSums.Gathering(frozen.standardiser().features()), standardised));
    parts.add(
        JUDGES,
        new JoinedAccumulator.Part<>(
            new Judges.Gathering(frozen.standardiser().inputFeatures(), pass.heldOut()), weighted));
    return new JoinedAccumulator("moments", parts);
  }

  /** A class of weight zero would be there and not be trained on. */
  private void requireFactors(MomentsPair moments) {
    double[] factors = frozen.classFactors().factors();
    for (int v = 0; v < factors.length; v++) {
      if (factors[v] == 0 && moments.training().count(v) + moments.heldOut().count(v) > 0) {
        throw new IllegalStateException(
            "class " + v + " of a batch: expected a factor that was decided when it arrived");
      }
    }
  }

  private void requireFeatures(SampleStore surfaces) {
    int expected = frozen.standardiser().inputFeatures();
    if (surfaces.features() != expected) {
      throw Problem.of(
          Problem.Kind.BAD_DATA,
          "rows of a batch",
          expected + " features, as the state has",
          surfaces.features(),
          "give the columns that the state was made of");
    }
  }
}
