package org.extremum.benchmarks;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;

/**
 * One division of a data set; all blocks are unstandardised and read anew when they are asked for.
 *
 * @param training what may be learned from
 * @param test clean
 * @param noisy the same samples with noise added in standardised coordinates and mapped back
 * @param standardiser of the training part
 * @param inner divisions of the training part, for tuning
 */
record PeerSplit(
    JavaRDD<SampleBlock> training,
    JavaRDD<SampleBlock> test,
    JavaRDD<SampleBlock> noisy,
    Standardiser standardiser,
    List<Inner> inner) {
  /** A division of the training part. */
  record Inner(JavaRDD<SampleBlock> training, JavaRDD<SampleBlock> validation) {}

  static PeerSplit of(
      JavaRDD<SampleBlock> training,
      JavaRDD<SampleBlock> test,
      Standardiser standardiser,
      Noise noise,
      List<Inner> inner) {
    JavaRDD<SampleBlock> noisy =
        test.map(
            block -> restored(noise.apply(block.standardised(standardiser)), block, standardiser));
    return new PeerSplit(training, test, noisy, standardiser, inner);
  }

  /** Standardised surfaces in the units they were read in; dropped features as they were. */
  static SampleBlock restored(
      SampleBlock standardised, SampleBlock read, Standardiser standardiser) {
    int[] kept = standardiser.keptFeatures();
    double[] means = standardiser.means();
    double[] scales = standardiser.scales();
    int m = read.features();
    int size = read.size();
    double[] values = new double[m * size];
    double[] surface = new double[m];
    for (int i = 0; i < size; i++) {
      read.copySurface(i, surface);
      System.arraycopy(surface, 0, values, i * m, m);
      standardised.copySurface(i, surface);
      for (int k = 0; k < kept.length; k++) {
        values[i * m + kept[k]] = means[k] + scales[k] * surface[k];
      }
    }
    return read.withSurfaces(values);
  }
}
