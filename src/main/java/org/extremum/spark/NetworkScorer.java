package org.extremum.spark;

import java.io.Serializable;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.extremum.linalg.BlasThreads;
import org.extremum.neighbourhood.Prototypes;
import org.extremum.network.Network;
import org.extremum.network.RowScorer;
import org.extremum.network.Scorer;
import org.extremum.samples.SampleBlock;
import org.extremum.training.ModelContent;
import org.extremum.verification.CertifiedRadius;
import org.extremum.verification.GradientNorms;

/** Scores with one network in many threads, and certifies what it scores where that is prepared. */
final class NetworkScorer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ModelContent content;
  private final CertifiedRadius certified; // null where no radii are asked for
  private transient NetworkScorer certifying;
  private transient Lending<Scorer> scorers;
  private transient RowScorer rows;
  private transient Lending<GradientNorms> norms;
  private transient Lending<Prototypes.Finder> finders;
  private transient Lending<CertifiedRadius.Measurer> measurers;

  NetworkScorer(ModelContent content) {
    this(content, null);
  }

  private NetworkScorer(ModelContent content, CertifiedRadius certified) {
    this.content = content;
    this.certified = certified;
  }

  Network network() {
    return content.network();
  }

  ModelContent content() {
    return content;
  }

  /** The same with {@link #radii}, prepared at the first call; see {@link CertifiedRadius#of}. */
  synchronized NetworkScorer certifying() {
    if (certifying == null) {
      CertifiedRadius prepared = BlasThreads.onAllCores(() -> CertifiedRadius.of(network()));
      certifying = new NetworkScorer(content, prepared);
    }
    return certifying;
  }

  /**
   * z of all samples of a block, one surface after the other: V × size, column-major.
   *
   * @param block unstandardised
   */
  double[] raw(SampleBlock block) {
    return scorers()
        .lend(scorer -> scorer.score(block.standardised(network().standardiser())).toArray());
  }

  /**
   * z of one surface, V values; any number of threads may ask.
   *
   * @param features unstandardised, finite
   */
  double[] raw(Vector features) {
    return features instanceof SparseVector sparse
        ? rows().raw(sparse.indices(), sparse.values())
        : rows().raw(features.toArray());
  }

  private synchronized RowScorer rows() {
    if (rows == null) {
      rows = new RowScorer(network());
    }
    return rows;
  }

  /**
   * Certified radii of all samples of a block in D_s units.
   *
   * @param block unstandardised
   */
  double[] radii(SampleBlock block) {
    return measurers()
        .lend(measurer -> measurer.measure(block.standardised(network().standardiser())));
  }

  /**
   * Lengths of the gradients of one output for each sample of a block.
   *
   * @param block unstandardised
   * @param outputs v for each
   */
  double[] gradientNorms(SampleBlock block, int[] outputs) {
    return norms().lend(norms -> norms.of(block.standardised(network().standardiser()), outputs));
  }

  /**
   * The nearest prototypes of one essence for each sample of a block.
   *
   * @param block unstandardised
   */
  Prototypes.Support[] support(SampleBlock block, int[] essences) {
    return finders()
        .lend(finder -> finder.nearest(block.standardised(network().standardiser()), essences));
  }

  private synchronized Lending<GradientNorms> norms() {
    if (norms == null) {
      norms = new Lending<>(() -> new GradientNorms(network()));
    }
    return norms;
  }

  private synchronized Lending<Prototypes.Finder> finders() {
    if (finders == null) {
      finders = new Lending<>(content.prototypes()::finding);
    }
    return finders;
  }

  private synchronized Lending<Scorer> scorers() {
    if (scorers == null) {
      scorers = new Lending<>(() -> new Scorer(network()));
    }
    return scorers;
  }

  private synchronized Lending<CertifiedRadius.Measurer> measurers() {
    if (measurers == null) {
      measurers = new Lending<>(certified::measuring);
    }
    return measurers;
  }
}
