package org.extremum.finetuning;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.moments.Sketch;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * Σ ω ℓ(z) + (ρ/2) Σ ω Σ_v ‖∇_x z_v‖² and its gradient in the layers that move (method.md 9c),
 * every slope c of every layer in it. With Q_v, P_v the adjoints, S_v, T_v the tangents of {@link
 * BlockChain}, both with factors √(ρω), and S'' in D:
 *
 * <pre>
 * Δ^[u] = C ∘ (W^[u+1]ᵀΔ^[u+1]) + D ∘ Σ_v S_v ∘ P_v,       Δ^[n] = ω ∂ℓ/∂z
 * dW^[u] = Δ^[u]H^[u-1]ᵀ + Σ_v Q_v T_v^[u-1]ᵀ,   db^[u] = Σ_i Δ^[u],   for u = n: Q_v = e_v√(ρω)ᵀ
 * </pre>
 *
 * <p>Exact: V directions for each sample, 6·(V+1)·Σl_u·l_{u-1} FLOPs, all of it GEMMs. Or without
 * bias from one random combination a of the outputs at each sample, a_v = ±1: E‖∇(a·z)‖² =
 * Σ_v‖∇z_v‖², 12·Σl_u·l_{u-1} FLOPs whatever V is.
 *
 * @param layers where they are
 * @param loss ℓ
 * @param rho ρ ≥ 0; for 0 the gradients are not computed and count as 0
 * @param sketch draws the combinations, one a sample; null: exact
 */
