package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.extremum.samples.SampleBlock;

/**
 * Validated accuracy against the seconds of a fit: the method with growing layers and growing parts
 * of the samples, Spark's perceptron with growing iterations; and how long each takes to the
 * perceptron's best.
 *
 * <p>Arguments, all key=value: those of {@link PeerSource} ({@code data} is one of iris,
 * breast_cancer, digits, mnist), {@code ours} (ways, NAME:OPTION=VALUE;…|NAME:…), {@code widths},
 * {@code parts} (one of so many samples), {@code hidden} and {@code iterations} (of the
 * perceptron), {@code picture}, {@code document} and {@code section}, and any option of the
 * training.
 */
public final class TimeToAccuracy {
  private static final String TITLE = "Validated accuracy against the seconds of a fit";
  private static final String OWN = "the method";
  private static final String DEFAULTS = "defaults";

  private final Arguments arguments;
  private final PeerSource source;
  private final String name;
  private final SparkSession session;
  private final PeerSplit split;
  private final PeerSplit.Inner inner;
  private final List<Point> points = new ArrayList<>();
  private final String heading;
  private final int essences;

  /** One fit. */
  private record Point(
      String method, String setting, double seconds, double validated, double tested) {}

  private TimeToAccuracy(Arguments arguments, SparkSession session) throws IOException {
    this.arguments = arguments;
    this.session = session;
    this.source = new PeerSource(arguments);
    this.name = arguments.text("data", "digits");
    PeerData data = source.one(JavaSparkContext.fromSparkContext(session.sparkContext()));
    this.split = data.splits().get(0);
    this.inner = split.inner().get(0);
    this.essences = data.essences();
    this.heading =
        data.inWords() + ". " + Machine.inWords() + ", Spark " + session.version() + ".\n\n";
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Arguments arguments =
        PeerSource.arguments(
            args, "widths", "parts", "hidden", "iterations", "picture", "document", "section");
    try (SparkSession session = PeerSource.session("Time to accuracy")) {
      new TimeToAccuracy(arguments, session).run();
    }
  }

  private void run() throws IOException {
    own();
    for (double hidden : arguments.reals("hidden", "100")) {
      perceptron((int) hidden);
    }
  }

  private void draw() throws IOException {
    String picture = arguments.text("picture", "");
    if (!picture.isEmpty()) {
      List<CurvePlots.Curve> curves =
          points.stream().map(Point::method).distinct().map(this::curve).toList();
      CurvePlots.write(
          Path.of(picture),
          TITLE,
          List.of(new CurvePlots.Panel("Validated accuracy, %", "seconds", true, curves)));
    }
  }

  private void own() throws IOException {
    for (String way : arguments.text("ours", DEFAULTS).split("\\|")) {
      for (double part : arguments.reals("parts", "1")) {
        own(way, (int) part);
      }
    }
  }

  /**
   * Growing layers.
   *
   * @param way name, or name:key=value;key=value
   * @param every one of so many samples is trained on
   */
  private void own(String way, int every) throws IOException {
    double[] widths = arguments.reals("widths", "100,200,400,1000,2000,4000");
    JavaRDD<SampleBlock> training =
        inner.training().map(block -> block.select(i -> i % every == 0));
    String named = way.contains(":") ? way : way + ":";
    for (double width : widths) {
      Contender contender =
          new OwnRows(source.options()).asked(named + ";hiddenLayers=" + (int) width).get(0);
      String method =
          OWN
              + (contender.name().equals(DEFAULTS) ? "" : ", " + contender.name())
              + (every > 1 ? ", one of " + every + " samples" : "");
      measure(contender, method, (int) width + " neurons", training, width == widths[0]);
    }
  }

