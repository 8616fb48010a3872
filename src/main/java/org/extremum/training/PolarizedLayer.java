package org.extremum.training;

import org.extremum.network.Layer;

/**
 * Where a logistic polarization ended, and another one on much the same rows may go on.
 *
 * @param layer in the gauge, not scaled
 * @param curvature c, by which its penalty was weighted
 */
record PolarizedLayer(Layer layer, double curvature) {}
