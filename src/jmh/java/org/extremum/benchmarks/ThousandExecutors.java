package org.extremum.benchmarks;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.extremum.benchmarks.CostModel.Job;
import org.extremum.benchmarks.CostModel.Part;
import org.extremum.samples.OrderedMerge;

/**
 * A thousand executors and 10⁹ samples on paper: the tables of the model, its first bottleneck and
 * what lifts it.
 *
 * @param model with the constants of this machine
 */
record ThousandExecutors(CostModel model) {
  private static final int EXECUTORS = 1000;
  private static final double SAMPLES = 1e9;
  private static final int FEATURES = 784;
  private static final int ESSENCES = 10;
  private static final int[] CLUSTERS = {10, 100, EXECUTORS, 10_000};

  void publish(Arguments arguments) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int width : new int[] {4000, 10_000}) {
      text.append(table(width)).append('\n');
    }
    MarkdownSection.publish(arguments, "scaling-model", text.toString());
  }

  private String table(int width) {
    Job job = new Job(SAMPLES, FEATURES, width, ESSENCES, OrderedMerge.TILE_BYTES);
    StringBuilder text = new StringBuilder();
    text.append(
        format(
            "%d neurons: seconds of one Moments pass over 10⁹ samples of %d features and its solve,"
                + " %.2f GB of samples for each of 1 000 executors.%n%n",
            width, FEATURES, 8 * SAMPLES * FEATURES / EXECUTORS * 1e-9));
    text.append("| executors |");
    for (Part part : Part.values()) {
      text.append(' ').append(part.words()).append(" |");
    }
    text.append(" in all | compute, % |\n|").append("---|".repeat(Part.values().length + 3));
    text.append('\n');
    for (int executors : CLUSTERS) {
      text.append(model.row(job, executors));
    }
    return text.append('\n').append(conclusion(job)).toString();
  }

  private String conclusion(Job job) {
    Map<Part, Double> now = model.seconds(job, EXECUTORS);
    Part bottleneck = CostModel.bottleneck(now);
    Job lifted = model.bestTiles(job, EXECUTORS);
    Map<Part, Double> then = model.seconds(lifted, EXECUTORS);
    return format(
        "The first bottleneck at 1 000 executors: %s, %.0f s of %.0f s. What lifts it: %s. The best"
            + " tiles, of %d MiB instead of %d MiB, would take the merge to %.1f s and scheduling from"
            + " %.1f to %.1f s, the whole to %.0f s. Less than half of the time is arithmetic from"
            + " about %,d executors on.%n",
        bottleneck.words(),
        now.get(bottleneck),
        CostModel.total(now),
        bottleneck.lift(),
        lifted.tileBytes() >> 20,
        job.tileBytes() >> 20,
        then.get(Part.MERGE),
        now.get(Part.SCHEDULE),
        then.get(Part.SCHEDULE),
        CostModel.total(then),
        model.executorsAtHalf(job));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
