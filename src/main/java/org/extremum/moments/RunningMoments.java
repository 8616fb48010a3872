package org.extremum.moments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.extremum.linalg.Matrix;
import org.extremum.linalg.PackedSymmetric;
import org.extremum.linalg.TrianglePair;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * Moments of one or more parts of the samples in the making: a block's rows are brought into the
 * order of their parts, then every step is BLAS-3. Two parts share a square; where one block is all
 * there is, no square is made.
 *
 * @param <P> what the pass hands on
 */
final class RunningMoments<P> implements Accumulator.Running<P> {
  private final HiddenStack stack;
  private final int count;
  private final PartedRows.Parts parts;
  private final GradientRows chosen;
  private final Function<List<Moments>, P> result;
  private final ForwardPass forward;
  private final GradientColumns gradients; // null for one hidden layer
  private final GatheredSlopes[] gathered; // of each part; null: slopes of all rows, or deeper
  private final TrianglePair[] values; // of parts 2p and 2p + 1; null until there is something
  private final TrianglePair[] slopes;
  private final List<EssenceSums> sums = new ArrayList<>();
  private final double[] column;
  private PartedRows waiting; // a first block whose products are still to be summed
  private boolean begun;

  /**
   * @param chosen the rows that E is summed over
   * @param count number of parts
   * @param result takes Moments of every part, in their order
   */
  RunningMoments(
      HiddenStack stack,
      int essences,
      Sketch sketch,
      GradientRows chosen,
      int count,
      PartedRows.Parts parts,
      Function<List<Moments>, P> result) {
    this.stack = stack;
    this.count = count;
    this.parts = parts;
    this.chosen = chosen;
    this.result = result;
    this.forward = new ForwardPass(stack);
    this.gradients = stack.depth() == 1 ? null : GradientColumns.of(forward, sketch);
    this.values = new TrianglePair[(count + 1) / 2];
    this.slopes = new TrianglePair[(count + 1) / 2];
    this.gathered = stack.depth() > 1 || chosen.all() ? null : new GatheredSlopes[count];
    for (int p = 0; p < count; p++) {
      sums.add(new EssenceSums(stack.width(), essences));
      if (gathered != null) {
        gathered[p] = new GatheredSlopes(stack.width());
      }
    }
    this.column = new double[stack.width()];
  }

  @Override
  public void add(SampleBlock block) {
    sumWaiting(); // before its values are written over
    PartedRows rows = PartedRows.of(block, count, parts, chosen);
    SampleBlock ordered = rows.of(block);
    forward.run(ordered, true);
    rows.forEachPart((p, from, to) -> sums.get(p).add(ordered, from, to, forward.values()));
    scaleByRootWeight(ordered, forward.values());
    if (stack.depth() > 1) {
      sumValues(rows);
      SampleBlock weighted = chosen.weighted(ordered);
      rows.forEachChosen((p, from, to) -> addGradients(weighted, from, to, sum(slopes, p)));
    } else {
      if (gathered == null) {
        scaleByRootWeight(ordered, forward.slopes());
      } else {
        gather(rows, chosen.weighted(ordered));
      }
      waiting = rows;
      if (begun) {
        sumWaiting();
      }
    }
    begun = true;
  }

  private void sumWaiting() {
    if (waiting != null) {
      sumValues(waiting);
      if (gathered == null) {
        waiting.forEachPart(
            (p, from, to) -> sum(slopes, p).accept(forward.slopes().columns(from, to)));
      }
      waiting = null;
    }
  }

  private void sumValues(PartedRows rows) {
    rows.forEachPart((p, from, to) -> sum(values, p).accept(forward.values().columns(from, to)));
  }

  /** Makes room for a part's sum of products when the first of them comes. */
  private Consumer<Matrix> sum(TrianglePair[] pairs, int part) {
    return columns -> {
      if (pairs[part / 2] == null) {
        pairs[part / 2] = new TrianglePair(stack.width());
      }
      if (part % 2 == 0) {
        pairs[part / 2].addToFirst(columns);
      } else {
        pairs[part / 2].addToSecond(columns);
      }
    };
  }

  private void gather(PartedRows rows, SampleBlock weighted) {
    rows.forEachChosen(
        (p, from, to) -> {
          double[] roots = new double[to - from];
          Arrays.setAll(roots, i -> Math.sqrt(weighted.weight(from + i)));
          gathered[p].add(forward.slopes().columns(from, to), roots, sum(slopes, p));
        });
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
      all.add(sums.get(p).moments(values(p).values(), slopes(p).values()));
    }
    return result.apply(all);
  }

  private PackedSymmetric values(int part) {
    return waiting == null ? triangle(values, part) : ofWaiting(forward.values(), part);
  }

  private PackedSymmetric slopes(int part) {
    if (gathered == null) {
      return waiting == null ? triangle(slopes, part) : ofWaiting(forward.slopes(), part);
    }
    if (slopes[part / 2] == null) {
      return gathered[part].product();
    }
    gathered[part].flush(sum(slopes, part));
    return triangle(slopes, part);
  }

  private PackedSymmetric ofWaiting(Matrix columns, int part) {
    return PackedSymmetric.ofProduct(columns.columns(waiting.from(part), waiting.to(part)));
  }

  private PackedSymmetric triangle(TrianglePair[] pairs, int part) {
    TrianglePair pair = pairs[part / 2];
    if (pair == null) {
      return PackedSymmetric.zeros(stack.width());
    }
    return part % 2 == 0 ? pair.first() : pair.second();
  }

  @Override
  public void close() {
    forward.close();
    if (gradients != null) {
      gradients.close();
    }
    if (gathered != null) {
      Stream.of(gathered).forEach(GatheredSlopes::close);
    }
    Stream.of(values, slopes)
        .flatMap(Stream::of)
        .filter(Objects::nonNull)
        .forEach(TrianglePair::close);
    sums.forEach(EssenceSums::close);
  }
}
