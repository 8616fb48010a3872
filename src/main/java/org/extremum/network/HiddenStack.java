package org.extremum.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The hidden layers 1..n-1, fixed before anything is solved. Immutable.
 *
 * @param layers first to last, at least one
 * @param activation S of every layer
 */
public record HiddenStack(List<Layer> layers, Activation activation) implements Serializable {
  /**
   * Copies the list and checks that widths follow each other.
   *
   * @throws IllegalArgumentException when they do not, or there is no layer
   */
  public HiddenStack {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("hidden layers: expected at least one, got none");
    }
    for (int u = 1; u < layers.size(); u++) {
      if (layers.get(u).inputs() != layers.get(u - 1).outputs()) {
        throw new IllegalArgumentException(
            "hidden layer "
                + (u + 1)
                + ": expected "
                + layers.get(u - 1).outputs()
                + " inputs, got "
                + layers.get(u).inputs());
      }
    }
    layers = List.copyOf(layers);
  }

  /** m: coordinates of a surface. */
  public int inputs() {
    return layers.get(0).inputs();
  }

  /** l_{n-1}: width of the last hidden layer. */
  public int width() {
    return layers.get(layers.size() - 1).outputs();
  }

  /** Number of hidden layers, n - 1. */
  public int depth() {
    return layers.size();
  }

  /** max(l_1, …, l_{n-1}). */
  public int widest() {
    return layers.stream().mapToInt(Layer::outputs).max().orElseThrow();
  }

  /** Layers 1..u alone, u from 1 to the depth. */
  public HiddenStack first(int u) {
    return new HiddenStack(layers.subList(0, u), activation);
  }

  /** The same stack with another layer {@code u}, counted from 1. */
  public HiddenStack withLayer(int u, Layer layer) {
    List<Layer> changed = new ArrayList<>(layers);
    changed.set(u - 1, layer);
    return new HiddenStack(changed, activation);
  }

  /** l_1, …, l_{n-1}. */
  public List<Integer> widths() {
    return layers.stream().map(Layer::outputs).toList();
  }

  /** r = min(m, l_1, …, l_{n-2}): the most equations one sample can give (method.md 2). */
  public int equationsPerSample() {
    return equationsPerSample(inputs(), widths());
  }

  /** The same for widths alone. */
  public static int equationsPerSample(int inputs, List<Integer> widths) {
    int r = inputs;
    for (int width : widths.subList(0, widths.size() - 1)) {
      r = Math.min(r, width);
    }
    return r;
  }
}
