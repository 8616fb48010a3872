package org.extremum.verification;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.extremum.verification.Verdicts.Failure;

/**
 * The K worst failures, one for each essence and surface: of equal ones the first in the order.
 *
 * <p>What is kept does not depend on the order of arrival. A failure that was turned away or pushed
 * out had K others, of other surfaces, before it; these are replaced by earlier ones only, so the
 * same surface comes back only with an earlier failure than the one that was lost.
 */
final class WorstFailures {
  /** Worst margin first, ties by hash; the rest makes the order total. */
  private static final Comparator<Failure> ORDER =
      Comparator.comparingDouble(Failure::margin)
          .thenComparingLong(Failure::hash)
          .thenComparingInt(Failure::essence)
          .thenComparingLong(Failure::position);

  private record Surface(int essence, long hash) {}

  private final int limit;
  private final TreeSet<Failure> ordered = new TreeSet<>(ORDER);
  private final Map<Surface, Failure> bySurface = new HashMap<>();

  WorstFailures(int limit) {
    this.limit = limit;
  }

  /** Whether a failure of this margin could be kept. */
  boolean mayKeep(double margin) {
    return ordered.size() < limit || (limit > 0 && margin <= ordered.last().margin());
  }

  void offer(Failure failure) {
    Surface surface = new Surface(failure.essence(), failure.hash());
    Failure known = bySurface.get(surface);
    if (known != null) {
      if (ORDER.compare(failure, known) < 0) {
        ordered.remove(known);
        keep(surface, failure);
      }
    } else if (ordered.size() < limit) {
      keep(surface, failure);
    } else if (limit > 0 && ORDER.compare(failure, ordered.last()) < 0) {
      Failure last = ordered.pollLast();
      bySurface.remove(new Surface(last.essence(), last.hash()));
      keep(surface, failure);
    }
  }

  private void keep(Surface surface, Failure failure) {
    ordered.add(failure);
    bySurface.put(surface, failure);
  }

  /** Those kept, worst first. */
  Failure[] toArray() {
    return ordered.toArray(Failure[]::new);
  }
}
