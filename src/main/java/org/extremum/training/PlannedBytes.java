package org.extremum.training;

import java.util.List;
import org.extremum.linalg.Gram;
import org.extremum.linalg.RowSpaceMethod;
import org.extremum.linalg.SmallSide;
import org.extremum.linalg.Tsqr;
import org.extremum.moments.MomentsPass;
import org.extremum.network.HiddenStack;
import org.extremum.samples.OrderedMerge;

/**
 * The bytes of a {@link MemoryPlan}, added up step by step. Passes follow one another, so a task
 * takes what the largest of them needs; on the driver what one step leaves is there while the next
 * is done.
 */
final class PlannedBytes {
  /** Packed triangles of l on the driver that choosing takes, beside the Moments of all parts. */
  private static final int CHOICE = 4;

  /** Full squares of l that a solve in the null space takes. */
  private static final long NULL_SPACE = 7;

  private final long samples;
  private final int features;
  private final List<Integer> widths;
  private final int essences;
  private final TrainingOptions options;
  private final Comparison comparison;
  private final int last; // l
  private final long triangle; // bytes of a packed one

  private long task; // without the buffers and weights that every pass has
  private long taskHeap; // what of it is on the heap
  private long driver;
  private long offHeap; // what of the driver's is not on the heap

  /**
   * @param samples φ
   * @param features of a surface
   * @param widths l_1..l_{n-1}
   * @param essences V
   */
  PlannedBytes(
      long samples, int features, List<Integer> widths, int essences, TrainingOptions options) {
    this.samples = samples;
    this.features = features;
    this.widths = widths;
    this.essences = essences;
    this.options = options;
    this.last = widths.get(widths.size() - 1);
    this.triangle = 4L * last * (last + 1L);
    this.comparison = Comparison.of(!options.validationIndicatorCol().isEmpty(), samples, last);
  }

  MemoryPlan plan() {
    long weights = weights(); // first: it refuses what no array can hold
    moments();
    if (options.chooses()) {
      choice();
    }
    if (options.exact()) {
      nullSpace();
    }
    return new MemoryPlan(
        task + buffers() + 2 * weights,
        driver + 3 * weights,
        taskHeap + 2 * weights,
        driver - offHeap + 3 * weights,
        8 * samples * features);
  }

  /** Squares of running sums; then as many triangles packed, and what is being sent of them. */
  private void moments() {
    long packed = 2L * parts() * triangle;
    taskHeap = packed + OrderedMerge.sendingBytes(packed);
    task = MomentsPass.runningBytes(last, widths.size(), parts(), options.precision()) + taskHeap;
    driver = packed;
    if (packed
        > OrderedMerge.TILE_BYTES) { // tiles as they come, or a triangle put together of them
      driver += Math.max(triangle, OrderedMerge.TILES_AT_ONCE * OrderedMerge.TILE_BYTES);
    }
  }

  /** Moments of how many parts of the samples are made in one pass. */
  private int parts() {
    if (options.chooses()) {
      return comparison.parts();
    }
    return options.exact() || comparison == Comparison.VALIDATION ? 1 : 2;
  }

  /** F and E of what trains, a candidate's matrix and its factor; then all candidates' outputs. */
  private void choice() {
    int candidates = CandidateGrid.of(options).size();
    var scoring = new ScoringSize(candidates, comparison.tested(), essences, last, samples);
    atLeast(scoring.taskBytes(block()), scoring.taskBytes(block()));
    driver += CHOICE * triangle + scoring.driverBytes();
    offHeap += triangle;
    if (options.hiddenDraws() > 1) { // Moments of the stack that leads, losses of all stacks
      driver += 2L * comparison.kept() * triangle + options.hiddenDraws() * scoring.lossBytes();
    }
  }

  /** A pass that takes so much, where that is more than those before. */
  private void atLeast(long bytes, long heap) {
    task = Math.max(task, bytes);
    taskHeap = Math.max(taskHeap, heap);
  }

  /** Null basis, scatter projected on it, its eigenvectors with workspace, their product. */
  private void nullSpace() {
    long rows = samples * HiddenStack.equationsPerSample(features, widths);
    boolean byGram = options.rowSpace().equals("gram");
    boolean small = rows <= last && options.rowSpace().equals("auto");
    RowSpaceMethod method = byGram ? new Gram() : small ? new SmallSide() : new Tsqr();
    if (!byGram) { // whose factor is E
      long factor = method.factorBytes(last, rows);
      atLeast(method.runningBytes(last, rows) + 2 * factor, 2 * factor);
      driver += factor;
    }
    long squares = Math.max(method.decisionBytes(last, rows), NULL_SPACE * 8 * last * last);
    driver += squares;
    offHeap += squares;
  }

  /** Values and slopes of every layer, surfaces as they are and standardised; Jacobians. */
  private long buffers() {
    long neurons = widths.stream().mapToLong(width -> width).sum();
    long buffers = 8L * block() * (2 * neurons + 2L * features);
    if (widths.size() > 1) {
      int directions = options.exact() ? 0 : options.sketchDirections();
      buffers += MomentsPass.gradientBytes(features, widths, directions);
    }
    return buffers;
  }

  private int block() {
    return MemoryPlan.blockSize(options, features, widths);
  }

  private long weights() {
    long weights = 0;
    int below = features;
    for (int width : widths) {
      MemoryPlan.requireArray(width, below);
      weights += 8L * width * below;
      below = width;
    }
    return weights;
  }
}
