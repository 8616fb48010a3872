package org.extremum.polarization;

import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;

/**
 * The flip of method.md 5 where least squares leaves a sign wrong: minimise the squared hinge loss
 * Σω Σ_v max(0, 1 - s_iv·z_iv)², z = B·D·Pᵀ(h - h̄) + b, over B and b. It is convex, and zero
 * exactly when every sample has margin 1, so a wrong sign that remains means that none has to be
 * right.
 *
 * <p>D = diag(scatter)^-½·√Σω gives every direction unit variance, which is the preconditioner. One
 * pass for each evaluation, 2·l·(m + q) FLOPs a sample.
 */
public final class Margin {
  /** Steps of L-BFGS; separable data need far fewer. */
  private static final int MAX_ITERATIONS = 500;

  /** Relative improvement below which the loss counts as stuck. */
  private static final double TOLERANCE = 1e-10;

  private final StationaryFunctions functions;
  private final HiddenStack stack;
  private final SampleStore samples;
  private final double[] projection; // l × q column-major: P·D
  private final double[] mean; // h̄, or zeros where there is no intercept

  /**
   * @param samples the samples that must have the right sign, standardised
   */
  public Margin(StationaryFunctions functions, HiddenStack stack, SampleStore samples) {
    this.functions = functions;
    this.stack = stack;
    this.samples = samples;
    this.projection = functions.unitVarianceBasis(functions.dimension());
    this.mean = functions.moments().valueSum();
    int l = stack.width();
    double weight = functions.moments().weight();
    for (int k = 0; k < l; k++) {
      mean[k] = functions.intercept() ? mean[k] / weight : 0;
    }
  }

  /** The output layer of largest margin found, from B = 0. */
  public Layer polarize(Minimizer minimizer) {
    int outputs =
        functions.moments().essences() - Targets.firstSolved(functions.moments().essences());
    int q = functions.dimension();
    double[] start = new double[outputs * (q + 1)];
    Objective objective =
        (point, gradient) -> {
          HingeLoss.Sum sum = samples.aggregate(new HingeLoss(this, point));
          System.arraycopy(sum.gradient(), 0, gradient, 0, gradient.length);
          return sum.loss();
        };
    double[] point = minimizer.minimize(objective, start, MAX_ITERATIONS, TOLERANCE).point();
    return layer(point, outputs, q);
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
      int essences,
      int q,
      double[] point)
      implements Accumulator<HingeLoss.Sum> {
    HingeLoss(Margin margin, double[] point) {
      this(
          margin.stack,
          margin.projection,
          margin.mean,
          margin.functions.intercept(),
          margin.functions.moments().essences(),
          margin.functions.dimension(),
          point.clone());
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
    private final Matrix projection; // l × q
    private final double[] gradient;
    private double loss;

    RunningHinge(HingeLoss at) {
      this.at = at;
      this.forward = new ForwardPass(at.stack());
      this.projection = Matrix.ofColumnMajor(at.stack().width(), at.q(), at.projection());
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
      int q = at.q();
      int first = Targets.firstSolved(at.essences());
      for (int v = first; v < at.essences(); v++) {
        int offset = (v - first) * (q + 1);
        double z = at.intercept() ? at.point()[offset + q] : 0;
        for (int j = 0; j < q; j++) {
          z += at.point()[offset + j] * y[j];
        }
        double s = v == essence ? 1 : -1;
        double lack = 1 - s * z;
        if (lack > 0) {
          loss += weight * lack * lack;
          double slope = -2 * weight * s * lack;
          for (int j = 0; j < q; j++) {
            gradient[offset + j] += slope * y[j];
          }
          if (at.intercept()) {
            gradient[offset + q] += slope;
          }
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
