package org.extremum.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.extremum.linalg.NotPositiveDefiniteException;
import org.extremum.moments.Moments;
import org.extremum.network.Layer;
import org.extremum.network.OutputActivation;
import org.extremum.polarization.NormalEquations;

/** The output layers of all candidates, solved for each part that is tested. */
final class CandidateModels {
  private final Run run;
  private final OutputActivation activation;
  private final List<Candidate> candidates;
  private final boolean[] solvable;
  private final List<List<Layer>> byPart = new ArrayList<>(); // null where nothing can be trained

  CandidateModels(Run run, OutputActivation activation, List<Candidate> candidates) {
    this.run = run;
    this.activation = activation;
    this.candidates = candidates;
    this.solvable = new boolean[candidates.size()];
    Arrays.fill(solvable, true);
  }

  /** Makes a candidate's output layer for one part. */
  @FunctionalInterface
  interface Solver {
    /**
     * @param equations of what trains, for the candidate's γ
     * @throws NotPositiveDefiniteException where λ is too small for this precision
     */
    Layer solve(NormalEquations equations, Candidate candidate);
  }

  /** A part that is not tested. */
  void skip() {
    byPart.add(null);
  }

  /**
   * One Cholesky for each candidate, on all cores: l³/3 FLOPs, and two triangles of memory.
   *
   * @param training Moments of what trains while the part is tested, slopes' triangle E; not
   *     modified
   */
  void solve(Moments training) {
    if (training.samples() == 0) {
      skip();
      return;
    }
    byPart.add(
        run.steps()
            .run(
                "solve",
                "candidates",
                candidates.size() + " solves, part " + (byPart.size() + 1),
                () ->
                    solved(
                        training, (equations, candidate) -> equations.solve(candidate.ridge()))));
  }

  /**
   * The same by a solver that tells its own steps.
   *
   * @param training as there
   */
  void solve(Moments training, Solver solver) {
    byPart.add(training.samples() == 0 ? null : solved(training, solver));
  }

  private List<Layer> solved(Moments training, Solver solver) {
    List<Layer> layers = new ArrayList<>();
    while (layers.size() < candidates.size()) {
      addOfOneGamma(training, solver, layers);
    }
    return layers;
  }

  /** Those that differ in λ only share a matrix, which is let go before the next γ's is made. */
  private void addOfOneGamma(Moments training, Solver solver, List<Layer> layers) {
    double gamma = candidates.get(layers.size()).gamma();
    NormalEquations equations =
        NormalEquations.ofKept(training, gamma, run.options().fitIntercept());
    while (layers.size() < candidates.size() && candidates.get(layers.size()).gamma() == gamma) {
      layers.add(solved(equations, training, solver, layers.size()));
    }
  }

  private Layer solved(NormalEquations equations, Moments training, Solver solver, int c) {
    try {
      return activation.inGauge(solver.solve(equations, candidates.get(c)));
    } catch (NotPositiveDefiniteException e) { // λ is too small for this precision
      solvable[c] = false;
      int v = training.essences();
      int l = training.width();
      return new Layer(v, l, new double[v * l], new double[v]);
    }
  }

  /** Whether each candidate was solved for every part. */
  boolean[] solvable() {
    return solvable;
  }

  /** Whether any part is tested. */
  boolean any() {
    return byPart.stream().anyMatch(layers -> layers != null);
  }

  /** For each part the layers of candidates {@code from}..{@code to}, or null. */
  List<List<Layer>> range(int from, int to) {
    return byPart.stream()
        .map(layers -> layers == null ? null : layers.subList(from, to))
        .collect(Collectors.toList()); // may hold null
  }
}
