package org.extremum.retraining;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Which batches were ever added, in their order, what became of them, and which runs were
 * committed. Immutable; nothing is ever struck out.
 */
public final class Ledger {
  /** Of a state that has nothing in it. */
  public static final Ledger EMPTY = new Ledger(List.of(), List.of());

  private final List<Batch> batches;
  private final List<String> runs;

  private Ledger(List<Batch> batches, List<String> runs) {
    this.batches = List.copyOf(batches);
    this.runs = List.copyOf(runs);
  }

  /** All that were ever added; a batch's position is its number. */
  public List<Batch> batches() {
    return batches;
  }

  /** Those that are in the sums. */
  public List<Batch> present() {
    return batches.stream().filter(Batch::present).toList();
  }

  /** The batch of that id; the last one where an id was forgotten and added again. */
  public Optional<Batch> find(String id) {
    int number = number(id);
    return number < 0 ? Optional.empty() : Optional.of(batches.get(number));
  }

  /** The number of the batch of that id, counted from 0 in the order of adding; -1 for none. */
  public int number(String id) {
    for (int b = batches.size() - 1; b >= 0; b--) {
      if (batches.get(b).id().equals(id)) {
        return b;
      }
    }
    return -1;
  }

  /**
   * With one more batch, whose number is the count of those before it.
   *
   * @throws IllegalArgumentException when a batch of that id is in the sums
   */
  public Ledger added(Batch batch) {
    if (find(batch.id()).filter(Batch::present).isPresent()) {
      throw new IllegalArgumentException(
          "batch '" + batch.id() + "': expected one that is not there, got one that is");
    }
    return new Ledger(Stream.concat(batches.stream(), Stream.of(batch)).toList(), runs);
  }

  /**
   * With a batch marked as forgotten.
   *
   * @throws IllegalArgumentException when no batch of that id is in the sums
   */
  public Ledger forgotten(String id) {
    int number = number(id);
    if (number < 0 || !batches.get(number).present()) {
      throw new IllegalArgumentException(
          "batch '" + id + "': expected one that is in the sums, got none");
    }
    List<Batch> changed = new ArrayList<>(batches);
    changed.set(number, changed.get(number).forgotten());
    return new Ledger(changed, runs);
  }

  /** With every present batch's factor multiplied. */
  public Ledger decayed(double factor) {
    return with(batch -> batch.decayed(factor));
  }

  private Ledger with(UnaryOperator<Batch> change) {
    return new Ledger(batches.stream().map(change).toList(), runs);
  }

  /** Ids of the runs that were committed, in their order. */
  public List<String> runs() {
    return runs;
  }

  public boolean hasRun(String id) {
    return runs.contains(id);
  }

  /** With one more run. */
  public Ledger withRun(String id) {
    return new Ledger(batches, Stream.concat(runs.stream(), Stream.of(id)).toList());
  }

  /** In terms of a snapshot. */
  public Map<String, Object> asFacts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("batches", batches.stream().map(Batch::asFacts).toList());
    facts.put("runs", runs);
    return facts;
  }

  /**
   * Undoes {@link #asFacts}.
   *
   * @throws org.extremum.training.Problem (unreadable) when a batch makes no sense
   */
  public static Ledger of(Map<?, ?> facts) {
    return of(new Facts("ledger", facts));
  }

  static Ledger of(Facts facts) {
    List<Batch> batches = new ArrayList<>();
    Set<String> present = new HashSet<>();
    for (Facts entry : facts.all("batches")) {
      Batch batch = Batch.of(entry);
      if (!present.add(batch.id()) && batch.present()) {
        throw Facts.unreadable(
            facts.where() + ", batch '" + batch.id() + "'", "one that is not there", "it twice");
      }
      if (!batch.present()) {
        present.remove(batch.id());
      }
      batches.add(batch);
    }
    return new Ledger(batches, facts.texts("runs"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ledger that && batches.equals(that.batches) && runs.equals(that.runs);
  }

  @Override
  public int hashCode() {
    return 31 * batches.hashCode() + runs.hashCode();
  }

  @Override
  public String toString() {
    return batches + ", runs " + runs;
  }
}
