package org.extremum.polarization;

import org.extremum.linalg.Matrix;
import org.extremum.moments.Moments;
import org.extremum.network.Layer;

/**
 * The targets t = +1 for the own essence and -1 for the others, as sums over the samples. With two
 * essences only the second output is solved; the first is its mirror image.
 */
final class Targets {
  private final int width;
  private final int essences;
  private final boolean intercept;
  private final double weight; // Σω
  private final double[] valueSum; // Σωh
  private final double[] means; // t̄ of each solved output
  private final double[][] columns; // for each solved output: Y_c (or Y) column, l

  private Targets(
      int width,
      int essences,
      boolean intercept,
      double weight,
      double[] valueSum,
      double[] means,
      double[][] columns) {
    this.width = width;
    this.essences = essences;
    this.intercept = intercept;
    this.weight = weight;
    this.valueSum = valueSum;
    this.means = means;
    this.columns = columns;
  }

  static Targets of(Moments moments, boolean intercept) {
    int essences = moments.essences();
    int first = firstSolved(essences);
    double weight = moments.weight();
    double[] sum = moments.valueSum();
    double[] means = new double[essences - first];
    double[][] columns = new double[essences - first][];
    for (int v = first; v < essences; v++) {
      double mean = (2 * moments.weight(v) - weight) / weight;
      double[] column = moments.valueSum(v);
      for (int k = 0; k < column.length; k++) {
        column[k] = 2 * column[k] - sum[k] - (intercept ? mean * sum[k] : 0);
      }
      means[v - first] = mean;
      columns[v - first] = column;
    }
    return new Targets(moments.width(), essences, intercept, weight, sum, means, columns);
  }

  /** With two essences output 1 is solved and output 0 mirrored. */
  static int firstSolved(int essences) {
    return essences == 2 ? 1 : 0;
  }

  /** Σωh, not to be modified. */
  double[] valueSum() {
    return valueSum;
  }

  /** Y_c (or Y without intercept), l × solved outputs, as a new matrix. */
  Matrix rightHandSides() {
    Matrix matrix = Matrix.zeros(width, columns.length);
    for (int j = 0; j < columns.length; j++) {
      matrix.setColumns(j, 1, columns[j], 0);
    }
    return matrix;
  }

  /**
   * The output layer of solved weights: b = t̄ - W·h̄, mirrored where there are two essences.
   *
   * @param solution l × solved outputs
   */
  Layer layer(Matrix solution) {
    double[] biases = new double[columns.length];
    for (int j = 0; j < columns.length && intercept; j++) {
      double[] w = solution.column(j);
      double inner = 0;
      for (int k = 0; k < width; k++) {
        inner += w[k] * valueSum[k];
      }
      biases[j] = means[j] - inner / weight;
    }
    return outputLayer(solution, biases, essences);
  }

  /**
   * An output layer from solved columns.
   *
   * @param solution l × solved outputs
   * @param biases one for each
   */
  static Layer outputLayer(Matrix solution, double[] biases, int essences) {
    int width = solution.rows();
    int first = firstSolved(essences);
    double[] weights = new double[essences * width];
    double[] allBiases = new double[essences];
    for (int v = first; v < essences; v++) {
      double[] w = solution.column(v - first);
      for (int k = 0; k < width; k++) {
        weights[v + k * essences] = w[k];
        if (first == 1) {
          weights[k * essences] = -w[k];
        }
      }
      allBiases[v] = biases[v - first];
      if (first == 1) {
        allBiases[0] = -biases[0];
      }
    }
    return new Layer(essences, width, weights, allBiases);
  }
}
