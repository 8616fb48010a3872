package org.extremum.training;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name a user may have meant. */
public final class Nearest {
  private Nearest() {}

  /** {@code "did you mean 'x'? "} where something is near, else nothing. */
  public static String question(String name, Collection<String> known) {
    return to(name, known).map(near -> "did you mean '" + near + "'? ").orElse("");
  }

  /** The known name with the fewest edits, if they are few for its length. */
  public static Optional<String> to(String name, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
        .filter(near -> distance(name, near) <= Math.max(2, name.length() / 3))
        .filter(near -> 2 * distance(name, near) <= name.length()); // else every short name is near
  }

  /** Levenshtein's distance, letter case aside. */
  static int distance(String a, String b) {
    String left = a.toLowerCase(Locale.ROOT);
    String right = b.toLowerCase(Locale.ROOT);
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
