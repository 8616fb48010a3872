package org.extremum.moments;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
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
  private final HiddenStack stack;
  private final int count;
  private final PartedRows.Parts parts;
  private final GradientRows chosen; // for gradients
  private final Function<List<Moments>, P> result;
  private final ForwardPass forward;
  private final GradientColumns gradients; // null for one hidden layer, and where none are summed
  private final List<TrianglePair> values = new ArrayList<>(); // of parts 2p and 2p + 1
  private final List<TrianglePair> slopes = new ArrayList<>(); // none where none are summed
  private final List<GatheredColumns> gatheredValues = new ArrayList<>(); // of each part
  private final List<GatheredColumns> gatheredSlopes = new ArrayList<>();
  private final List<EssenceSums> sums = new ArrayList<>();
  private final double[] column;
  private PartedRows waiting; // of a first block whose products are still to be summed
  private boolean begun;

  /**
   * What sums up the parts of a pass, by its precision.
   *
   * @param pass its held-out part is not looked at
   * @param count number of parts
   * @param result takes Moments of every part, in their order
   */
  static <P> Accumulator.Running<P> begin(
      MomentsPass pass, int count, PartedRows.Parts parts, Function<List<Moments>, P> result) {
    return pass.precision() == Precision.FLOAT
        ? new RunningFloatMoments<>(pass, count, parts, result)
        : new RunningMoments<>(pass, count, parts, result);
  }

  /**
   * @param count number of parts
   * @param result takes Moments of every part, in their order
   */
  private RunningMoments(
      MomentsPass pass, int count, PartedRows.Parts parts, Function<List<Moments>, P> result) {
    this.stack = pass.stack();
    this.chosen = pass.gradientRows();
    this.count = count;
    this.parts = parts;
    this.result = result;
    this.forward = new ForwardPass(stack);
    this.gradients =
        stack.depth() == 1 || chosen.none() ? null : GradientColumns.of(forward, pass.sketch());
    for (int p = 0; p < count; p++) {
      sums.add(new EssenceSums(stack.width(), pass.essences()));
      gatheredValues.add(new GatheredColumns(stack.width()));
      gatheredSlopes.add(new GatheredColumns(stack.width()));
    }
    this.column = new double[stack.width()];
  }

  @Override
  public void add(SampleBlock block) {
    sumWaiting(); // before its values are written over
    PartedRows rows = PartedRows.of(block, count, parts, chosen);
    SampleBlock ordered = rows.of(block);
    SampleBlock weighted = chosen.weighted(ordered);
    forward.run(ordered, sloped(rows));
    rows.forEachPart((p, from, to) -> sums.get(p).add(ordered, from, to, forward.values()));
    scaleByRootWeight(ordered, 0, ordered.size(), forward.values());
    if (stack.depth() == 1) {
      rows.forEachChosen((p, from, to) -> scaleByRootWeight(weighted, from, to, forward.slopes()));
      waiting = rows;
      if (begun) {
        sumWaiting();
      }
    } else {
      makeSquares();
      rows.forEachPart((p, from, to) -> gatherValues(p, forward.values().columns(from, to)));
      rows.forEachChosen((p, from, to) -> addGradients(weighted, from, to, add(slopes, p)));
    }
    begun = true;
  }

  private IntPredicate sloped(PartedRows rows) {
    return chosen.none() ? null : rows::isChosen;
  }

  private void sumWaiting() {
    if (waiting != null) {
      makeSquares();
      waiting.forEachPart((p, from, to) -> gatherValues(p, forward.values().columns(from, to)));
      waiting.forEachChosen(
          (p, from, to) ->
              gatheredSlopes.get(p).add(forward.slopes().columns(from, to), add(slopes, p)));
      waiting = null;
    }
  }

  private void gatherValues(int part, Matrix columns) {
    gatheredValues.get(part).add(columns, add(values, part));
  }

  private void makeSquares() {
    for (int p = 2 * values.size(); p < count; p += 2) {
      values.add(new TrianglePair(stack.width()));
      if (!chosen.none()) {
        slopes.add(new TrianglePair(stack.width()));
      }
    }
  }

  private static Consumer<Matrix> add(List<TrianglePair> pairs, int part) {
    TrianglePair pair = pairs.get(part / 2);
    return part % 2 == 0 ? pair::addToFirst : pair::addToSecond;
  }

  /** Column i ← √ω_i · column i, so that a SYRK gives the weighted sum; ones are left alone. */
  private void scaleByRootWeight(SampleBlock block, int from, int to, Matrix matrix) {
    for (int i = from; i < to; i++) {
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
      }
      if (!slopes.isEmpty()) {
        gatheredSlopes.get(p).flush(add(slopes, p));
      }
      all.add(waiting == null ? ofSquares(p) : ofOnlyBlock(p));
    }
    return result.apply(all);
  }

  private Moments ofSquares(int part) {
    return sums.get(part)
        .moments(triangle(values, part), chosen.none() ? Moments.NONE : triangle(slopes, part));
  }

  /** While its columns still wait, no square is needed. */
  private Moments ofOnlyBlock(int part) {
    int from = waiting.from(part);
    return sums.get(part)
        .moments(
            product(forward.values().columns(from, waiting.to(part))),
            chosen.none()
                ? Moments.NONE
                : product(forward.slopes().columns(from, waiting.chosenTo(part))));
  }

  private static double[] product(Matrix columns) {
    return PackedSymmetric.ofProduct(columns).values();
  }

  /** Of the squares, or of nothing. */
  private double[] triangle(List<TrianglePair> pairs, int part) {
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
