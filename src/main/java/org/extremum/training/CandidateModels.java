package org.extremum.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
                    IntStream.range(0, candidates.size())
                        .mapToObj(c -> solved(training, c))
                        .toList()));
  }

  private Layer solved(Moments training, int c) {
    Candidate candidate = candidates.get(c);
    try {
      Layer layer =
          NormalEquations.ofKept(training, candidate.gamma(), run.options().fitIntercept())
              .solve(candidate.ridge());
      return activation.inGauge(layer);
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