  private void perceptron(int hidden) throws IOException {
    double[] iterations = arguments.reals("iterations", "5,10,20,40,80,160");
    for (double most : iterations) {
      Contender contender =
          new Contender(
              "mlpc",
              "MLPC, " + hidden + " hidden",
              true,
              (m, v) -> List.of(new Contender.Candidate("", perceptron(m, hidden, v, (int) most))));
      String setting = "maxIter " + (int) most;
      measure(contender, contender.name(), setting, inner.training(), most == iterations[0]);
    }
  }

  private Estimator<?> perceptron(int features, int hidden, int essences, int iterations) {
    return new MultilayerPerceptronClassifier()
        .setLayers(new int[] {features, hidden, essences})
        .setMaxIter(iterations)
        .setSeed(source.options().seed());
  }

  /**
   * One fit from a cached table; the table is written after it.
   *
   * @param warm with a fit before that does not count: classes are loaded, code is compiled
   */
  private void measure(
      Contender contender,
      String method,
      String setting,
      JavaRDD<SampleBlock> training,
      boolean warm)
      throws IOException {
    TrialRun run = new TrialRun(session, contender, split);
    int features =
        contender.standardised()
            ? split.standardiser().features()
            : split.standardiser().inputFeatures();
    Estimator<?> estimator = contender.candidates().of(features, essences).get(0).estimator();
    Dataset<Row> table = run.table(training);
    if (warm) {
      estimator.fit(table);
    }
    long begin = System.nanoTime();
    Transformer model = estimator.fit(table);
    double seconds = (System.nanoTime() - begin) * 1e-9;
    table.unpersist(true);
    points.add(
        new Point(
            method,
            setting,
            seconds,
            100 * Trial.share(run.right(model, inner.validation())),
            100 * Trial.share(run.right(model, split.test()))));
    System.out.println(points.get(points.size() - 1));
    draw();
    MarkdownSection.publish(
        arguments,
        "time-to-accuracy-" + name,
        inMarkdown() + MarkdownSection.picture(arguments, TITLE));
  }

  private CurvePlots.Curve curve(String method) {
    List<Point> of =
        points.stream()
            .filter(point -> point.method.equals(method))
            .sorted(Comparator.comparingDouble(Point::seconds))
            .toList();
    return new CurvePlots.Curve(
        method,
        of.stream().mapToDouble(Point::seconds).toArray(),
        of.stream().mapToDouble(Point::validated).toArray());
  }

  private String inMarkdown() {
    StringBuilder text = new StringBuilder(heading);
    text.append("| method | setting | fit, s | validated, % | test, % |\n|---|---|---|---|---|\n");
    for (Point point : points) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.2f | %.2f | %.2f |%n",
              point.method,
              point.setting,
              point.seconds,
              point.validated,
              point.tested));
    }
    return text.append('\n').append(verdict()).toString();
  }

  /** The fastest fit of the method that is no worse than the perceptron's best, against that. */
  private String verdict() {
    Optional<Point> best =
        points.stream()
            .filter(point -> !point.method.startsWith(OWN))
            .max(
                Comparator.comparingDouble(Point::validated)
                    .thenComparing(Point::seconds, Comparator.reverseOrder()));
    if (best.isEmpty()) {
      return "";
    }
    Point other = best.get();
    String reached =
        points.stream()
            .filter(point -> point.method.startsWith(OWN))
            .filter(point -> point.validated >= other.validated)
            .min(Comparator.comparingDouble(Point::seconds))
            .map(
                own ->
                    String.format(
                        Locale.ROOT,
                        "%s with %s is no worse after %.2f s: %.3f of that (wanted on MNIST: at"
                            + " most 1/15 = 0.067).",
                        own.method,
                        own.setting,
                        own.seconds,
                        own.seconds / other.seconds))
            .orElse("no fit of the method reached that.");
    return String.format(
        Locale.ROOT,
        "The perceptron's best validated accuracy is %.2f %%, after %.2f s (%s, %s); %s%n",
        other.validated,
        other.seconds,
        other.method,
        other.setting,
        reached);
  }
}
