package org.extremum.polarization;

import java.util.Arrays;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.OutputActivation;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;

/**
 * The flip of method.md 5 where least squares leaves a sign wrong: minimise Σω times the squared
 * hinge loss ({@link Hinge}) of z = B·D·Pᵀ(h - h̄) + b over B and b. It is convex, and zero exactly
 * when every sample has the margin, so a wrong sign that remains means that none has to be right.
 *
 * <p>D = diag(scatter)^-½·√Σω gives every direction unit variance, which is the preconditioner. One
 * pass for each evaluation, 2·l·(m + q) FLOPs a sample.
 */
public final class Margin {
  /** Steps of L-BFGS; separable data need far fewer. */
  private static final int MAX_ITERATIONS = 500;

  /** Relative improvement below which the loss counts as stuck. */
  private static final double TOLERANCE = 1e-10;

  /** Beginnings of L-BFGS; two or three are common. */
  private static final int MAX_ROUNDS = 20;

  /** A round that leaves more than this share of the loss was the last. */
  private static final double STUCK = 0.99;

  /**
   * Margin that is asked for, of targets ±1: clear of zero, and little, since what least squares
   * has right by some tenths is to stay as it is.
   */
  static final double MARGIN = 0.1;

  private final StationaryFunctions functions;
  private final HiddenStack stack;
  private final OutputActivation activation;
  private final SampleStore samples;
  private final double[] projection; // l × q column-major: P·D
  private final double[] mean; // h̄, or zeros where there is no intercept

  /**
   * @param activation decides what a right sign is
   * @param samples the samples that must have the right sign, standardised
   * @param projection P·D, l × q column-major, orthogonal columns: the functions in the metric in
   *     which as little as possible is to change, such as {@link StationaryFunctions#unitBasis};
   *     not copied
   */
  public Margin(
      StationaryFunctions functions,
      HiddenStack stack,
      OutputActivation activation,
      SampleStore samples,
      double[] projection) {
    this.functions = functions;
    this.stack = stack;
    this.activation = activation;
    this.samples = samples;
    this.projection = projection;
    this.mean = functions.moments().valueSum();
    int l = stack.width();
    double weight = functions.moments().weight();
    for (int k = 0; k < l; k++) {
      mean[k] = functions.intercept() ? mean[k] / weight : 0;
    }
  }

  /**
   * The first output layer found that has every margin. L-BFGS goes from the given layer to the
   * nearest one in the metric of the projection, roughly. In that of least squares, gradients'
   * penalty included, this keeps what it knows of the other samples; in that of the values alone
   * weights would grow without bound along functions that hardly vary over the samples (digits:
   * test accuracy 15 % for 98 %).
   *
   * @param from an output layer in the functions' span
   */
  public Layer polarize(Minimizer minimizer, Layer from) {
    int outputs =
        functions.moments().essences() - Targets.firstSolved(functions.moments().essences());
    int q = functions.dimension();
    // The hinge turns at 1: points are layers divided by the margin.
    double[] start = scaled(1 / MARGIN, point(from, outputs, q));
    Objective objective =
        (point, gradient) -> {
          HingeLoss.Sum sum = samples.aggregate(new HingeLoss(this, point));
          System.arraycopy(sum.gradient(), 0, gradient, 0, gradient.length);
          return sum.loss();
        };
    return layer(scaled(MARGIN, minimum(minimizer, objective, start)), outputs, q);
  }

  /**
   * L-BFGS, begun anew from where it stops for as long as that helps: the second derivative jumps
   * where a sample reaches its margin, and what was learnt of it before then misleads.
   */
  private static double[] minimum(Minimizer minimizer, Objective objective, double[] start) {
    double[] point = start;
    double loss = objective.evaluate(point, new double[start.length]);
    for (int round = 0; round < MAX_ROUNDS && loss > 0; round++) {
      Minimizer.Result result = minimizer.minimize(objective, point, MAX_ITERATIONS, TOLERANCE);
      point = result.point();
      if (result.value() > STUCK * loss) {
        break;
      }
      loss = result.value();
    }
    return point;
  }

  private static double[] scaled(double factor, double[] point) {
    return Arrays.stream(point).map(value -> factor * value).toArray();
  }

  /** Undoes {@link #layer}, since the columns of P·D are orthogonal. */
  private double[] point(Layer from, int outputs, int q) {
    int l = stack.width();
    int first = from.outputs() - outputs;
    double[] point = new double[outputs * (q + 1)];
    for (int v = 0; v < outputs; v++) {
      for (int k = 0; k < l; k++) {
        double weight = from.weight(first + v, k);
        for (int j = 0; j < q; j++) {
          point[v * (q + 1) + j] += projection[k + j * l] * weight;
        }
        point[v * (q + 1) + q] += weight * mean[k];
      }
      for (int j = 0; j < q; j++) {
        point[v * (q + 1) + j] /= squaredSize(j);
      }
      point[v * (q + 1) + q] += from.biases()[first + v];
    }
    return point;
  }

