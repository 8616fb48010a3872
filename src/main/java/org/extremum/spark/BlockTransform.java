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
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
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

  private List<Row> nextBlock(Iterator<Row> rows) {
    List<Row> block = new ArrayList<>();
    List<BlockBuilder.Placed> surfaces = new ArrayList<>();
    NetworkScorer scorer = sent.value().value();
    while (block.size() < blockSize && rows.hasNext()) {
      Row row = rows.next();
      Optional<Vector> vector =
          surface.valid(row.get(featuresIndex), row, scorer.content().means());
      if (vector.isPresent()) {
        surfaces.add(new BlockBuilder.Placed(block.size(), new Reading(vector.get(), -1, 1)));
        block.add(row);
      }
    }
    Network network = scorer.network();
    List<Row> result = new ArrayList<>(block.size());
    BlockBuilder blocks =
        new BlockBuilder(network.inputFeatures(), blockSize, 0, surfaces.iterator());
    int essences = network.essences();
    while (blocks.hasNext()) {
      SampleBlock samples = blocks.next();
      double[] raw = scorer.raw(samples);
      double[] radii = outputs.hasRadius() ? scorer.radii(samples) : new double[samples.size()];
      for (int i = 0; i < samples.size(); i++) {
        double[] z = Arrays.copyOfRange(raw, i * essences, (i + 1) * essences);
        result.add(appended(block.get(result.size()), z, radii[i], network.outputActivation()));
      }
    }
    return result;
  }

  private Row appended(Row row, double[] z, double radius, OutputActivation activation) {
    int length = row.length();
    Object[] values = new Object[length + outputs.count()];
    for (int j = 0; j < length; j++) {
      values[j] = row.get(j);
    }
    double[] probabilities = z.clone();
    activation.toProbabilities(probabilities);
    int next = length;
    if (outputs.hasRaw()) {
      values[next++] = Vectors.dense(z);
    }
    if (outputs.hasProbability()) {
      values[next++] = Vectors.dense(probabilities);
    }
    if (outputs.hasPrediction()) {
      values[next++] = decision.label(z, probabilities);
    }
    if (outputs.hasRadius()) {
      values[next] = radius;
    }
    return RowFactory.create(values);
  }
}
