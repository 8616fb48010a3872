package org.extremum.job.retraining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.extremum.retraining.Batch;
import org.extremum.retraining.DriftBound;
import org.extremum.retraining.GradientSupply;
import org.extremum.retraining.TrainingState;

/** What there is to look at after a run. */
final class Advice {
  /** Class factors that are wrong by more than this are worth drawing anew. */
  private static final double FACTOR_MOVED = 1.5;

  /** Rows that count for less than half by decay should not have a whole vote. */
  private static final double FADED = 0.5;

  private final Tools tools;

  Advice(Tools tools) {
    this.tools = tools;
  }

  /** Says it, and enters it into the report. */
  void on(TrainingState state, Drifts drifts, Judgement judgement) {
    List<String> lines = new ArrayList<>(drifts.warnings());
    if (state.rebuildAdvised()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "rounding errors may have grown to %.1e of the sums (over %.0e): --rebuild from the"
                  + " batches' files",
              state.drift(),
              DriftBound.ADVISED));
    }
    if (state.judgesThinned()) {
      lines.add(
          "so many batches were forgotten that the outputs' scale is fitted on few rows: --rebuild"
              + " brings others");
    }
    gradients(state, lines);
    classes(state, lines);
    if (judgement.heldOn().equals("trainedOn")) {
      lines.add(
          "too few rows are held out to judge by: the gate saw rows that were trained on; give"
              + " --holdout FILE");
    }
    lines.forEach(this::say);
  }

  /** Where models still are that were made with rows of batches that are forgotten now. */
  void onForgetting(List<Batch> forgotten, Judgement judgement) {
    if (forgotten.isEmpty()) {
      return;
    }
    String batches =
        forgotten.stream().map(batch -> "'" + batch.id() + "'").collect(Collectors.joining(", "));
    if (judgement.promoted()) {
      say(
          "the models and the state before this run, made with the rows of "
              + batches
              + ", stay for --rollback until later runs push them out (keepVersions)");
    } else {
      say(
          "the champion that is served was made with the rows of "
              + batches
              + ": to publish the model without them whatever the gate says, run --rebuild or the"
              + " next batch with --set minAccuracy=0 --set minGain=-1 --set maxRecallLoss=1");
    }
  }

  /**
   * What the held-out rows of the state cannot tell as a file could.
   *
   * @param seed of the state before, by which its rows were held out
   */
  void onJudges(TrainingState state, Optional<Long> seed, Judgement judgement) {
    if (!judgement.heldOn().equals("judges")) {
      return;
    }
    double least = state.ledger().present().stream().mapToDouble(Batch::factor).min().orElse(1);
    if (least < FADED) {
      say(
          String.format(
              Locale.ROOT,
              "the gate counts held-out rows of all ages alike, though some weigh %.2g by decay:"
                  + " give recent rows with --holdout FILE",
              least));
    }
    if (seed.isPresent() && seed.get() != state.frozen().options().seed()) {
      say(
          "with another seed other rows are held out, and the champion was trained on most of them:"
              + " the gate favours it; give --holdout FILE");
    }
  }

  private void say(String line) {
    tools.job().warn(line);
    tools.report().advise(line);
  }

  private static void gradients(TrainingState state, List<String> lines) {
    GradientSupply supply = GradientSupply.of(state);
    if (supply.starved()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "the penalty on gradients rests on about %.0f rows, where %.0f are wanted, since rows"
                  + " that the state began with have faded or were forgotten: --rebuild --redraw from"
                  + " the files that shall count chooses others",
              supply.rows(),
              supply.wanted()));
    }
  }

  private static void classes(TrainingState state, List<String> lines) {
    double[] moved = state.classFactorsMovedBy();
    List<String> named = new ArrayList<>();
    for (int v = 0; v < moved.length; v++) {
      if (moved[v] > FACTOR_MOVED || moved[v] < 1 / FACTOR_MOVED) {
        named.add(String.format(Locale.ROOT, "'%s' by %.2f", state.labels().get(v), moved[v]));
      }
    }
    if (!named.isEmpty()) {
      lines.add(
          "the mix of classes has moved from what the balanced weights were frozen at, "
              + String.join(", ", named)
              + ": --rebuild --redraw weighs them anew");
    }
  }
}
