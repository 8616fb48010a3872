package org.extremum.moments;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.linalg.TrianglePair;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * Moments of one or more parts of the samples in the making: a block's rows are brought into the
 * order of their parts, then every step is BLAS-3; few columns of a part are gathered over blocks.
 * Two parts share a square; where one block is all there is, no square is made.
 *
 * @param <P> what the pass hands on
 */
final class RunningMoments<P> implements Accumulator.Running<P> {
  /** Which part a row belongs to, 0 on. */
  @FunctionalInterface
  interface Parts {
    int of(int essence, long rowHash);
  }

  private final HiddenStack stack;
  private final int count;
  private final Parts parts;
  private final Function<List<Moments>, P> result;
  private final ForwardPass forward;
  private final GradientColumns gradients; // null for one hidden layer
  private final List<TrianglePair> values = new ArrayList<>(); // of parts 2p and 2p + 1
  private final List<TrianglePair> slopes = new ArrayList<>();
  private final List<GatheredColumns> gatheredValues = new ArrayList<>(); // of each part
  private final List<GatheredColumns> gatheredSlopes = new ArrayList<>();
  private final List<EssenceSums> sums = new ArrayList<>();
  private final double[] column;
  private int[] waiting; // ends of the parts of a first block whose products are still to be summed
  private boolean begun;

  /**
   * What sums up the parts of a pass, by its precision.
   *
   * @param pass its held-out part is not looked at
   * @param count number of parts
   * @param result takes Moments of every part, in their order
   */
  static <P> Accumulator.Running<P> begin(
      MomentsPass pass, int count, Parts parts, Function<List<Moments>, P> result) {
    return pass.precision() == Precision.FLOAT
        ? new RunningFloatMoments<>(pass.stack(), pass.essences(), count, parts, result)
        : new RunningMoments<>(pass.stack(), pass.essences(), pass.sketch(), count, parts, result);
  }

  /**
   * @param count number of parts
   * @param result takes Moments of every part, in their order
   */
  private RunningMoments(
      HiddenStack stack,
      int essences,
      Sketch sketch,
      int count,
      Parts parts,
      Function<List<Moments>, P> result) {
    this.stack = stack;
    this.count = count;
    this.parts = parts;
    this.result = result;
    this.forward = new ForwardPass(stack);
    this.gradients = stack.depth() == 1 ? null : GradientColumns.of(forward, sketch);
    for (int p = 0; p < count; p++) {
      sums.add(new EssenceSums(stack.width(), essences));
      gatheredValues.add(new GatheredColumns(stack.width()));
      gatheredSlopes.add(new GatheredColumns(stack.width()));
    }
    this.column = new double[stack.width()];
  }

  @Override
  public void add(SampleBlock block) {
    sumWaiting(); // before its values are written over
    int[] partOf = new int[block.size()];
    int[] ends = new int[count];
    for (int i = 0; i < partOf.length; i++) {
      partOf[i] = parts.of(block.essence(i), block.hash(i));
      ends[partOf[i]]++;
    }
    for (int p = 1; p < count; p++) {
      ends[p] += ends[p - 1];
    }
    SampleBlock ordered =
        block.select(
            IntStream.range(0, partOf.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> partOf[i])) // stable
                .mapToInt(i -> i)
                .toArray());
    forward.run(ordered, true);
    forEachPart(ends, (p, from, to) -> sums.get(p).add(ordered, from, to, forward.values()));
    scaleByRootWeight(ordered, forward.values());
    if (stack.depth() == 1) {
      scaleByRootWeight(ordered, forward.slopes());
      waiting = ends;
      if (begun) {
        sumWaiting();
      }
    } else {
      makeSquares();
      gather(ends, forward.values(), gatheredValues, values);
      forEachPart(ends, (p, from, to) -> addGradients(ordered, from, to, add(slopes, p)));
    }
    begun = true;
  }

  private void sumWaiting() {
    if (waiting != null) {
      makeSquares();
      gather(waiting, forward.values(), gatheredValues, values);
      gather(waiting, forward.slopes(), gatheredSlopes, slopes);
      waiting = null;
    }
  }

  private static void gather(
      int[] ends, Matrix columns, List<GatheredColumns> gathered, List<TrianglePair> pairs) {
    forEachPart(
        ends, (p, from, to) -> gathered.get(p).add(columns.columns(from, to), add(pairs, p)));
  }

  private void makeSquares() {
    for (int p = 2 * values.size(); p < count; p += 2) {
      values.add(new TrianglePair(stack.width()));
      slopes.add(new TrianglePair(stack.width()));
    }
  }

  /** Rows from..to of an ordered block are of one part. */
  @FunctionalInterface
  private interface PartVisitor {
    void visit(int part, int from, int to);
  }

  private static void forEachPart(int[] ends, PartVisitor visitor) {
    for (int p = 0, from = 0; p < ends.length; from = ends[p++]) {
      visitor.visit(p, from, ends[p]);
    }
  }

  private static Consumer<Matrix> add(List<TrianglePair> pairs, int part) {
    TrianglePair pair = pairs.get(part / 2);
    return part % 2 == 0 ? pair::addToFirst : pair::addToSecond;
  }

  /** Column i ← √ω_i · column i, so that a SYRK gives the weighted sum; ones are left alone. */
  private void scaleByRootWeight(SampleBlock block, Matrix matrix) {
    for (int i = 0; i < block.size(); i++) {
      if (block.weight(i) != 1) {
        double root = Math.sqrt(block.weight(i));
        matrix.getColumns(i, 1, column, 0);
        for (int k = 0; k < column.length; k++) {
          column[k] *= root;
        }
        matrix.setColumns(i, 1, column, 0);
      }
    }
  }

  /** E += Σ ω J Jᵀ over samples from..to of a deeper stack, several samples to a SYRK. */
  private void addGradients(SampleBlock block, int from, int to, Consumer<Matrix> sum) {
    for (int start = from; start < to; start += gradients.atOnce()) {
      sum.accept(gradients.of(block, start, Math.min(to, start + gradients.atOnce())));
    }
  }

  @Override
  public P finish() {
    List<Moments> all = new ArrayList<>();
    for (int p = 0; p < count; p++) {
      if (!values.isEmpty()) {
        gatheredValues.get(p).flush(add(values, p));
        gatheredSlopes.get(p).flush(add(slopes, p));
      }
      all.add(sums.get(p).moments(triangle(values, p, false), triangle(slopes, p, true)));
    }
    return result.apply(all);
  }

  /** Of the squares; of the only block, if it still waits; or of nothing. */
  private double[] triangle(List<TrianglePair> pairs, int part, boolean ofSlopes) {
    if (waiting != null) {
      Matrix columns = ofSlopes ? forward.slopes() : forward.values();
      int from = part == 0 ? 0 : waiting[part - 1];
      return PackedSymmetric.ofProduct(columns.columns(from, waiting[part])).values();
    }
    if (pairs.isEmpty()) {
      return new double[PackedSymmetric.length(stack.width())];
    }
    TrianglePair pair = pairs.get(part / 2);
    return (part % 2 == 0 ? pair.first() : pair.second()).values();
  }

  @Override
  public void close() {
    forward.close();
    if (gradients != null) {
      gradients.close();
    }
    values.forEach(TrianglePair::close);
    slopes.forEach(TrianglePair::close);
    gatheredValues.forEach(GatheredColumns::close);
    gatheredSlopes.forEach(GatheredColumns::close);
    sums.forEach(EssenceSums::close);
  }
}
