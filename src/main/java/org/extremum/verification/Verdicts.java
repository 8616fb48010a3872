package org.extremum.verification;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.extremum.linalg.Matrix;
import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;

/**
 * What verification found (§4.3, step 4): how many samples meet the condition, and the worst of
 * those that fail, from which the next central samples are taken (method.md 8).
 */
public final class Verdicts implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A sample that failed.
   *
   * @param essence its class
   * @param hash of its surface as it was read
   * @param margin see {@link Condition#margin}
   * @param position where it stood; of equal samples the one of worst margin, then the first
   */
  public record Failure(int essence, long hash, double margin, long position)
      implements Serializable {}

  private final long[] verified; // V
  private final long[] failed; // V
  private final Failure[] worst; // worst first

  private Verdicts(long[] verified, long[] failed, Failure[] worst) {
    this.verified = verified;
    this.failed = failed;
    this.worst = worst;
  }

  /** Samples that meet the condition. */
  public long verified() {
    return Arrays.stream(verified).sum();
  }

  /** Samples that fail it, equal ones each counted. */
  public long failed() {
    return Arrays.stream(failed).sum();
  }

  /** Samples of an essence that meet the condition. */
  public long verified(int essence) {
    return verified[essence];
  }

  /** Samples of an essence that fail it. */
  public long failed(int essence) {
    return failed[essence];
  }

  /**
   * The worst failures, one for each essence and surface, by ascending margin, ties by hash; at
   * most as many as the pass was to keep.
   */
  public List<Failure> worst() {
    return List.of(worst);
  }

  /**
   * Judges samples in standardised coordinates, with essences known to the network. One pass of
   * 2·l·m FLOPs for each sample, log K comparisons for each that fails.
   *
   * @param network the network verified
   * @param condition what its outputs have to meet
   * @param keep K: failures that are kept
   */
  public record Judging(Network network, Condition condition, int keep)
      implements Accumulator<Verdicts> {
    /** A failure's four fields and its object's header, as it is serialised. */
    private static final long BYTES_ON_THE_WIRE = 40;

    /** A failure in two linked structures. */
    private static final long BYTES_IN_MEMORY = 200;

    /**
     * @throws IllegalArgumentException when {@code keep} is negative
     */
    public Judging {
      if (keep < 0) {
        throw new IllegalArgumentException("failures to keep: expected a number >= 0, got " + keep);
      }
    }

    @Override
    public String name() {
      return "verification";
    }

    @Override
    public long wireBytes() {
      return BYTES_ON_THE_WIRE * keep + 16L * network.essences() + 512;
    }

    @Override
    public long runningBytes() {
      return BYTES_IN_MEMORY * keep + 16L * network.essences();
    }

    @Override
    public Running<Verdicts> begin() {
      return new Judge(this);
    }

    @Override
    public Verdicts merge(Verdicts left, Verdicts right) {
      WorstFailures both = new WorstFailures(keep);
      for (Failure failure : left.worst) {
        both.offer(failure);
      }
      for (Failure failure : right.worst) {
        both.offer(failure);
      }
      return new Verdicts(
          sum(left.verified, right.verified), sum(left.failed, right.failed), both.toArray());
    }

    private static long[] sum(long[] left, long[] right) {
      long[] sum = left.clone();
      for (int v = 0; v < sum.length; v++) {
        sum[v] += right[v];
      }
      return sum;
    }
  }

  private static final class Judge implements Accumulator.Running<Verdicts> {
    private final Condition condition;
    private final Scorer scorer;
    private final WorstFailures worst;
    private final long[] verified;
    private final long[] failed;
    private final double[] z;

    Judge(Judging judging) {
      condition = judging.condition;
      scorer = new Scorer(judging.network);
      worst = new WorstFailures(judging.keep);
      verified = new long[judging.network.essences()];
      failed = new long[judging.network.essences()];
      z = new double[judging.network.essences()];
    }

    @Override
    public void add(SampleBlock block) {
      Matrix scores = scorer.score(block);
      for (int i = 0; i < block.size(); i++) {
        scores.getColumns(i, 1, z, 0);
        int essence = block.essence(i);
        if (condition.holds(z, essence)) {
          verified[essence]++;
          continue;
        }
        failed[essence]++;
        double margin = condition.margin(z, essence);
        if (worst.mayKeep(margin)) {
          worst.offer(new Failure(essence, block.hash(i), margin, block.position(i)));
        }
      }
    }

    @Override
    public Verdicts finish() {
      return new Verdicts(verified, failed, worst.toArray());
    }

    @Override
    public void close() {
      scorer.close();
    }
  }
}
