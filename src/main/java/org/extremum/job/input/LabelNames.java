package org.extremum.job.input;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.extremum.training.Problem;

/**
 * Names of classes in the order of the label index. Later data may bring new ones, which stand
 * behind those that are there; these never move, since columns of sums are theirs.
 */
public final class LabelNames {
  private LabelNames() {}

  /**
   * The names, and those found that are not among them, in alphabetical order behind them.
   *
   * @param where the found ones stand, for messages
   * @throws Problem (bad data) when a found name is another spelling of a known one: upper and
   *     lower case or blanks alone would make a second class of it
   */
  public static List<String> extended(String where, List<String> known, Collection<String> found) {
    Map<String, String> spelt = new HashMap<>();
    known.forEach(name -> spelt.put(spelling(name), name));
    Set<String> there = Set.copyOf(known);
    List<String> names = new ArrayList<>(known);
    for (String name : new TreeSet<>(found)) {
      if (there.contains(name)) {
        continue;
      }
      String other = spelt.get(spelling(name));
      if (other != null) {
        throw Problem.of(
            Problem.Kind.BAD_DATA,
            where,
            "'" + other + "', as this class is called",
            "'" + name + "'",
            "spell labels as in the first training; a class is not renamed");
      }
      names.add(name);
    }
    return List.copyOf(names);
  }

  private static String spelling(String name) {
    return name.replaceAll("[\\s\\p{Z}]+", "").toLowerCase(Locale.ROOT);
  }

  /**
   * Makes sure that an option's list has all classes that are known.
   *
   * @param declared by the option; empty: any
   * @throws Problem (bad data) naming the class that is not in the list
   */
  public static void requireDeclared(List<String> known, List<String> declared) {
    for (String name : known) {
      if (!declared.isEmpty() && !declared.contains(name)) {
        throw Problem.of(
            Problem.Kind.BAD_DATA,
            "option labels",
            "all classes of the state, '" + name + "' among them",
            String.join(", ", declared),
            "classes are not removed: name it, or forget its batches and found a new state");
      }
    }
  }
}
