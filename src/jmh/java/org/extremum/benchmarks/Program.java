package org.extremum.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One program of the whole, with its arguments for either size.
 *
 * @param name by which {@code only=} chooses it
 * @param main where it begins
 * @param heap of its JVM, such as "10g"
 * @param sections of the document that it writes
 * @param needs what it cannot do without
 * @param small null where the short form leaves it out
 * @param full with every table as it is documented
 */
record Program(
    String name,
    Class<?> main,
    String heap,
    List<String> sections,
    Set<Need> needs,
    Form small,
    Form full) {
  /**
   * How it is run.
   *
   * @param minutes that it takes about, on two idle cores
   * @param arguments beside {@code document=}; {@code $mnist} and {@code $pictures} stand for
   *     folders
   */
  record Form(double minutes, List<String> arguments) {}

  /** Arguments separated by blanks. */
  static Form form(double minutes, String arguments) {
    return new Form(
        minutes, Arrays.stream(arguments.split(" ")).filter(word -> !word.isEmpty()).toList());
  }

  Form form(boolean shortForm) {
    return shortForm ? small : full;
  }
}
