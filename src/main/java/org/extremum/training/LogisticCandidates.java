package org.extremum.training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.extremum.moments.Moments;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.polarization.LeastSquares;
import org.extremum.polarization.NormalEquations;
import org.extremum.polarization.OutputScores;
import org.extremum.samples.SampleStore;

/**
 * Candidates for γ and λ with {@code polarization=logistic}: each is polarised without every part
 * that it is tested on, from its own least-squares solution, so that none depends on which others
 * are tried. A Cholesky and some thirty passes a candidate and part; hidden values are kept for all
 * candidates of a part, where they can be, until this is closed.
 */
final class LogisticCandidates implements AutoCloseable {
  private final Run run;
  private final Samples data;
  private final ComparedRows rows;
  private final List<Supplier<Moments>> training;
  private final Map<Candidate, PolarizedLayer> reached = new HashMap<>();
  private HiddenRows open; // of the part that is polarised without; null before the first
  private int openPart;

  /**
   * @param training for each part that is tested the Moments, with E, of what trains meanwhile, or
   *     null of none
   */
  LogisticCandidates(Run run, Samples data, ComparedRows rows, List<Supplier<Moments>> training) {
    this.run = run;
    this.data = data;
    this.rows = rows;
    this.training = training;
  }

  /** Polarises some more. */
  CandidateModels models(List<Candidate> candidates) {
    CandidateModels models = new CandidateModels(run, data.outputActivation(), candidates);
    for (int p = 0; p < training.size(); p++) {
      int part = p;
      Moments moments = training.get(part).get();
      if (moments == null) {
        models.skip();
      } else {
        models.solve(moments, (equations, candidate) -> polarized(equations, candidate, part));
      }
    }
    return models;
  }

  private Layer polarized(NormalEquations equations, Candidate candidate, int part) {
    try (LeastSquares solved =
        run.steps()
            .run(
                "solve",
                "solve",
                candidate.inWords(),
                () -> equations.factorised(candidate.ridge()))) {
      LogisticPolarization logistic =
          new LogisticPolarization(run, data, candidate.inWords(), null);
      SampleStore tested = rows.tested(data, part);
      PolarizedLayer end = logistic.from(solved, hidden(part), network -> scores(network, tested));
      reached.put(candidate, end);
      return end.layer();
    }
  }

  private OutputScores scores(Network network, SampleStore tested) {
    return ScaleScores.ofSome(run, data, network, tested);
  }

  private HiddenRows hidden(int part) {
    if (open == null || openPart != part) {
      close();
      open = HiddenRows.of(run, data, rows.training(data, part));
      openPart = part;
    }
    return open;
  }

  /** Where a candidate ended, without the last part of several; null where it has no solution. */
  PolarizedLayer reached(Candidate candidate) {
    return reached.get(candidate);
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
