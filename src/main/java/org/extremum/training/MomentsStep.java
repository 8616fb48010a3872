package org.extremum.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.extremum.moments.Moments;
import org.extremum.moments.MomentsPair;
import org.extremum.moments.MomentsPass;
import org.extremum.moments.Sketch;
import org.extremum.moments.WideningPass;
import org.extremum.samples.KeyHistogram.KeyedShare;

/** The pass for Moments, the longest of a training: made once, or taken from a checkpoint. */
final class MomentsStep {
  private static final String WHOLE = "moments";

  /** Exact mode that weakens needs both kinds, one after the other. */
  private static final String SPLIT = "splitMoments";

  private final Run run;
  private final Samples data;

  MomentsStep(Run run, Samples data) {
    this.run = run;
    this.data = data;
  }

  /**
   * Moments of all samples.
   *
   * @param heldOut rows whose Moments are kept apart, null for none
   */
  MomentsPair of(KeyedShare heldOut) {
    String kind = heldOut == null ? WHOLE : SPLIT;
    Optional<Snapshot> kept = run.checkpoints().latest(kind);
    if (kept.isPresent() && isOfThese(kept.get())) {
      run.steps().note("Moments taken from the checkpoint");
      return pair(kept.get().arrays(), heldOut != null);
    }
    MomentsPair moments = passed(heldOut);
    if (run.checkpoints() != Checkpoints.NONE) {
      run.steps()
          .run(
              "checkpoint",
              "checkpoint",
              kind,
              () -> {
                run.checkpoints().save(kind, data.hidden().width(), snapshot(moments));
                return null;
              });
    }
    return moments;
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
    WideningPass pass = new WideningPass(data.hidden(), before, data.essences());
    return run.steps()
        .run(
            "moments",
            "moments of new neurons",
            pass.inWords(data.count()),
            () -> data.store().aggregate(pass));
  }

  private MomentsPair passed(KeyedShare heldOut) {
    MomentsPass pass = new MomentsPass(data.hidden(), data.essences(), heldOut, sketch());
    MomentsPair moments =
        run.steps()
            .run(
                "moments",
                "moments",
                pass.inWords(data.count()),
                () -> data.store().aggregate(pass));
    MomentsRate.into(run.report(), pass.flops(data.count()), run.steps().seconds("moments"));
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

  private Snapshot snapshot(MomentsPair moments) {
    Map<String, double[]> arrays = new LinkedHashMap<>(moments.training().arrays("training."));
    if (moments.heldOut() != null) {
      arrays.putAll(moments.heldOut().arrays("heldOut."));
    }
    return new Snapshot(Map.of("width", data.hidden().width()), arrays);
  }

  private MomentsPair pair(Map<String, double[]> arrays, boolean heldOut) {
    int l = data.hidden().width();
    return new MomentsPair(
        Moments.of(l, data.essences(), "training.", arrays),
        heldOut ? Moments.of(l, data.essences(), "heldOut.", arrays) : null);
  }
}