public record TuningLoss(TunableLayers layers, Loss loss, double rho, Sketch sketch)
    implements Accumulator<TuningLoss.Sum> {
  /** With every output's gradient. */
  public TuningLoss(TunableLayers layers, Loss loss, double rho) {
    this(layers, loss, rho, null);
  }

  /**
   * Checks the sketch.
   *
   * @throws IllegalArgumentException when it has more than one combination
   */
  public TuningLoss {
    if (sketch != null && sketch.directions() != 1) {
      throw new IllegalArgumentException(
          "sketch of outputs: expected one combination a sample, got " + sketch.directions());
    }
  }

  /**
   * Value and gradient.
   *
   * @param loss Σ ω ℓ
   * @param squaredGradients Σ ω Σ_v ‖∇_x z_v‖²
   * @param gradient of loss + (ρ/2)·squaredGradients, in the order of a point
   */
  public record Sum(double loss, double squaredGradients, double[] gradient)
      implements Serializable {}

  @Override
  public String name() {
    return "tuning";
  }

  @Override
  public long wireBytes() {
    return 8L * layers.parameters();
  }

  @Override
  public Running<Sum> begin() {
    return new RunningLoss(this);
  }

  @Override
  public Sum merge(Sum left, Sum right) {
    for (int k = 0; k < left.gradient.length; k++) {
      left.gradient[k] += right.gradient[k];
    }
    return new Sum(
        left.loss + right.loss, left.squaredGradients + right.squaredGradients, left.gradient);
  }

  private static final class RunningLoss implements Accumulator.Running<Sum> {
    private final TunableLayers layers;
    private final Loss loss;
    private final double rho;
    private final Sketch sketch;
    private final BlockChain chain;
    private final int depth;
    private final List<Matrix> weightGradients = new ArrayList<>(); // of layers from..n
    private final List<double[]> biasGradients = new ArrayList<>();
    private double sum;
    private double squaredGradients;

    RunningLoss(TuningLoss at) {
      this.layers = at.layers;
      this.loss = at.loss;
      this.rho = at.rho;
      this.sketch = at.sketch;
      this.chain = new BlockChain(layers.hidden(), layers.output(), rho > 0);
      this.depth = layers.hidden().depth();
      for (int u = layers.from(); u <= layers.top(); u++) {
        weightGradients.add(Matrix.zeros(layers.layer(u).outputs(), layers.layer(u).inputs()));
        biasGradients.add(new double[layers.layer(u).outputs()]);
      }
    }

    @Override
    public void add(SampleBlock block) {
      if (block.size() == 0) {
        return;
      }
      chain.run(block);
      List<Matrix> curvatureTerms = new ArrayList<>(); // Σ_v S_v ∘ P_v of layers from..n-1
      for (int u = layers.from(); u <= depth && rho > 0; u++) {
        curvatureTerms.add(Matrix.zeros(layers.layer(u).outputs(), block.size()));
      }
      if (rho > 0) {
        addGradients(block, curvatureTerms);
      }
      addValues(block, curvatureTerms);
      curvatureTerms.forEach(Matrix::close);
    }

    private Matrix gradient(int u) {
      return weightGradients.get(u - layers.from());
    }

    /** The direct part of the penalty's gradient, output by output or by one combination. */
    private void addGradients(SampleBlock block, List<Matrix> curvatureTerms) {
      double root = Math.sqrt(rho);
      try (Matrix combinations = Matrix.zeros(layers.output().outputs(), block.size())) {
        if (sketch != null) {
          sketch.write(block, 0, block.size(), combinations);
          scale(combinations, root);
          addCombination(combinations, curvatureTerms);
          return;
        }
        for (int v = 0; v < combinations.rows(); v++) {
          combinations.clear();
          for (int i = 0; i < block.size(); i++) {
            combinations.set(v, i, root * Math.sqrt(block.weight(i)));
          }
          addCombination(combinations, curvatureTerms);
        }
      }
    }

    private static void scale(Matrix matrix, double factor) {
      for (int i = 0; i < matrix.columns(); i++) {
        for (int v = 0; v < matrix.rows(); v++) {
          matrix.set(v, i, factor * matrix.get(v, i));
        }
      }
    }

    /** ½‖∇(a·z)‖² for a combination a of outputs at each sample, √(ρω) in it. */
    private void addCombination(Matrix combinations, List<Matrix> curvatureTerms) {
      chain.adjoint(combinations);
      squaredGradients += BlockChain.squaredNorm(chain.gradient()) / rho;
      chain.tangent(depth);
      for (int u = layers.from(); u <= depth; u++) {
        Hadamard.addProduct(chain.s(u), chain.p(u), curvatureTerms.get(u - layers.from()));
        addOuter(chain.q(u), chain.t(u - 1), gradient(u));
      }
      addOuter(combinations, chain.t(depth), gradient(layers.top()));
    }

    /** The loss, and what reaches the parameters through the values. */
    private void addValues(SampleBlock block, List<Matrix> curvatureTerms) {
      Matrix delta = lossSlopes(block);
      for (int u = layers.top(); u >= layers.from(); u--) {
        if (u <= depth && rho > 0) {
          // delta is C ∘ (W^[u+1]ᵀ·Δ^[u+1]) by now
          Hadamard.addProduct(chain.d(u), curvatureTerms.get(u - layers.from()), delta);
        }
        addOuter(delta, chain.h(u - 1), gradient(u));
        addRows(delta, biasGradients.get(u - layers.from()));
        if (u > layers.from()) {
          Matrix below = Matrix.zeros(chain.h(u - 1).rows(), block.size());
          BlockChain.multiplyTransposed(chain.weights(u), delta, below);
          Hadamard.product(chain.c(u - 1), below, below);
          delta.close();
          delta = below;
        }
      }
      delta.close();
    }

    private Matrix lossSlopes(SampleBlock block) {
      Matrix z = chain.outputs();
      Matrix slopes = Matrix.zeros(z.rows(), z.columns());
      double[] outputs = new double[z.rows()];
      double[] column = new double[z.rows()];
      for (int i = 0; i < z.columns(); i++) {
        z.getColumns(i, 1, outputs, 0);
        double omega = block.weight(i);
        sum += omega * loss.evaluate(outputs, block.essence(i), column);
        for (int v = 0; v < column.length; v++) {
          column[v] *= omega;
        }
        slopes.setColumns(i, 1, column, 0);
      }
      return slopes;
    }

    /** into ← into + A·Bᵀ. */
    private static void addOuter(Matrix a, Matrix b, Matrix into) {
      Blas.gemm(1, Blas.Op.NONE, a, Blas.Op.TRANSPOSED, b, 1, into);
    }

    private static void addRows(Matrix a, double[] sums) {
      double[] column = new double[sums.length];
      for (int i = 0; i < a.columns(); i++) {
        a.getColumns(i, 1, column, 0);
        for (int k = 0; k < sums.length; k++) {
          sums[k] += column[k];
        }
      }
    }

    @Override
    public Sum finish() {
      double[] all = new double[layers.parameters()];
      int at = 0;
      for (int u = layers.from(); u <= layers.top(); u++) {
        Matrix w = gradient(u);
        w.getColumns(0, w.columns(), all, at);
        at += Math.toIntExact(w.size());
        double[] b = biasGradients.get(u - layers.from());
        if (layers.biasMoves(u)) {
          System.arraycopy(b, 0, all, at, b.length);
        }
        at += b.length;
      }
      return new Sum(sum, squaredGradients, all);
    }

    @Override
    public void close() {
      chain.close();
      weightGradients.forEach(Matrix::close);
    }
  }
}
