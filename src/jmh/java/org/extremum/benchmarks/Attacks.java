package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.SparkSession;
import org.extremum.linalg.BlasThreads;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.verification.CertifiedRadius;

/**
 * Accuracy under attack at test points: along the model's own gradient where it has one, and by the
 * same search for all; and the certified radii of the method, within which no attack can succeed.
 *
 * <p>Arguments, all key=value: those of {@link PeerSource} ({@code data} is one of iris,
 * breast_cancer, digits, mnist), {@code points} (test samples), {@code radii} (Euclidean, in
 * standardised coordinates, rising), {@code steps} (of the gradient attack), {@code queries} (of
 * the search, for each point and radius), {@code picture}, {@code document} and {@code section},
 * and any option of the training, for all rows of the method.
 */
public final class Attacks {
  private static final String ROWS = "defaults";
  private static final String TITLE = "Accuracy under attack against the radius";
  private static final String METHODS = "ours,ridge-tuned,mlpc,mlpc-tuned,lr-tuned,rf,xgb";

  private final Arguments arguments;
  private final PeerSource source;
  private final String name;
  private final double[] radii;
  private final int steps;
  private final int queries;
  private final StringBuilder rows = new StringBuilder();
  private final List<CurvePlots.Curve> byGradient = new ArrayList<>();
  private final List<CurvePlots.Curve> bySearch = new ArrayList<>();

  private Attacks(Arguments arguments) {
    this.arguments = arguments;
    this.source = new PeerSource(arguments);
    this.name = arguments.text("data", "digits");
    this.radii = arguments.reals("radii", name.equals("mnist") ? "1,2,3,4,6" : "0.5,1,1.5,2,3");
    this.steps = arguments.integer("steps", 40);
    this.queries = arguments.integer("queries", 500);
  }

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Attacks attacks =
        new Attacks(
            PeerSource.arguments(
                args, "points", "radii", "steps", "queries", "picture", "document", "section"));
    try (SparkSession session = PeerSource.session("Attacks")) {
      attacks.run(session);
    }
  }

  private void run(SparkSession session) throws IOException {
    PeerData data = source.one(JavaSparkContext.fromSparkContext(session.sparkContext()));
    PeerSplit split = data.splits().get(0);
    TestPoints points = TestPoints.of(split, arguments.integer("points", 300));
    String heading = heading(session, data, points);
    for (Contender contender : source.contenders(ROWS, METHODS)) {
      long begin = System.nanoTime();
      Transformer model = new TrialRun(session, contender, split).fit(data.essences()).model();
      var scores = new SparkScores(session, model, points, contender.standardised());
      double[] search =
          new BlackBoxAttack(points, scores, queries, source.options().seed())
              .broken(scores, radii);
      row(contender.name(), points, model, search);
      System.out.printf(
          Locale.ROOT, "%8.1f s  %s%n", (System.nanoTime() - begin) * 1e-9, contender.name());
      draw();
      MarkdownSection.publish(
          arguments, "attacks-" + name, heading + rows + MarkdownSection.picture(arguments, TITLE));
    }
  }

  private void draw() throws IOException {
    String picture = arguments.text("picture", "");
    if (!picture.isEmpty()) {
      String x = "radius (Euclidean, standardised coordinates)";
      CurvePlots.write(
          Path.of(picture),
          TITLE,
          List.of(
              new CurvePlots.Panel("Own gradient: accuracy, %", x, false, byGradient),
              new CurvePlots.Panel("Search: accuracy, %", x, false, bySearch)));
    }
  }

  private String heading(SparkSession session, PeerData data, TestPoints points) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s; %d test samples attacked, %d gradient steps, %d queries for each sample and radius,"
                + " seed %d. %s, Spark %s.%n%n",
            data.inWords(),
            points.size(),
            steps,
            queries,
            source.options().seed(),
            Machine.inWords(),
            session.version()));
    text.append("| method | clean, % |");
    for (String attack : List.of("gradient", "search")) {
      Arrays.stream(radii).forEach(radius -> text.append(" " + attack + " " + radius + " |"));
    }
    text.append(" certified, median | broken within it |\n|---|---|");
    return text.append("---|".repeat(2 * radii.length + 2)).append('\n').toString();
  }

  private void row(String method, TestPoints points, Transformer model, double[] search) {
    double clean = share(search, 0);
    rows.append("| ").append(method).append(" | ").append(percent(clean)).append(" |");
    double[] gradient = null;
    GradientModel differentiable = GradientModel.of(model);
    if (differentiable != null) {
      try (differentiable) {
        gradient = new GradientAttack(points, differentiable, steps).broken(differentiable, radii);
      }
    }
    for (double radius : radii) {
      rows.append(' ').append(gradient == null ? "–" : percent(share(gradient, radius)));
      rows.append(" |");
    }
    Arrays.stream(radii).forEach(r -> rows.append(" " + percent(share(search, r)) + " |"));
    rows.append(certified(points, model, gradient, search)).append('\n');
    bySearch.add(curve(method, search));
    if (gradient != null) {
      byGradient.add(curve(method, gradient));
    }
  }

  private CurvePlots.Curve curve(String method, double[] broken) {
    double[] x = new double[radii.length + 1];
    System.arraycopy(radii, 0, x, 1, radii.length);
    return new CurvePlots.Curve(
        method, x, Arrays.stream(x).map(radius -> 100 * share(broken, radius)).toArray());
  }

  /** Of points still right when disturbed within the radius. */
  private static double share(double[] broken, double radius) {
    return Arrays.stream(broken).filter(at -> at > radius).count() / (double) broken.length;
  }

  /** Median over points predicted rightly, and how many of them an attack broke within theirs. */
  private static String certified(
      TestPoints points, Transformer model, double[] gradient, double[] search) {
    if (!(model instanceof ExtremumClassificationModel own)) {
      return " – | – |";
    }
    CertifiedRadius certified = BlasThreads.onAllCores(() -> CertifiedRadius.of(own.network()));
    double[] radii = certified.radii(points.standardised());
    List<Double> right = new ArrayList<>();
    int within = 0;
    for (int i = 0; i < radii.length; i++) {
      double length = radii[i] / certified.unit();
      if (search[i] > 0) {
        right.add(length);
        double broken = gradient == null ? search[i] : Math.min(search[i], gradient[i]);
        within += broken <= length ? 1 : 0;
      }
    }
    double median = Spread.median(right.stream().mapToDouble(r -> r).toArray());
    return String.format(Locale.ROOT, " %.3f | %d |", median, within);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
