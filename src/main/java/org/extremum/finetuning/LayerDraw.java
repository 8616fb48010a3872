package org.extremum.finetuning;

import org.extremum.network.Layer;

/** The chosen initialisation of hidden weights (method.md 10), for coordinates of unit variance. */
@FunctionalInterface
public interface LayerDraw {
  /**
   * @param u which layer of the network it is for, from 1; part of the key of the draw
   * @param outputs l_u
   * @param inputs coordinates, of mean zero and variance one over the samples
   */
  Layer draw(int u, int outputs, int inputs);
}
