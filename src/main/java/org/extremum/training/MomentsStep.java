package org.extremum.training;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.extremum.moments.FoldMoments;
import org.extremum.moments.FoldsPass;
import org.extremum.moments.KeptMoments;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPair;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.Sketch;
import org.extremum.moments.WideningPass;
import org.extremum.samples.Accumulator;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.KeyedFolds;

/** The pass for Moments, the longest of a training: made once, or taken from a checkpoint. */
final class MomentsStep {
  private static final String WHOLE = "moments";

  /** Exact mode that weakens needs both kinds, one after the other. */
  private static final String SPLIT = "splitMoments";

  private static final String FOLDS = "foldMoments";

  private final Run run;
  private final Samples data;
  private final String of; // end of its checkpoints' kinds

  MomentsStep(Run run, Samples data) {
    this(run, data, "");
  }

  /**
   * @param of tells the checkpoints of these hidden layers from those of others in the same run
   */
  MomentsStep(Run run, Samples data, String of) {
    this.run = run;
    this.data = data;
    this.of = of;
  }

  /**
   * Moments of all samples.
   *
   * @param heldOut rows whose Moments are kept apart, null for none
   */
  MomentsPair of(KeyedShare heldOut) {
    String kind = (heldOut == null ? WHOLE : SPLIT) + of;
    Optional<Snapshot> kept = run.checkpoints().latest(kind);
    if (kept.isPresent() && isOfThese(kept.get())) {
      run.steps().note("Moments taken from the checkpoint");
      return Checkpoints.reading(kind, () -> pair(kept.get().arrays(), heldOut != null));
    }
    MomentsPair moments = passed(heldOut);
    keep(kind, arrays(moments));
    return moments;
  }

  private void keep(String kind, Map<String, double[]> arrays) {
    if (run.checkpoints() != Checkpoints.NONE) {
      int width = data.hidden().width();
      run.steps()
          .run(
              "checkpoint",
              "checkpoint",
              kind,
              () -> {
                run.checkpoints().save(kind, width, new Snapshot(Map.of("width", width), arrays));
                return null;
              });
    }
  }

  /**
   * Moments of every fold.
   *
   * @param folds parts that are all of the samples
   */
  FoldMoments ofFolds(KeyedFolds folds) {
    Optional<Snapshot> kept = run.checkpoints().latest(FOLDS + of);
    if (kept.isPresent() && isOfThese(kept.get())) {
      run.steps().note("Moments taken from the checkpoint");
      return Checkpoints.reading(FOLDS + of, () -> folds(kept.get().arrays(), folds.count()));
    }
    FoldsPass pass =
        new FoldsPass(
            data.hidden(),
            data.essences(),
            folds,
            sketch(),
            data.gradientRows(),
            run.options().precision());
    FoldMoments moments = passed(pass, pass.undivided());
    Map<String, double[]> arrays = new LinkedHashMap<>();
    for (int p = 0; p < folds.count(); p++) {
      arrays.putAll(KeptMoments.arrays(moments.folds().get(p), "fold" + p + "."));
    }
    keep(FOLDS + of, arrays);
    return moments;
  }

  private FoldMoments folds(Map<String, double[]> arrays, int count) {
    return new FoldMoments(
        IntStream.range(0, count)
            .mapToObj(
                p ->
                    KeptMoments.moments(
                        data.hidden().width(), data.essences(), "fold" + p + ".", arrays))
            .toList());
  }

  /** Moments of all samples for hidden layers that are only tried; no checkpoint. */
  Moments once() {
    return passed(null).training();
  }

  /**
   * What a wider last hidden layer adds to the Moments of its first neurons, those that were there;
   * no checkpoint.
   */
  Moments ofNewNeurons(int before) {
    WideningPass pass =
        new WideningPass(data.hidden(), before, data.essences(), data.gradientRows());
    return run.steps()
        .run(
            "moments",
            "moments of new neurons",
            pass.inWords(data.count()),
            () -> data.store().aggregate(pass));
  }

  private MomentsPair passed(KeyedShare heldOut) {
    MomentsPass pass =
        new MomentsPass(
            data.hidden(),
            data.essences(),
            heldOut,
            sketch(),
            data.gradientRows(),
            run.options().precision());
    return passed(pass, pass);
  }

  /**
   * @param like a pass of the same work, which knows its size
   */
  private <P extends Serializable> P passed(Accumulator<P> pass, MomentsPass like) {
    P moments =
        run.steps()
            .run(
                "moments",
                "moments",
                like.inWords(data.count()),
                () -> data.store().aggregate(pass));
    MomentsRate.into(
        run.report(),
        like.flops(data.count()),
        run.steps().seconds("moments"),
        data.store().tasksAtOnce());
    return moments;
  }

  /** Exact mode needs the gradients' row space itself, which a sketch does not have. */
  private Sketch sketch() {
    TrainingOptions options = run.options();
    return options.exact() || options.sketchDirections() == 0
        ? null
        : new Sketch(options.seed(), options.sketchDirections());
  }

  /** Hidden layers may have been widened since. */
  private boolean isOfThese(Snapshot snapshot) {
    return Integer.valueOf(data.hidden().width()).equals(snapshot.facts().get("width"));
  }

  private static Map<String, double[]> arrays(MomentsPair moments) {
    Map<String, double[]> arrays =
        new LinkedHashMap<>(KeptMoments.arrays(moments.training(), "training."));
    if (moments.heldOut() != null) {
      arrays.putAll(KeptMoments.arrays(moments.heldOut(), "heldOut."));
    }
    return arrays;
  }

  private MomentsPair pair(Map<String, double[]> arrays, boolean heldOut) {
    int l = data.hidden().width();
    return new MomentsPair(
        KeptMoments.moments(l, data.essences(), "training.", arrays),
        heldOut ? KeptMoments.moments(l, data.essences(), "heldOut.", arrays) : null);
  }
}
