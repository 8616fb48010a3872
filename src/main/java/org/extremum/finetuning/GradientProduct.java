package org.extremum.finetuning;

import java.io.Serializable;
import java.util.Arrays;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * The gradients of all outputs at all samples as a linear map of what stands for W^[u] in them,
 * values kept (method.md 9b), and its transpose applied to the result, without a vector over the
 * samples:
 *
 * <pre>
 * r_iv(M) = J^[u-1](x_i)ᵀ Mᵀ q_iv,   q_iv = ∂z_v/∂z^[u] at x_i
 * B(M) = Σ_iv q_iv (J^[u-1](x_i) r_iv(M))ᵀ          (l_u × l_{u-1}, like M)
 * </pre>
 *
 * <p>Unweighted, like the rows of A. About 6·V·Σl_u·l_{u-1} FLOPs a sample, all of it GEMMs.
 *
 * @param stack the hidden layers
 * @param output W^[n]
 * @param u the layer, from 1 to n-1
 * @param matrix M, column-major l_u × l_{u-1}
 */
record GradientProduct(HiddenStack stack, Layer output, int u, double[] matrix)
    implements Accumulator<GradientProduct.Sum> {
  /**
   * The results.
   *
   * @param squaredGradients Σ_iv ‖r_iv(M)‖²
   * @param product B(M), column-major
   */
  record Sum(double squaredGradients, double[] product) implements Serializable {}

  @Override
  public String name() {
    return "gradient equations";
  }

  @Override
  public long wireBytes() {
    return 8L * matrix.length;
  }

  @Override
  public Running<Sum> begin() {
    return new RunningProduct(this);
  }

  @Override
  public Sum merge(Sum left, Sum right) {
    for (int k = 0; k < left.product.length; k++) {
      left.product[k] += right.product[k];
    }
    return new Sum(left.squaredGradients + right.squaredGradients, left.product);
  }

  private static final class RunningProduct implements Accumulator.Running<Sum> {
    private final int u;
    private final int outputs;
    private final BlockChain chain;
    private final Matrix through; // M
    private final Matrix product;
    private double squaredGradients;

    RunningProduct(GradientProduct at) {
      Layer layer = at.stack.layers().get(at.u - 1);
      this.u = at.u;
      this.outputs = at.output.outputs();
      this.chain = new BlockChain(at.stack, at.output, false);
      this.through = Matrix.ofColumnMajor(layer.outputs(), layer.inputs(), at.matrix);
      this.product = Matrix.zeros(layer.outputs(), layer.inputs());
      chain.differentiateThrough(u, through);
    }

    @Override
    public void add(SampleBlock block) {
      if (block.size() == 0) {
        return;
      }
      chain.run(block);
      double[] ones = new double[block.size()];
      Arrays.fill(ones, 1);
      for (int v = 0; v < outputs; v++) {
        chain.adjoint(v, ones);
        squaredGradients += BlockChain.squaredNorm(chain.gradient());
        chain.tangent(u - 1);
        Blas.gemm(1, Blas.Op.NONE, chain.q(u), Blas.Op.TRANSPOSED, chain.t(u - 1), 1, product);
      }
    }

    @Override
    public Sum finish() {
      return new Sum(squaredGradients, product.toArray());
    }

    @Override
    public void close() {
      chain.close();
      through.close();
      product.close();
    }
  }
}
