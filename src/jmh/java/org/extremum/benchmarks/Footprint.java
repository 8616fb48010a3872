package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.extremum.samples.SampleBlock;

/**
 * What a fit moves and holds, what its model takes on disk, and how fast it predicts: each
 * contender in a JVM of its own, so that the memory of one is not that of another.
 *
 * <p>Arguments, all key=value: those of {@link PeerSource} ({@code data} is one of iris,
 * breast_cancer, digits, mnist), {@code rows} (scored in a batch), {@code heap}, {@code document}
 * and {@code section}, and any option of the training, for all rows of the method.
 */
public final class Footprint {
  private static final String ROWS =
      "defaults|200 neurons:hiddenLayers=200|100 neurons:hiddenLayers=100";
  private static final String METHODS = "ours,mlpc,lr,rf,xgb";

  private final String[] given;
  private final Arguments arguments;
  private final PeerSource source;
  private final List<Contender> contenders;

  private Footprint(String[] given) {
    this.given = given;
    this.arguments =
        PeerSource.arguments(given, "rows", "heap", "document", "section", "only", "answer");
    this.source = new PeerSource(arguments);
    this.contenders = source.contenders(ROWS, METHODS);
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Footprint footprint = new Footprint(args);
    if (footprint.arguments.text("answer", "").isEmpty()) {
      footprint.run();
    } else {
      footprint.child();
    }
  }

  /** A JVM for each contender; the table is written after every one. */
  private void run() throws IOException {
    Path answer = Files.createTempFile("footprint", ".properties");
    FootprintTable table = new FootprintTable();
    try {
      for (int k = 0; k < contenders.size(); k++) {
        List<String> words = new ArrayList<>(List.of(given));
        words.add("only=" + k);
        words.add("answer=" + answer);
        Files.writeString(answer, "");
        int code = JavaCommand.run(Footprint.class, arguments.text("heap", "6g"), words);
        table.add(contenders.get(k).name(), code, FootprintTable.read(answer));
        MarkdownSection.publish(
            arguments, "footprint-" + arguments.text("data", "digits"), table.inMarkdown());
      }
    } finally {
      Files.deleteIfExists(answer);
    }
  }

  /** One contender, in this JVM. */
  private void child() throws IOException {
    Contender contender = contenders.get(arguments.integer("only", 0));
    try (SparkSession session = PeerSource.session("Footprint")) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
      PeerData data = source.one(context);
      PeerSplit split = data.splits().get(0);
      TrialRun run = new TrialRun(session, contender, split);
      var fitted = new TrialRun.Fitted[1];
      FitMeter.Cost cost =
          new FitMeter(context).measure(() -> fitted[0] = run.fit(data.essences()));
      Transformer model = fitted[0].model();
      Properties answer = new Properties();
      answer.setProperty("data", data.inWords());
      answer.setProperty("spark", session.version());
      answer.setProperty("right", bits(run.right(model, split.test())));
      put(answer, "fit", fitted[0].seconds());
      put(answer, "shuffled", cost.shuffled());
      put(answer, "results", cost.results());
      put(answer, "heap", cost.heap());
      put(answer, "resident", cost.resident());
      put(answer, "model", sizeOnDisk(model));
      Dataset<Row> table = run.table(repeated(split.test()));
      answer.setProperty("rows", String.valueOf(table.count()));
      put(answer, "batch", ScoringSpeed.batch(model, table));
      put(answer, "single", ScoringSpeed.single(model, ScoringSpeed.vectors(table, 200)));
      try (var out = Files.newOutputStream(Path.of(arguments.text("answer", "")))) {
        answer.store(out, null);
      }
    }
  }

  private static void put(Properties answer, String key, double value) {
    answer.setProperty(key, String.valueOf(value));
  }

  /** Which test samples were predicted rightly, as zeros and ones. */
  private static String bits(boolean[] right) {
    StringBuilder bits = new StringBuilder();
    for (boolean one : right) {
      bits.append(one ? '1' : '0');
    }
    return bits.toString();
  }

  /** As often as it takes for a batch. */
  private JavaRDD<SampleBlock> repeated(JavaRDD<SampleBlock> test) {
    int rows = arguments.integer("rows", 20_000);
    int held = test.map(SampleBlock::size).reduce(Integer::sum);
    int copies = Math.max(1, (rows + held - 1) / held);
    return test.flatMap(block -> Collections.nCopies(copies, block).iterator());
  }

  /** Bytes of the saved model; NaN for one that cannot be saved. */
  private static double sizeOnDisk(Transformer model) throws IOException {
    if (!(model instanceof MLWritable writable)) {
      return Double.NaN;
    }
    Path folder = Files.createTempDirectory("model");
    try {
      writable.write().overwrite().save(folder.resolve("model").toString());
      try (Stream<Path> files = Files.walk(folder)) {
        return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      }
    } catch (LinkageError e) { // XGBoost's writer is of a json4s that this Spark does not bring
      return Double.NaN;
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
