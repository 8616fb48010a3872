/**
 * The network: hidden layers, activations, the output layer, and values and Jacobians of a block.
 */
package org.extremum.network;
