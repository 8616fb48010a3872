package org.extremum.breeze

import _root_.breeze.linalg.DenseVector
import _root_.breeze.optimize.DiffFunction
import org.extremum.polarization.Objective

/** Shows an [[Objective]] to Breeze; javac cannot implement DiffFunction's two `apply` methods. */
final class BreezeObjective(objective: Objective) extends DiffFunction[DenseVector[Double]] {
  override def calculate(point: DenseVector[Double]): (Double, DenseVector[Double]) = {
    val gradient = new Array[Double](point.length)
    // toArray copies, and so undoes offset and stride.
    val value = objective.evaluate(point.toArray, gradient)
    (value, new DenseVector(gradient))
  }
}
