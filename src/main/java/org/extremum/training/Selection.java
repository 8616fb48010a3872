package org.extremum.training;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.polarization.CandidateLosses;

/**
 * Which of several networks is taken, and by what (method.md 7). The criterion is the log-loss
 * after each one's own κ: those that exceed the least by no more than a standard error of the
 * difference are tied, and of them the preferred is taken: the narrowest hidden layers, the most
 * usual scale, the strongest penalty. Or the share of errors under noise, which rewards strength
 * itself: there only equals are tied.
 */
final class Selection {
  private final List<Trial> trials;
  private final CandidateLosses criterion;
  private final Trials tried;
  private final int best;
  private final int chosen;

  /**
   * @param tried at least one of them solved
   */
  Selection(Trials tried) {
    this.trials = tried.all();
    this.criterion = tried.criterion();
    this.tried = tried;
    this.best = tried.best(solved());
    this.chosen =
        solved().filter(this::isTied).boxed().max(Comparator.comparing(trials::get)).get();
  }

  private IntStream solved() {
    return IntStream.range(0, trials.size()).filter(t -> trials.get(t).solved());
  }

  private boolean isTied(int trial) {
    return tried.tied(trial, best);
  }

  /** Position of the one taken. */
  int chosen() {
    return chosen;
  }

  /** The one taken. */
  Trial taken() {
    return trials.get(chosen);
  }

  /** Position of the least loss but that of the one taken; -1 where there is no other. */
  int runnerUp() {
    return tried.best(solved().filter(t -> t != chosen));
  }

  /** The choice in a line. */
  String inWords() {
    return inWords(chosen)
        + " chosen of "
        + trials.size()
        + (runnerUp() < 0 ? "" : "; runner-up " + inWords(runnerUp()));
  }

  private String inWords(int trial) {
    String penalty = trials.get(trial).penalty().inWords();
    return draws().size() > 1 ? trials.get(trial).draw().inWords() + ", " + penalty : penalty;
  }

  private List<HiddenDraw> draws() {
    return trials.stream().map(Trial::draw).distinct().toList();
  }

  /**
   * The choice for the manifest: the curve of the hidden layers taken, and the best of all others
   * where there are such.
   */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("chosen", network(chosen));
    map.put("runnerUp", runnerUp() < 0 ? null : network(runnerUp()));
    map.put("best", network(best));
    map.put("candidates", candidates());
    if (draws().size() > 1) {
      map.put("hidden", draws().stream().map(this::bestOf).toList());
    }
    return map;
  }

  /** Penalties on the hidden layers taken, weakest first, for the manifest. */
  List<Map<String, Object>> candidates() {
    return IntStream.range(0, trials.size())
        .filter(t -> trials.get(t).draw().equals(taken().draw()))
        .boxed()
        .sorted(Comparator.comparing(t -> trials.get(t).penalty())) // not as they were tried
        .map(this::penalty)
        .toList();
  }

  private Map<String, Object> network(int trial) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (draws().size() > 1) {
      map.putAll(trials.get(trial).draw().asMap());
    }
    map.putAll(penalty(trial));
    return map;
  }

  private Map<String, Object> penalty(int trial) {
    Map<String, Object> point = trials.get(trial).penalty().asMap();
    point.put("solved", trials.get(trial).solved());
    if (trials.get(trial).solved()) {
      point.put("criterion", criterion.mean(trial));
      point.put("excess", criterion.excess(trial, best));
      point.put("standardError", trial == best ? 0.0 : criterion.standardError(trial, best));
      point.put("tied", isTied(trial));
      point.put("logLoss", trials.get(trial).logLoss());
      point.put("accuracy", trials.get(trial).accuracy());
      point.put("scale", trials.get(trial).kappa());
    }
    return point;
  }

  /** Hidden layers with the penalty that does best on them. */
  private Map<String, Object> bestOf(HiddenDraw draw) {
    int least = tried.best(solved().filter(t -> trials.get(t).draw().equals(draw)));
    Map<String, Object> map = least < 0 ? draw.asMap() : network(least);
    map.put("solved", least >= 0);
    map.put("chosen", draw.equals(taken().draw()));
    return map;
  }
}
