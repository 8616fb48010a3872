package org.extremum.neighbourhood;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The first few samples of some order, on one list for each essence or cluster. */
final class Shortlist implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bytes that the lists of all essences together should take: a task's result of no weight. */
  private static final long BYTES = 16L << 20;

  private final int[] quotas; // longest length of each list
  private final List<TreeSet<Row>> lists = new ArrayList<>();

  /**
   * @param quotas how long each list may become
   */
  Shortlist(int[] quotas) {
    this.quotas = quotas;
    for (int g = 0; g < quotas.length; g++) {
      lists.add(new TreeSet<>());
    }
  }

  /** How many rows each of V lists may have without weighing on the network; at least one. */
  static int lightQuota(int features, int essences) {
    return (int) Math.max(1, BYTES / (8L * Math.max(1, features) * Math.max(1, essences)));
  }

  /** A list, in ascending order of rank and hash. */
  List<Row> list(int group) {
    return List.copyOf(lists.get(group));
  }

  boolean isEmpty() {
    return lists.stream().allMatch(TreeSet::isEmpty);
  }

  /**
   * Offers a sample to a list; equal rows stand on it once.
   *
   * @param surface copied if it is taken
   */
  void offer(int group, double rank, long hash, double[] surface) {
    if (!Double.isNaN(rank) && hasRoom(group, rank, hash)) {
      insert(group, new Row(rank, hash, surface.clone()));
    }
  }

  private boolean hasRoom(int group, double rank, long hash) {
    TreeSet<Row> list = lists.get(group);
    return list.size() < quotas[group] || (quotas[group] > 0 && list.last().isAfter(rank, hash));
  }

  private void insert(int group, Row row) {
    TreeSet<Row> list = lists.get(group);
    list.add(row);
    if (list.size() > quotas[group]) {
      list.pollLast();
    }
  }

  Shortlist add(Shortlist other) {
    for (int g = 0; g < quotas.length; g++) {
      for (Row row : other.lists.get(g)) {
        if (hasRoom(g, row.rank, row.hash)) {
          insert(g, row);
        }
      }
    }
    return this;
  }

  /**
   * A sample that stands on a list.
   *
   * @param rank by the order
   * @param hash content hash of the surface as it was read
   * @param surface in the coordinates of the pass, m; not to be modified
   */
  record Row(double rank, long hash, double[] surface) implements Comparable<Row>, Serializable {
    boolean isAfter(double otherRank, long otherHash) {
      int byRank = Double.compare(rank, otherRank);
      return byRank > 0 || (byRank == 0 && hash > otherHash);
    }

    @Override
    public int compareTo(Row other) {
      int byRank = Double.compare(rank, other.rank);
      return byRank != 0 ? byRank : Long.compare(hash, other.hash);
    }
  }
}
