package org.extremum.retraining;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.extremum.network.Network;
import org.extremum.polarization.OutputScores;
import org.extremum.samples.Accumulator;
import org.extremum.samples.SampleBlock;
import org.extremum.verification.Conditions;

/**
 * Raw outputs of champion and challenger for the same samples, few enough of them to be here: the
 * challenger's scale is fitted on the first of them and both are judged by all, and the hidden
 * layers, which is where the work is, are passed once for both.
 */
public final class PairedOutputs implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Outputs for one sample; those of the champion are null where there is none. */
  private record Row(double[] challenger, double[] champion, int essence, double weight)
      implements Serializable {}

  private final List<Row> rows = new ArrayList<>();

  private PairedOutputs() {}

  /** Those of the challenger for the first samples. */
  OutputScores first(int samples, Network challenger) {
    List<Row> first = rows.subList(0, samples);
    return OutputScores.of(
        first.stream().map(Row::challenger).toArray(double[][]::new),
        first.stream().mapToInt(Row::essence).toArray(),
        first.stream().mapToDouble(Row::weight).toArray(),
        challenger.outputActivation());
  }

  /**
   * Both judged by all samples.
   *
   * @param kappa what the challenger's outputs were scaled by since
   * @param champion the one that was scored, or null
   * @param challenger the one that was scored
   * @param conditions that the challenger's outputs are looked at by
   */
  public Holdout judged(double kappa, Network champion, Network challenger, Conditions conditions) {
    Holdout sum = new Holdout(champion, challenger, conditions);
    for (Row row : rows) {
      double[] z = row.challenger.clone();
      for (int v = 0; v < z.length; v++) {
        z[v] *= kappa;
      }
      sum.add(z, row.champion == null ? null : row.champion.clone(), row.essence, row.weight);
    }
    return sum;
  }

  /**
   * Scores samples in input coordinates by both networks.
   *
   * @param champion null where there is none
   * @param challenger to be scaled
   */
  public record Scoring(Network champion, Network challenger)
      implements Accumulator<PairedOutputs> {
    @Override
    public String name() {
      return "scores";
    }

    @Override
    public Running<PairedOutputs> begin() {
      SideBySide outputs = new SideBySide(champion, challenger);
      PairedOutputs sum = new PairedOutputs();
      return new Running<>() {
        /**
         * {@inheritDoc}
         *
         * @param block not standardised
         */
        @Override
        public void add(SampleBlock block) {
          outputs.score(block);
          for (int i = 0; i < block.size(); i++) {
            double[] z = new double[challenger.essences()];
            outputs.challenger(i, z);
            double[] old = champion == null ? null : new double[champion.essences()];
            if (old != null) {
              outputs.champion(i, old);
            }
            sum.rows.add(new Row(z, old, block.essence(i), block.weight(i)));
          }
        }

        @Override
        public PairedOutputs finish() {
          return sum;
        }

        @Override
        public void close() {
          outputs.close();
        }
      };
    }

    @Override
    public PairedOutputs merge(PairedOutputs left, PairedOutputs right) {
      left.rows.addAll(right.rows);
      return left;
    }
  }
}
