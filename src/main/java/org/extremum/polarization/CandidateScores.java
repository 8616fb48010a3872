package org.extremum.polarization;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.extremum.linalg.Blas;
import org.extremum.linalg.Matrix;
import org.extremum.network.ForwardPass;
import org.extremum.network.HiddenStack;
import org.extremum.network.Layer;
import org.extremum.network.OutputActivation;
import org.extremum.samples.Accumulator;
import org.extremum.samples.KeyedFolds;
import org.extremum.samples.SampleBlock;

/**
 * Raw outputs of several output layers on the same samples, none of which the layer was solved on.
 */
public final class CandidateScores implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<OutputScores> candidates;

  private CandidateScores(List<OutputScores> candidates) {
    this.candidates = candidates;
  }

  /** One for each candidate; the samples are the same and in the same order. */
  public List<OutputScores> candidates() {
    return candidates;
  }

  /** Output layers above one another, to be applied by one GEMM: C·V × l. */
  public static Layer stacked(List<Layer> layers) {
    int each = layers.get(0).outputs();
    int all = each * layers.size();
    int inputs = layers.get(0).inputs();
    double[] weights = new double[all * inputs];
    double[] biases = new double[all];
    for (int c = 0; c < layers.size(); c++) {
      System.arraycopy(layers.get(c).biases(), 0, biases, c * each, each);
      for (int k = 0; k < inputs; k++) {
        System.arraycopy(layers.get(c).weights(), k * each, weights, k * all + c * each, each);
      }
    }
    return new Layer(all, inputs, weights, biases);
  }

  /**
   * Gathers them in one pass: a forward pass and 2·l·C·V FLOPs a sample.
   *
   * @param hidden the hidden layers
   * @param activation of the outputs
   * @param essences V
   * @param stacked for each fold the candidates that its rows are given to, C·V × l, or null where
   *     it is passed over
   * @param folds of the rows; null where there is one fold of all rows
   * @param expectedSamples for planning
   */
  public record Gathering(
      HiddenStack hidden,
      OutputActivation activation,
      int essences,
      List<Layer> stacked,
      KeyedFolds folds,
      long expectedSamples)
      implements Accumulator<CandidateScores> {
    @Override
    public String name() {
      return "candidates";
    }

    private int candidates() {
      return stacked.stream().filter(layer -> layer != null).findFirst().orElseThrow().outputs()
          / essences;
    }

    @Override
    public long wireBytes() {
      return candidates() * expectedSamples * (8L * essences + 12);
    }

    private int foldOf(SampleBlock block, int i) {
      return folds == null ? 0 : folds.of(block.essence(i), block.hash(i));
    }

    @Override
    public Running<CandidateScores> begin() {
      return new RunningScores(this);
    }

    @Override
    public CandidateScores merge(CandidateScores left, CandidateScores right) {
      for (int c = 0; c < left.candidates.size(); c++) {
        left.candidates.get(c).append(right.candidates.get(c));
      }
      return left;
    }
  }

  private static final class RunningScores implements Accumulator.Running<CandidateScores> {
    private final Gathering pass;
    private final ForwardPass forward;
    private final List<Matrix> weights;
    private final List<OutputScores> scores;

    RunningScores(Gathering pass) {
      this.pass = pass;
      this.forward = new ForwardPass(pass.hidden());
      this.weights =
          pass.stacked().stream()
              .map(layer -> layer == null ? null : layer.weightMatrix())
              .toList();
      this.scores =
          Stream.generate(() -> new OutputScores(pass.essences(), pass.activation()))
              .limit(pass.candidates())
              .toList();
    }

    @Override
    public void add(SampleBlock block) {
      int[] order =
          IntStream.range(0, block.size())
              .filter(i -> pass.stacked().get(pass.foldOf(block, i)) != null)
              .boxed()
              .sorted(Comparator.comparingInt(i -> pass.foldOf(block, i))) // stable
              .mapToInt(i -> i)
              .toArray();
      if (order.length == 0) {
        return;
      }
      double[][] outputs = new double[block.size()][]; // C·V of each row, null where passed over
      forward.run(block.select(order), false);
      for (int from = 0, to; from < order.length; from = to) {
        int fold = pass.foldOf(block, order[from]);
        to = from + 1;
        while (to < order.length && pass.foldOf(block, order[to]) == fold) {
          to++;
        }
        score(order, from, to, fold, outputs);
      }
      for (int i = 0; i < outputs.length; i++) { // in the block's order, however it is cut
        if (outputs[i] != null) {
          append(outputs[i], block.essence(i), block.weight(i));
        }
      }
    }

    private void score(int[] order, int from, int to, int fold, double[][] outputs) {
      double[] biases = pass.stacked().get(fold).biases();
      try (Matrix z = Blas.multiply(weights.get(fold), forward.values().columns(from, to))) {
        for (int i = from; i < to; i++) {
          double[] all = z.column(i - from);
          for (int k = 0; k < all.length; k++) {
            all[k] += biases[k];
          }
          outputs[order[i]] = all;
        }
      }
    }

    private void append(double[] all, int essence, double weight) {
      double[] own = new double[pass.essences()];
      for (int c = 0; c < scores.size(); c++) {
        System.arraycopy(all, c * own.length, own, 0, own.length);
        scores.get(c).append(own, essence, weight);
      }
    }

    @Override
    public CandidateScores finish() {
      return new CandidateScores(scores);
    }

    @Override
    public void close() {
      forward.close();
      weights.stream().filter(matrix -> matrix != null).forEach(Matrix::close);
    }
  }
}
