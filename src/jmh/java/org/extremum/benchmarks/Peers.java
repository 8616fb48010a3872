package org.extremum.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.extremum.training.TrainingOptions;

/**
 * The method and its peers on the same splits: untuned defaults of each, and each tuned on a grid
 * for clean accuracy by inner validation; test accuracy clean and noisy, seconds of the final fit
 * and of the tuning. Every contender is a Spark estimator and one fit runs at a time.
 *
 * <p>Arguments, all key=value: {@code data} (of iris, breast_cancer, digits, mnist), {@code
 * methods} (keys of contenders), {@code without} (data:method pairs), {@code ours} (see {@link
 * OwnRows}), {@code mnist} (folder), {@code samples} (of MNIST, one table for each), {@code tests}
 * (of MNIST), {@code tuningSamples} (of MNIST), {@code folds} (tested, of five), {@code inner}
 * (folds held out in turn for tuning), {@code quick} (short grids and few samples), {@code
 * document}, and any option of the training, for all rows of the method.
 */
public final class Peers {
  /** Noise on standardised test surfaces: method.md 12. */
  private static final Map<String, Double> NOISE =
      Map.of("iris", 0.3, "breast_cancer", 0.6, "digits", 0.8, "mnist", 1.0);

  private final Arguments arguments;
  private final TrainingOptions options;
  private final boolean quick;
  private final List<String> without;
  private final List<Contender> contenders;

  private Peers(Arguments arguments) {
    this.arguments = arguments;
    this.options = arguments.options(Map.of());
    this.quick = Boolean.parseBoolean(arguments.text("quick", "false"));
    this.without = list("without", "");
    this.contenders = contenders();
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Arguments arguments =
        new Arguments(
            args,
            "data",
            "methods",
            "without",
            "ours",
            "mnist",
            "samples",
            "tests",
            "tuningSamples",
            "folds",
            "inner",
            "quick",
            "document");
    MllibBlas.useBundled();
    Peers peers = new Peers(arguments);
    try (SparkSession session =
        SparkSession.builder()
            .master("local[" + PeerData.PARTITIONS + "]")
            .appName("Peers")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", String.valueOf(PeerData.PARTITIONS))
            .getOrCreate()) {
      session.sparkContext().setLogLevel("ERROR");
      peers.run(session);
    }
  }

  private List<Contender> contenders() {
    OwnRows own = new OwnRows(options);
    List<Contender> all = new ArrayList<>(own.asked(arguments.text("ours", "defaults")));
    all.add(own.baseline());
    all.addAll(new SparkPeers(options.seed()).all());
    List<String> keys = all.stream().map(Contender::key).distinct().toList();
    List<String> asked = list("methods", String.join(",", keys));
    if (!keys.containsAll(asked)) {
      throw new IllegalArgumentException("methods: expected some of " + keys + ", got " + asked);
    }
    return all.stream()
        .filter(contender -> asked.contains(contender.key()))
        .map(contender -> quick ? contender.shortened() : contender)
        .toList();
  }

  private void run(SparkSession session) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    for (String name : list("data", "iris,breast_cancer,digits,mnist")) {
      if (!NOISE.containsKey(name)) {
        throw new IllegalArgumentException(
            "data: expected some of " + NOISE.keySet() + ", got '" + name + "'");
      }
      Noise noise = new Noise(NOISE.get(name), options.seed());
      if (name.equals("mnist")) {
        for (String samples : list("samples", quick ? "2000" : "10000,60000")) {
          compare(session, name, mnist(context, Integer.parseInt(samples), noise));
        }
      } else {
        int folds = arguments.integer("folds", quick ? 2 : 5);
        int inner = arguments.integer("inner", quick ? 1 : 4);
        compare(session, name, PeerData.csv(context, name, noise, folds, inner, options.seed()));
      }
    }
  }

  private PeerData mnist(JavaSparkContext context, int samples, Noise noise) {
    return PeerData.mnist(
        context,
        Path.of(arguments.text("mnist", "../shared/data/mnist")),
        samples,
        arguments.integer("tests", quick ? 2_000 : 10_000),
        arguments.integer("tuningSamples", 10_000),
        noise);
  }

  /** The table is written after every contender, so that what was measured is not lost. */
  private void compare(SparkSession session, String name, PeerData data) throws IOException {
    PeerTable table = new PeerTable(heading(session, data));
    System.out.println(data.inWords());
    for (Contender contender : contenders) {
      if (without.contains(name + ":" + contender.key())) {
        continue;
      }
      try {
        List<Trial> trials = new ArrayList<>();
        for (PeerSplit split : data.splits()) {
          trials.add(new TrialRun(session, contender, split).run(data.essences()));
        }
        System.out.print(table.add(contender.name(), trials));
      } catch (RuntimeException e) { // one peer that fails does not cost the others their hours
        e.printStackTrace();
        table.addFailure(contender.name(), String.valueOf(e.getMessage()));
      }
      String document = arguments.text("document", "");
      if (!document.isEmpty()) {
        MarkdownSection.replace(Path.of(document), "peers-" + data.name(), table.inMarkdown());
      }
    }
    System.out.println(table.inMarkdown());
  }

  private String heading(SparkSession session, PeerData data) {
    return String.format(
        Locale.ROOT,
        "%s; seed %d%s. %s, Spark %s on local[%d], MLlib with %s; load before: %.1f.",
        data.inWords(),
        options.seed(),
        quick ? "; quick" : "",
        Machine.inWords(),
        session.version(),
        PeerData.PARTITIONS,
        MllibBlas.inWords(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private List<String> list(String key, String otherwise) {
    return Arrays.stream(arguments.text(key, otherwise).split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
