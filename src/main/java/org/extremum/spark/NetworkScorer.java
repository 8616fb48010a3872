package org.extremum.spark;

import java.io.Serializable;
import org.extremum.linalg.BlasThreads;
import org.extremum.network.Network;
import org.extremum.network.Scorer;
import org.extremum.samples.SampleBlock;
import org.extremum.training.ModelContent;
import org.extremum.verification.CertifiedRadius;

/** Scores with one network in many threads, and certifies what it scores where that is prepared. */
final class NetworkScorer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ModelContent content;
  private final CertifiedRadius certified; // null where no radii are asked for
  private transient NetworkScorer certifying;
  private transient Lending<Scorer> scorers;
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
   * Certified radii of all samples of a block in D_s units.
   *
   * @param block unstandardised
   */
  double[] radii(SampleBlock block) {
    return measurers()
        .lend(measurer -> measurer.measure(block.standardised(network().standardiser())));
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
