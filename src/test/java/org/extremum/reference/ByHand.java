package org.extremum.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.extremum.network.Activation;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;

/**
 * The formulas of method.md by plain loops over arrays, one sample at a time: what tests compare
 * the project's results with. Shares no arithmetic with the code it checks.
 *
 * @param weights W^[u] by rows, first layer first
 * @param biases b^[u]
 */
public record ByHand(double[][][] weights, double[][] biases, Activation activation) {

  /** Normal weights and biases, of a size that keeps activations out of saturation. */
  public static ByHand random(Activation activation, long seed, int... widths) {
    Random random = new Random(seed);
    double[][][] weights = new double[widths.length - 1][][];
    double[][] biases = new double[widths.length - 1][];
    for (int u = 0; u < weights.length; u++) {
      weights[u] = gaussian(random, widths[u + 1], widths[u], 1.5 / Math.sqrt(widths[u]));
      biases[u] = gaussian(random, 1, widths[u + 1], 1)[0];
    }
    return new ByHand(weights, biases, activation);
  }

  /** Independent normal numbers. */
  public static double[][] gaussian(Random random, int rows, int columns, double deviation) {
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = deviation * random.nextGaussian();
      }
    }
    return values;
  }

  /** The arrays of a stack. */
  public static ByHand of(HiddenStack stack) {
    double[][][] weights = new double[stack.depth()][][];
    double[][] biases = new double[stack.depth()][];
    for (int u = 0; u < stack.depth(); u++) {
      weights[u] = rows(stack.layers().get(u));
      biases[u] = stack.layers().get(u).biases().clone();
    }
    return new ByHand(weights, biases, stack.activation());
  }

  /** W of a layer, by rows. */
  public static double[][] rows(Layer layer) {
    double[][] w = new double[layer.outputs()][layer.inputs()];
    for (int k = 0; k < layer.outputs(); k++) {
      for (int j = 0; j < layer.inputs(); j++) {
        w[k][j] = layer.weights()[j * layer.outputs() + k];
      }
    }
    return w;
  }

  /** A layer of the given rows. */
  public static Layer layer(double[][] w, double[] b) {
    int outputs = w.length;
    int inputs = w[0].length;
    double[] columnMajor = new double[outputs * inputs];
    for (int k = 0; k < outputs; k++) {
      for (int j = 0; j < inputs; j++) {
        columnMajor[j * outputs + k] = w[k][j];
      }
    }
    return new Layer(outputs, inputs, columnMajor, b.clone());
  }

  public HiddenStack stack() {
    List<Layer> layers = new ArrayList<>();
    for (int u = 0; u < weights.length; u++) {
      layers.add(layer(weights[u], biases[u]));
    }
    return new HiddenStack(layers, activation);
  }

  /** l_{n-1}. */
  public int width() {
    return weights[weights.length - 1].length;
  }

  static double value(Activation activation, double z) {
    return switch (activation) {
      case SIGMOID -> z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
      case TANH -> (Math.exp(z) - Math.exp(-z)) / (Math.exp(z) + Math.exp(-z));
      case SINE -> Math.sin(z);
      case SOFTPLUS -> Math.log(1 + Math.exp(z));
      case RELU -> z > 0 ? z : 0;
    };
  }

  static double slope(Activation activation, double z) {
    return switch (activation) {
      case SIGMOID -> Math.exp(-z) / ((1 + Math.exp(-z)) * (1 + Math.exp(-z)));
      case TANH -> 1 / (Math.cosh(z) * Math.cosh(z));
      case SINE -> Math.cos(z);
      case SOFTPLUS -> Math.exp(z) / (1 + Math.exp(z));
      case RELU -> z > 0 ? 1 : 0;
    };
  }

  private double[] z(int u, double[] below) {
    double[] z = biases[u].clone();
    for (int k = 0; k < z.length; k++) {
      for (int j = 0; j < below.length; j++) {
        z[k] += weights[u][k][j] * below[j];
      }
    }
    return z;
  }

  /** h^[n-1] at x. */
  public double[] h(double[] x) {
    double[] h = x;
    for (int u = 0; u < weights.length; u++) {
      double[] z = z(u, h);
      h = new double[z.length];
      for (int k = 0; k < z.length; k++) {
        h[k] = value(activation, z[k]);
      }
    }
    return h;
  }

  /** c^[n-1] at x. */
  public double[] c(double[] x) {
    double[] h = x;
    double[] c = x;
    for (int u = 0; u < weights.length; u++) {
      double[] z = z(u, h);
      h = new double[z.length];
      c = new double[z.length];
      for (int k = 0; k < z.length; k++) {
        h[k] = value(activation, z[k]);
        c[k] = slope(activation, z[k]);
      }
    }
    return c;
  }

  /** J(x) by the chain rule, l × m. */
  public double[][] jacobian(double[] x) {
    int m = x.length;
    double[][] j = new double[m][m];
    for (int i = 0; i < m; i++) {
      j[i][i] = 1;
    }
    double[] h = x;
    for (int u = 0; u < weights.length; u++) {
      double[] z = z(u, h);
      double[][] next = new double[z.length][m];
      h = new double[z.length];
      for (int k = 0; k < z.length; k++) {
        h[k] = value(activation, z[k]);
        for (int p = 0; p < j.length; p++) {
          for (int i = 0; i < m; i++) {
            next[k][i] += slope(activation, z[k]) * weights[u][k][p] * j[p][i];
          }
        }
      }
      j = next;
    }
    return j;
  }

  /** Outputs W·h + b at x. */
  public double[] outputs(Layer output, double[] x) {
    double[] h = h(x);
    double[] z = output.biases().clone();
    double[][] w = rows(output);
    for (int v = 0; v < z.length; v++) {
      for (int k = 0; k < h.length; k++) {
        z[v] += w[v][k] * h[k];
      }
    }
    return z;
  }

  /** ∇_x of each output at x, V × m: J(x)ᵀ·w_v. */
  public double[][] gradients(Layer output, double[] x) {
    double[][] j = jacobian(x);
    double[][] w = rows(output);
    double[][] gradients = new double[w.length][x.length];
    for (int v = 0; v < w.length; v++) {
      for (int k = 0; k < j.length; k++) {
        for (int i = 0; i < x.length; i++) {
          gradients[v][i] += w[v][k] * j[k][i];
        }
      }
    }
    return gradients;
  }

  /** Σ ω h hᵀ. */
  public double[][] valueGram(Rows rows) {
    double[][] f = new double[width()][width()];
    for (int i = 0; i < rows.size(); i++) {
      addOuter(f, rows.weights()[i], h(rows.surfaces()[i]));
    }
    return f;
  }

  /** Σ ω c cᵀ. */
  public double[][] slopeGram(Rows rows) {
    double[][] g = new double[width()][width()];
    for (int i = 0; i < rows.size(); i++) {
      addOuter(g, rows.weights()[i], c(rows.surfaces()[i]));
    }
    return g;
  }

  /** E = Σ ω J Jᵀ from explicitly formed Jacobians. */
  public double[][] gradientGram(Rows rows) {
    double[][] e = new double[width()][width()];
    for (int i = 0; i < rows.size(); i++) {
      double[][] j = jacobian(rows.surfaces()[i]);
      for (int k = 0; k < width(); k++) {
        for (int q = 0; q < width(); q++) {
          for (int p = 0; p < rows.features(); p++) {
            e[k][q] += rows.weights()[i] * j[k][p] * j[q][p];
          }
        }
      }
    }
    return e;
  }

  /** Σ ω h over the samples of an essence. */
  public double[] valueSum(Rows rows, int essence) {
    double[] sum = new double[width()];
    for (int i = 0; i < rows.size(); i++) {
      if (rows.essences()[i] == essence) {
        double[] h = h(rows.surfaces()[i]);
        for (int k = 0; k < h.length; k++) {
          sum[k] += rows.weights()[i] * h[k];
        }
      }
    }
    return sum;
  }

  private static void addOuter(double[][] sum, double factor, double[] x) {
    for (int k = 0; k < x.length; k++) {
      for (int q = 0; q < x.length; q++) {
        sum[k][q] += factor * x[k] * x[q];
      }
    }
  }
}
