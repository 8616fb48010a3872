package org.extremum.network;

import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.Matrix;

/**
 * Tangents ḣ^[u] = J^[u](x_i)·ξ of all hidden layers for given directions ξ, forward through the
 * network: ḣ^[u] = c^[u] ∘ (W^[u]·ḣ^[u-1]), ḣ^[0] = ξ. One GEMM a layer for all directions of all
 * samples, in buffers that serve again. One thread; close it to release them.
 *
 * <p>2·Σ l_u·l_{u-1} FLOPs a direction. Memory: 8·Σ l_u bytes a direction.
 */
public final class Tangents implements AutoCloseable {
  private final ForwardPass forward;
  private final List<Matrix> tangents = new ArrayList<>();
  private int capacity;
  private int columns;

  /** Tangents at the samples {@code forward} has run over last, whenever they are asked for. */
  public Tangents(ForwardPass forward) {
    this.forward = forward;
  }

  /**
   * Computes the tangents at samples {@code from}..{@code to} of the block, s directions at each.
   *
   * @param directions m × (to - from)·s: those of the first sample, then those of the next; not
   *     modified
   * @throws IllegalArgumentException without samples, or when directions are not equally many
   */
  public void run(int from, int to, Matrix directions) {
    columns = directions.columns();
    if (to <= from || columns % (to - from) != 0) {
      throw new IllegalArgumentException(
          "directions: expected equally many for each of "
              + (to - from)
              + " samples, got a "
              + directions);
    }
    reserve();
    Matrix below = directions;
    for (int u = 1; u <= forward.stack().depth(); u++) {
      Matrix tangent = of(u);
      forward.chain(u, from, to, below, tangent);
      below = tangent;
    }
  }

  private void reserve() {
    if (columns <= capacity && !tangents.isEmpty()) {
      return;
    }
    close();
    tangents.clear();
    for (int width : forward.stack().widths()) {
      tangents.add(Matrix.zeros(width, columns));
    }
    capacity = columns;
  }

  /**
   * ḣ^[u], l_u × the directions of the last run, u from 1; a view that the next run overwrites. The
   * tangents of z^[u] are W^[u]·ḣ^[u-1].
   */
  public Matrix of(int u) {
    return tangents.get(u - 1).columns(0, columns);
  }

  /** ḣ^[n-1] = J(x_i)·ξ, l × directions; a view that the next run overwrites. */
  public Matrix last() {
    return of(forward.stack().depth());
  }

  /** Operations for one direction at one sample. */
  public static double flops(HiddenStack stack) {
    return flops(stack.inputs(), stack.widths());
  }

  /** The same for layers of these widths on so many inputs. */
  public static double flops(int inputs, List<Integer> widths) {
    double flops = 0;
    int below = inputs;
    for (int width : widths) {
      flops += 2.0 * width * below;
      below = width;
    }
    return flops;
  }

  @Override
  public void close() {
    tangents.forEach(Matrix::close);
  }
}
