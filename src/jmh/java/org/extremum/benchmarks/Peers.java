package org.extremum.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

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
  private final Arguments arguments;
  private final PeerSource source;
  private final List<String> without;
  private final List<Contender> contenders;

  private Peers(Arguments arguments) {
    this.arguments = arguments;
    this.source = new PeerSource(arguments);
    this.without = source.list("without", "");
    this.contenders = source.contenders("defaults", "");
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Peers peers = new Peers(PeerSource.arguments(args, "without", "folds", "inner", "document"));
    try (SparkSession session = PeerSource.session("Peers")) {
      peers.run(session);
    }
  }

  private void run(SparkSession session) throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    boolean quick = source.quick();
    for (String name : source.list("data", "iris,breast_cancer,digits,mnist")) {
      if (name.equals("mnist")) {
        for (String samples : source.list("samples", quick ? "2000" : "10000,60000")) {
          compare(session, name, source.mnist(context, Integer.parseInt(samples)));
        }
      } else {
        int folds = arguments.integer("folds", quick ? 2 : 5);
        int inner = arguments.integer("inner", quick ? 1 : 4);
        compare(session, name, source.csv(context, name, folds, inner));
      }
    }
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
        source.options().seed(),
        source.quick() ? "; quick" : "",
        Machine.inWords(),
        session.version(),
        PeerData.PARTITIONS,
        MllibBlas.inWords(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }
}
