package org.extremum.benchmarks;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.extremum.breeze.BreezeMinimizer;
import org.extremum.network.Network;
import org.extremum.samples.LocalSampleStore;
import org.extremum.samples.SampleBlock;
import org.extremum.spark.SparkSampleStore;
import org.extremum.training.MemoryBudget;
import org.extremum.training.Progress;
import org.extremum.training.Trainer;
import org.extremum.training.TrainingOptions;
import org.extremum.training.TrainingResult;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;

/**
 * MNIST with a Spark store on two cores: accuracy clean and under N(0,1) noise in standardised
 * coordinates, seconds of each step, and the Moments pass against this machine's own dsyrk. Prints
 * rows of a markdown table. Arguments: folder of the four IDX files, training samples, then
 * key=value settings.
 */
public final class MnistBenchmark {
  private static final int PIXELS = 784;
  private static final int BLOCK = 1024;
  private static final int CORES = 2;
  private static final int TEST = 10_000;

  private MnistBenchmark() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    Map<String, Object> settings = new LinkedHashMap<>();
    for (String setting : Arrays.asList(args).subList(2, args.length)) {
      String[] pair = setting.split("=", 2);
      settings.put(pair[0], TrainingOptions.option(pair[0]).parse(pair[1]));
    }
    TrainingOptions options = TrainingOptions.of(settings);
    SparkConf conf = new SparkConf().setMaster("local[" + CORES + "]").setAppName("mnist");
    try (JavaSparkContext context = new JavaSparkContext(conf.set("spark.ui.enabled", "false"))) {
      run(context, folder, count, options, settings);
    }
  }

  private static void run(
      JavaSparkContext context,
      Path folder,
      int count,
      TrainingOptions options,
      Map<String, Object> settings)
      throws Exception {
    int width = options.hiddenLayers().get(0);
    double before = SyrkPeak.gflops(CORES, width, BLOCK);
    List<List<SampleBlock>> partitions = blocks(folder, "train", count, CORES, 0);
    TrainingResult result;
    try (SparkSampleStore store =
        new SparkSampleStore(
            context.parallelize(partitions, CORES).flatMap(List::iterator), PIXELS)) {
      store.read();
      result =
          new Trainer(options, new BreezeMinimizer(), Progress.NONE, MemoryBudget.UNLIMITED)
              .train(store, 0);
    }
    double peak = Math.max(before, SyrkPeak.gflops(CORES, width, BLOCK));
    Network network = result.requireNetwork();
    double unit = network.standardiser().scales()[0];
    row("samples, settings", count + ", " + settings);
    row("test accuracy clean", percent(accuracy(network, folder, 0)));
    row("test accuracy noisy", percent(accuracy(network, folder, unit)));
    row("timings, s", String.valueOf(result.report().get("timings")));
    double rate = result.report().number("moments.gflops");
    row("moments pass, GFLOP/s", String.format(Locale.ROOT, "%.1f", rate));
    row("dsyrk, " + CORES + " threads, GFLOP/s", String.format(Locale.ROOT, "%.1f", peak));
    row("ratio", percent(rate / peak));
    row("memory planned, bytes", String.valueOf(result.report().get("memory")));
  }

  private static void row(String name, String value) {
    System.out.println("| " + name + " | " + value + " |");
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static double accuracy(Network network, Path folder, double noise) throws Exception {
    LocalSampleStore test = new LocalSampleStore(PIXELS, blocks(folder, "t10k", TEST, 1, noise));
    return network
        .standardiser()
        .view(test)
        .aggregate(new Evaluation.Scoring(network, new Conditions(0.01, 0.1, 0.05)))
        .accuracy();
  }

  private static List<List<SampleBlock>> blocks(
      Path folder, String part, int count, int partitions, double noise) throws Exception {
    byte[] images = unzip(folder.resolve(part + "-images-idx3-ubyte.gz"));
    byte[] labels = unzip(folder.resolve(part + "-labels-idx1-ubyte.gz"));
    Random random = new Random(1);
    List<List<SampleBlock>> all = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      int begin = (int) ((long) count * p / partitions);
      int end = (int) ((long) count * (p + 1) / partitions);
      List<SampleBlock> blocks = new ArrayList<>();
      for (int from = begin; from < end; from += BLOCK) {
        int size = Math.min(BLOCK, end - from);
        double[] values = new double[size * PIXELS];
        int[] essences = new int[size];
        long[] positions = new long[size];
        for (int k = 0; k < values.length; k++) {
          int pixel = images[16 + from * PIXELS + k] & 0xFF;
          values[k] = pixel / 255.0 + (noise == 0 ? 0 : noise * random.nextGaussian());
        }
        double[] weights = new double[size];
        for (int i = 0; i < size; i++) {
          essences[i] = labels[8 + from + i];
          weights[i] = 1;
          positions[i] = SampleBlock.position(p, from - begin + i);
        }
        blocks.add(SampleBlock.dense(PIXELS, values, essences, weights, positions));
      }
      all.add(blocks);
    }
    return all;
  }

  private static byte[] unzip(Path file) throws Exception {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }
}