  private double squaredSize(int j) {
    int l = stack.width();
    double squares = 0;
    for (int k = j * l; k < (j + 1) * l; k++) {
      squares += projection[k] * projection[k];
    }
    return squares;
  }

  private Layer layer(double[] point, int outputs, int q) {
    int l = stack.width();
    double[] biases = new double[outputs];
    try (Matrix pd = Matrix.ofColumnMajor(l, q, projection);
        Matrix b = Matrix.zeros(q, outputs)) {
      for (int v = 0; v < outputs; v++) {
        for (int j = 0; j < q; j++) {
          b.set(j, v, point[v * (q + 1) + j]);
        }
      }
      try (Matrix w = Blas.multiply(pd, b)) {
        for (int v = 0; v < outputs && functions.intercept(); v++) {
          double[] column = w.column(v);
          biases[v] = point[v * (q + 1) + q];
          for (int k = 0; k < l; k++) {
            biases[v] -= column[k] * mean[k];
          }
        }
        return Targets.outputLayer(w, biases, functions.moments().essences());
      }
    }
  }

  /** Loss and gradient at one point: an accumulator like any other. */
  record HingeLoss(
      HiddenStack stack,
      double[] projection,
      double[] mean,
      boolean intercept,
      OutputActivation activation,
      int essences,
      double[] point)
      implements Accumulator<HingeLoss.Sum> {
    HingeLoss(Margin margin, double[] point) {
      this(
          margin.stack,
          margin.projection,
          margin.mean,
          margin.functions.intercept(),
          margin.activation,
          margin.functions.moments().essences(),
          point.clone());
    }

    /** q: directions. */
    int directions() {
      return projection.length / stack.width();
    }

    /** Outputs that are solved for. */
    int outputs() {
      return essences - Targets.firstSolved(essences);
    }

    /** Loss and its gradient, in the layout of the point: for each output q weights and a bias. */
    record Sum(double loss, double[] gradient) implements java.io.Serializable {}

    @Override
    public String name() {
      return "margin";
    }

    @Override
    public long wireBytes() {
      return 8L * point.length;
    }

    @Override
    public Running<Sum> begin() {
      return new RunningHinge(this);
    }

    @Override
    public Sum merge(Sum left, Sum right) {
      for (int k = 0; k < left.gradient.length; k++) {
        left.gradient[k] += right.gradient[k];
      }
      return new Sum(left.loss + right.loss, left.gradient);
    }
  }

  private static final class RunningHinge implements Accumulator.Running<HingeLoss.Sum> {
    private final HingeLoss at;
    private final ForwardPass forward;
    private final Hinge hinge;
    private final Matrix projection; // l × q
    private final double[] z; // of one sample, solved outputs
    private final double[] slopes;
    private final double[] gradient;
    private double loss;

    RunningHinge(HingeLoss at) {
      this.at = at;
      this.forward = new ForwardPass(at.stack());
      this.hinge = Hinge.of(at.activation(), at.essences());
      this.projection = Matrix.ofColumnMajor(at.stack().width(), at.directions(), at.projection());
      this.z = new double[at.outputs()];
      this.slopes = new double[at.outputs()];
      this.gradient = new double[at.point().length];
    }

    @Override
    public void add(SampleBlock block) {
      forward.run(block, false);
      Matrix h = forward.values();
      centre(h);
      try (Matrix y = Blas.multiply(Blas.Op.TRANSPOSED, projection, Blas.Op.NONE, h)) {
        for (int i = 0; i < block.size(); i++) {
          addSample(y.column(i), block.essence(i), block.weight(i));
        }
      }
    }

    private void centre(Matrix h) {
      double[] column = new double[h.rows()];
      for (int i = 0; i < h.columns(); i++) {
        h.getColumns(i, 1, column, 0);
        for (int k = 0; k < column.length; k++) {
          column[k] -= at.mean()[k];
        }
        h.setColumns(i, 1, column, 0);
      }
    }

    private void addSample(double[] y, int essence, double weight) {
      int q = y.length;
      double[] point = at.point();
      for (int v = 0; v < z.length; v++) {
        int offset = v * (q + 1);
        z[v] = at.intercept() ? point[offset + q] : 0;
        for (int j = 0; j < q; j++) {
          z[v] += point[offset + j] * y[j];
        }
      }
      loss += weight * hinge.at(z, essence, slopes);
      for (int v = 0; v < z.length; v++) {
        int offset = v * (q + 1);
        double slope = weight * slopes[v];
        for (int j = 0; j < q && slope != 0; j++) {
          gradient[offset + j] += slope * y[j];
        }
        if (at.intercept()) {
          gradient[offset + q] += slope;
        }
      }
    }

    @Override
    public HingeLoss.Sum finish() {
      return new HingeLoss.Sum(loss, gradient);
    }

    @Override
    public void close() {
      forward.close();
      projection.close();
    }
  }
}
