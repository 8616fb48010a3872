package org.extremum.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.extremum.samples.SampleBlock;

/** Scores the rows of a partition in blocks and appends the output columns to each. */
final class BlockTransform implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Shipped<NetworkScorer>> sent;
  private final int featuresIndex;
  private final ScoredSurface surface;
  private final OutputColumns outputs;
  private final Decision decision;
  private final int blockSize;

  /**
   * @param sent with radii where a column of them is asked for
   * @param featuresIndex position of the features in a row
   * @param blockSize rows scored at a time
   */
  BlockTransform(
      Broadcast<Shipped<NetworkScorer>> sent,
      int featuresIndex,
      ScoredSurface surface,
      OutputColumns outputs,
      Decision decision,
      int blockSize) {
    this.sent = sent;
    this.featuresIndex = featuresIndex;
    this.surface = surface;
    this.outputs = outputs;
    this.decision = decision;
    this.blockSize = blockSize;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Iterator<>() {
      private Iterator<Row> scored = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        while (!scored.hasNext() && rows.hasNext()) { // a block may be empty: rows are left out
          scored = nextBlock(rows).iterator();
        }
        return scored.hasNext();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException("rows of a partition");
        }
        return scored.next();
      }
    };
  }

  /** Scores the next rows; empty where all of them are left out. */
  private List<Row> nextBlock(Iterator<Row> rows) {
    NetworkScorer scorer = sent.value().value();
    List<Row> kept = new ArrayList<>();
    List<BlockBuilder.Placed> surfaces = read(rows, scorer.content().means(), kept);
    List<Row> result = new ArrayList<>(kept.size());
    BlockBuilder blocks =
        new BlockBuilder(scorer.network().inputFeatures(), blockSize, 0, surfaces.iterator());
    while (blocks.hasNext()) { // wide surfaces make more than one
      SampleBlock samples = blocks.next();
      result.addAll(scored(scorer, samples, kept.subList(result.size(), kept.size())));
    }
    return result;
  }

  /**
   * Takes rows as far as a block is full.
   *
   * @param means instead of values that are missing
   * @param kept gets the rows that are not left out
   * @return their surfaces
   */
  private List<BlockBuilder.Placed> read(Iterator<Row> rows, double[] means, List<Row> kept) {
    List<BlockBuilder.Placed> surfaces = new ArrayList<>();
    while (kept.size() < blockSize && rows.hasNext()) {
      Row row = rows.next();
      Optional<Vector> vector = surface.valid(row.get(featuresIndex), row, means);
      if (vector.isPresent()) {
        surfaces.add(new BlockBuilder.Placed(kept.size(), new Reading(vector.get(), -1, 1)));
        kept.add(row);
      }
    }
    return surfaces;
  }

  /**
   * The rows of a block with their output columns.
   *
   * @param rows those of the samples, and perhaps more
   */
  private List<Row> scored(NetworkScorer scorer, SampleBlock samples, List<Row> rows) {
    int essences = scorer.network().essences();
    double[] raw = scorer.raw(samples);
    double[][] z = new double[samples.size()][];
    double[][] probabilities = new double[samples.size()][];
    int[] labels = new int[samples.size()];
    for (int i = 0; i < samples.size(); i++) {
      z[i] = Arrays.copyOfRange(raw, i * essences, (i + 1) * essences);
      probabilities[i] = z[i].clone();
      scorer.network().outputActivation().toProbabilities(probabilities[i]);
      labels[i] = (int) decision.label(z[i], probabilities[i]);
    }
    Reasons reasons = new Reasons(outputs.reasons(), scorer, samples, labels);
    List<Row> result = new ArrayList<>(samples.size());
    for (int i = 0; i < samples.size(); i++) {
      Object[] row = extended(rows.get(i));
      int next = append(row, z[i], probabilities[i], labels[i]);
      reasons.write(i, row, next);
      result.add(RowFactory.create(row));
    }
    return result;
  }

  private Object[] extended(Row row) {
    Object[] values = new Object[row.length() + outputs.count()];
    for (int j = 0; j < row.length(); j++) {
      values[j] = row.get(j);
    }
    return values;
  }

  /** Returns the place after what was written. */
  private int append(Object[] row, double[] z, double[] probabilities, double label) {
    int next = row.length - outputs.count();
    if (outputs.hasRaw()) {
      row[next++] = Vectors.dense(z);
    }
    if (outputs.hasProbability()) {
      row[next++] = Vectors.dense(probabilities);
    }
    if (outputs.hasPrediction()) {
      row[next++] = label;
    }
    return next;
  }
}
