package org.extremum.verification;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.extremum.linalg.Matrix;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.network.Scorer;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * Whether every output has the right sign at every sample, and how large the smallest margin is:
 * s_iv·z_v(x_i) with s = +1 for the own essence and -1 for the others or, for softmax outputs, z_y
 * - z_q over the others q ({@link org.extremum.network.OutputActivation#leastMargin}).
 */
public final class Signs implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Wrong samples that are remembered by position. */
  private static final int NAMED = 10;

  private double leastMargin = Double.POSITIVE_INFINITY;
  private long wrong;
  private final List<Long> wrongPositions = new ArrayList<>();

  /** The least margin over samples and outputs; positive infinity without samples. */
  public double leastMargin() {
    return leastMargin;
  }

  /** Number of samples with a wrong sign at some output. */
  public long wrong() {
    return wrong;
  }

  /** Positions of the first of them, in the store's order. */
  public List<Long> wrongPositions() {
    return Collections.unmodifiableList(wrongPositions);
  }

  private void add(double least, long position) {
    leastMargin = Math.min(leastMargin, least);
    if (!(least > 0)) {
      wrong++;
      if (wrongPositions.size() < NAMED) {
        wrongPositions.add(position);
      }
    }
  }

  private Signs add(Signs later) {
    leastMargin = Math.min(leastMargin, later.leastMargin);
    wrong += later.wrong;
    for (long position : later.wrongPositions) {
      if (wrongPositions.size() < NAMED) {
        wrongPositions.add(position);
      }
    }
    return this;
  }

  /** Checks the signs of a network's outputs; one forward pass. */
  public record Checking(Network network) implements Accumulator<Signs> {
    @Override
    public String name() {
      return "signs";
    }

    @Override
    public Running<Signs> begin() {
      Signs signs = new Signs();
      OutputActivation activation = network.outputActivation();
      Scorer scorer = new Scorer(network);
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          Matrix z = scorer.score(block);
          for (int i = 0; i < block.size(); i++) {
            double least = activation.leastMargin(z.column(i), block.essence(i));
            signs.add(least, block.position(i));
          }
        }

        @Override
        public Signs finish() {
          return signs;
        }

        @Override
        public void close() {
          scorer.close();
        }
      };
    }

    @Override
    public Signs merge(Signs left, Signs right) {
      return left.add(right);
    }
  }
}
