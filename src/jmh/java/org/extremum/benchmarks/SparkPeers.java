package org.extremum.benchmarks;

import java.util.ArrayList;
import java.util.List;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.classification.Classifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.extremum.benchmarks.Contender.Candidate;

/**
 * The classifiers of Spark MLlib and XGBoost4J-Spark: each with the defaults of its library, and
 * each chosen from a grid. Grids begin with the strongest regularisation or the smallest model.
 */
final class SparkPeers {
  private static final double[] RIDGES = {1e-1, 1e-2, 1e-3, 1e-4, 0};

  private final long seed;

  SparkPeers(long seed) {
    this.seed = seed;
  }

  List<Contender> all() {
    return List.of(
        scaled("mlpc", "MLPC, 100 hidden", (m, v) -> one(perceptron(m, 100, v))),
        scaled("mlpc-tuned", "MLPC, tuned", this::perceptrons),
        scaled("lr", "logistic regression", (m, v) -> one(new LogisticRegression())),
        scaled("lr-tuned", "logistic regression, tuned", (m, v) -> regressions()),
        scaled("svc", "linear SVC", (m, v) -> one(severally(new LinearSVC(), v))),
        scaled("svc-tuned", "linear SVC, tuned", (m, v) -> machines(v)),
        unscaled("rf", "random forest", (m, v) -> one(forest())),
        unscaled("rf-tuned", "random forest, tuned", (m, v) -> forests()),
        unscaled("gbt", "gradient-boosted trees", (m, v) -> one(severally(boosting(), v))),
        unscaled("gbt-tuned", "gradient-boosted trees, tuned", (m, v) -> boostings(v)),
        unscaled("xgb", "XGBoost", (m, v) -> one(xgboost())),
        unscaled("xgb-tuned", "XGBoost, tuned", (m, v) -> xgboosts()));
  }

  private static Contender scaled(String key, String name, Contender.Candidates candidates) {
    return new Contender(key, name, true, candidates);
  }

  private static Contender unscaled(String key, String name, Contender.Candidates candidates) {
    return new Contender(key, name, false, candidates);
  }

  private static List<Candidate> one(Estimator<?> estimator) {
    return List.of(new Candidate("", estimator));
  }

  /** One classifier for each essence against the others, where there are more than two. */
  private static Estimator<?> severally(Classifier<?, ?, ?> classifier, int essences) {
    return essences == 2 ? classifier : new OneVsRest().setClassifier(classifier);
  }

  private MultilayerPerceptronClassifier perceptron(int features, int hidden, int essences) {
    return new MultilayerPerceptronClassifier()
        .setLayers(new int[] {features, hidden, essences})
        .setSeed(seed);
  }

  private List<Candidate> perceptrons(int features, int essences) {
    List<Candidate> candidates = new ArrayList<>();
    for (int hidden : new int[] {50, 100, 300}) {
      for (int iterations : new int[] {50, 100, 200}) {
        candidates.add(
            new Candidate(
                hidden + " hidden, maxIter " + iterations,
                perceptron(features, hidden, essences).setMaxIter(iterations)));
      }
    }
    return candidates;
  }

  private static List<Candidate> regressions() {
    List<Candidate> candidates = new ArrayList<>();
    for (double ridge : RIDGES) {
      candidates.add(
          new Candidate("regParam " + ridge, new LogisticRegression().setRegParam(ridge)));
    }
    return candidates;
  }

  private static List<Candidate> machines(int essences) {
    List<Candidate> candidates = new ArrayList<>();
    for (double ridge : RIDGES) {
      candidates.add(
          new Candidate(
              "regParam " + ridge, severally(new LinearSVC().setRegParam(ridge), essences)));
    }
    return candidates;
  }

  private RandomForestClassifier forest() {
    return new RandomForestClassifier().setSeed(seed);
  }

  private List<Candidate> forests() {
    List<Candidate> candidates = new ArrayList<>();
    for (int trees : new int[] {100, 300}) {
      for (int depth : new int[] {10, 20}) {
        candidates.add(
            new Candidate(
                trees + " trees, depth " + depth, forest().setNumTrees(trees).setMaxDepth(depth)));
      }
    }
    return candidates;
  }

  private GBTClassifier boosting() {
    return new GBTClassifier().setSeed(seed);
  }

  private List<Candidate> boostings(int essences) {
    List<Candidate> candidates = new ArrayList<>();
    for (int iterations : new int[] {50, 100}) {
      for (int depth : new int[] {3, 5}) {
        candidates.add(
            new Candidate(
                "maxIter " + iterations + ", depth " + depth,
                severally(boosting().setMaxIter(iterations).setMaxDepth(depth), essences)));
      }
    }
    return candidates;
  }

  /** Defaults, but both processors are used: a worker takes one. */
  private XGBoostClassifier xgboost() {
    XGBoostClassifier classifier = new XGBoostClassifier();
    classifier.setNumWorkers(PeerData.PARTITIONS);
    classifier.setSeed(seed);
    return classifier;
  }

  private List<Candidate> xgboosts() {
    List<Candidate> candidates = new ArrayList<>();
    for (int rounds : new int[] {100, 300}) {
      for (int depth : new int[] {4, 6, 8}) {
        for (double eta : new double[] {0.1, 0.3}) {
          XGBoostClassifier classifier = xgboost();
          classifier.setNumRound(rounds);
          classifier.setMaxDepth(depth);
          classifier.setEta(eta);
          candidates.add(
              new Candidate(rounds + " rounds, depth " + depth + ", eta " + eta, classifier));
        }
      }
    }
    return candidates;
  }
}
