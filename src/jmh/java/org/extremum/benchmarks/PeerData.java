package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;
import org.extremum.samples.Standardiser;
import org.extremum.samples.Standardization;
import org.extremum.samples.SurfaceStatistics;
import org.extremum.spark.SparkSampleStore;

/**
 * A data set and how it is divided into trainings and tests.
 *
 * @param name of the table's section
 * @param inWords how it is divided, and for tuning
 * @param essences V
 */
record PeerData(String name, String inWords, int essences, List<PeerSplit> splits) {
  private static final int FOLDS = 5;

  /** As many as Spark has threads here. */
  static final int PARTITIONS = 2;

  private static final int BLOCK = 1024;

  /**
   * Stratified folds of a file, each held out in turn; tuning holds out each of the first {@code
   * inner} of the others.
   *
   * @param folds how many of the five are tested
   */
  static PeerData csv(
      JavaSparkContext context, String name, Noise noise, int folds, int inner, long seed)
      throws IOException {
    CsvSamples data = CsvSamples.read(Path.of("data", name + ".csv"));
    int[] dealt = data.folds(FOLDS, seed);
    List<PeerSplit> splits = new ArrayList<>();
    for (int held = 0; held < folds; held++) {
      int tested = held;
      List<PeerSplit.Inner> divisions = new ArrayList<>();
      int[] others = IntStream.range(0, FOLDS).filter(fold -> fold != tested).toArray();
      for (int validated : IntStream.of(others).limit(inner).toArray()) {
        divisions.add(
            new PeerSplit.Inner(
                rows(context, data, i -> dealt[i] != tested && dealt[i] != validated),
                rows(context, data, i -> dealt[i] == validated)));
      }
      Standardiser standardiser = standardiser(data.store(i -> dealt[i] != tested));
      splits.add(
          PeerSplit.of(
              rows(context, data, i -> dealt[i] != tested),
              rows(context, data, i -> dealt[i] == tested),
              standardiser,
              noise,
              divisions));
    }
    String inWords =
        String.format(
            Locale.ROOT,
            "data/%s.csv: %d samples, %d of %d stratified folds tested, each with the network"
                + " trained on the other four; tuned on those four, %d of them held out in turn;"
                + " noise N(0, %s²)",
            name,
            data.size(),
            folds,
            FOLDS,
            inner,
            noise.deviation());
    return new PeerData(name, inWords, data.essences(), splits);
  }

  /** Rows dealt to the partitions in turn, since a file may be in the order of its classes. */
  private static JavaRDD<SampleBlock> rows(
      JavaSparkContext context, CsvSamples data, IntPredicate chosen) {
    SampleBlock all = data.block(chosen);
    List<SampleBlock> parts =
        IntStream.range(0, PARTITIONS)
            .mapToObj(part -> all.select(i -> i % PARTITIONS == part))
            .toList();
    return context.parallelize(parts, PARTITIONS);
  }

  /**
   * The first samples of MNIST and the test images. Tuning trains on four of five of the first
   * {@code tuning} samples, and validates on every fifth.
   */
  static PeerData mnist(
      JavaSparkContext context, Path folder, int samples, int tests, int tuning, Noise noise) {
    JavaRDD<SampleBlock> training =
        Mnist.blocks(context, folder, "train", samples, PARTITIONS, BLOCK);
    JavaRDD<SampleBlock> test = Mnist.blocks(context, folder, "t10k", tests, PARTITIONS, BLOCK);
    int tuned = Math.min(samples, tuning);
    JavaRDD<SampleBlock> part = Mnist.blocks(context, folder, "train", tuned, PARTITIONS, BLOCK);
    PeerSplit.Inner inner =
        new PeerSplit.Inner(
            part.map(block -> block.select(i -> i % 5 != 4)),
            part.map(block -> block.select(i -> i % 5 == 4)));
    Standardiser standardiser;
    try (SparkSampleStore store = new SparkSampleStore(training, Mnist.FEATURES)) {
      standardiser = standardiser(store);
    }
    String inWords =
        String.format(
            Locale.ROOT,
            "MNIST: the first %d training images, %d test images; tuned on the first %d, every"
                + " fifth held out; noise N(0, %s²)",
            samples,
            tests,
            tuned,
            noise.deviation());
    return new PeerData(
        "mnist-" + samples,
        inWords,
        Mnist.ESSENCES,
        List.of(PeerSplit.of(training, test, standardiser, noise, List.of(inner))));
  }

  /** As the method itself standardises when nothing else is asked for. */
  private static Standardiser standardiser(SampleStore store) {
    SurfaceStatistics statistics =
        store.aggregate(new SurfaceStatistics.Gathering(store.features()));
    return Standardization.suitedTo(statistics).of(statistics);
  }
}
