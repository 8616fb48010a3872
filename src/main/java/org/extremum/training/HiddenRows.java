package org.extremum.training;

import org.extremum.polarization.HiddenComputation;
import org.extremum.polarization.HiddenSource;
import org.extremum.samples.KeptSampleStore;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;

/**
 * Samples that passes of logistic polarization go over, with the place where they have hidden
 * values from: computed once, where there is memory to keep them, or anew in every pass. Close it
 * to give that memory back; what was polarised stays.
 */
final class HiddenRows implements AutoCloseable {
  private final HiddenSource source;
  private final SampleStore store;
  private final KeptSampleStore kept; // null where nothing is

  private HiddenRows(HiddenSource source, SampleStore store, KeptSampleStore kept) {
    this.source = source;
    this.store = store;
    this.kept = kept;
  }

  /**
   * Decides by what the plan leaves free, and says so.
   *
   * @param data with the hidden layers
   * @param rows standardised, all of the data or a part
   */
  static HiddenRows of(Run run, Samples data, SampleStore rows) {
    HiddenSource computed = new HiddenSource.Computed(data.hidden(), run.options().precision());
    boolean keeps = keeps(run, data, computed.width());
    run.report().put("logistic.kept", keeps);
    if (!keeps) {
      return new HiddenRows(computed, rows, null);
    }
    KeptSampleStore kept = rows.kept(new HiddenComputation(computed));
    return new HiddenRows(new HiddenSource.Kept(computed.width()), kept, kept);
  }

  private static boolean keeps(Run run, Samples data, int width) {
    int blockSize = MemoryPlan.blockSize(run.options(), data.store().features());
    boolean keeps = run.spare().holds(data.count(), width, blockSize);
    String bytes = MemoryPlan.gigabytes(SampleBlock.denseBytes(data.count(), width));
    run.steps()
        .note(
            keeps
                ? "logistic: hidden values are kept, " + bytes
                : "logistic: hidden values are computed in every pass; "
                    + bytes
                    + " would be kept, "
                    + MemoryPlan.gigabytes(run.spare().bytes())
                    + " are free for them");
    return keeps;
  }

  HiddenSource source() {
    return source;
  }

  SampleStore store() {
    return store;
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.close();
    }
  }
}
