package org.extremum.verification;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.extremum.linalg.Matrix;
import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * Whether every output has the right sign at every sample, s_iv·z_v(x_i) &gt; 0 with s = +1 for the
 * own essence and -1 for the others, and how large the smallest of these margins is.
 */
public final class Signs implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Wrong samples that are remembered by position. */
  private static final int NAMED = 10;

  private double leastMargin = Double.POSITIVE_INFINITY;
  private long wrong;
  private final List<Long> wrongPositions = new ArrayList<>();

  /** min over samples and outputs of s·z; positive infinity without samples. */
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

  /** min_v s_v·z_v of one sample; NaN where an output is. */
  static double leastMargin(double[] z, int essence) {
    double least = Double.POSITIVE_INFINITY;
    for (int v = 0; v < z.length; v++) {
      least = Math.min(least, v == essence ? z[v] : -z[v]);
    }
    return least;
  }

  private void add(double[] z, int essence, long position) {
    double least = leastMargin(z, essence);
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
      Scorer scorer = new Scorer(network);
      return new Running<>() {
        @Override
        public void add(SampleBlock block) {
          Matrix z = scorer.score(block);
          for (int i = 0; i < block.size(); i++) {
            signs.add(z.column(i), block.essence(i), block.position(i));
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
