/**
 * A trained network in forms that other programs read: ONNX, the initial weights of Spark's
 * multilayer perceptron, JSON. Writes to streams; where they lead is the caller's affair.
 */
package org.extremum.export;
