package org.extremum;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what became of the mutants (profile {@code mutants}) of every room that was run into
 * mutants.md: {@code java src/test/java/org/extremum/MutantsTable.java}.
 */
public final class MutantsTable {
  private static final Path REPORTS = Path.of("target/pit-reports");
  private static final String REPORT = "mutations.csv";
  private static final String FINISHED = "index.html"; // written when the run has ended
  private static final Path DOCUMENT = Path.of("src/site/markdown/mutants.md");
  private static final String BEGIN = "<!-- begin: mutants -->\n";
  private static final String END = "<!-- end: mutants -->";
  private static final String BASE = "org.extremum.";
  private static final String SURVIVED = "**survived**";
  private static final String NOT_REACHED = "**not reached**";

  /** One line of the report. */
  private record Mutant(
      String type, String mutator, String method, int line, String status, String test) {
    static Mutant of(String line) {
      String[] cells = line.split(",", 7);
      return new Mutant(
          cells[1].substring(BASE.length()),
          words(cells[2]),
          cells[3],
          Integer.parseInt(cells[4]),
          cells[5],
          test(cells[6]));
    }

    /** {@code org.pitest…mutators.NegateConditionalsMutator} is "negate conditionals". */
    private static String words(String mutator) {
      String name = mutator.substring(mutator.lastIndexOf('.') + 1);
      String bare = name.replaceAll("Mutator(_.*)?$", "").replaceAll("Mutator$", "");
      return bare.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** {@code …[class:org.extremum.A]/[method:b()]} is "A.b". */
    private static String test(String id) {
      String type = between(id, "[class:");
      String method = between(id, "[method:") + between(id, "[test-template:");
      return type.isEmpty()
          ? ""
          : type.substring(type.lastIndexOf('.') + 1) + "." + method.replaceAll("\\(.*", "");
    }

    private static String between(String text, String begin) {
      int at = text.indexOf(begin);
      return at < 0 ? "" : text.substring(at + begin.length(), text.indexOf(']', at));
    }

    String row() {
      String fate =
          switch (status) {
            case "KILLED" -> test;
            case "SURVIVED" -> SURVIVED;
            case "NO_COVERAGE" -> NOT_REACHED;
            default -> status.toLowerCase(Locale.ROOT).replace('_', ' ');
          };
      return "| `" + type + "." + method + "` " + line + " | " + mutator + " | " + fate + " |\n";
    }
  }

  private MutantsTable() {}

  /** Writes the tables. */
  public static void main(String[] args) throws IOException {
    List<Mutant> mutants = new ArrayList<>();
    Set<String> run = new HashSet<>();
    try (Stream<Path> rooms = Files.list(REPORTS)) {
      for (Path room : rooms.toList()) {
        Path report = room.resolve(REPORT);
        if (Files.exists(room.resolve(FINISHED)) && Files.size(report) > 0) {
          Files.readAllLines(report).forEach(l -> mutants.add(Mutant.of(l)));
          run.add(room.getFileName().toString());
        } else {
          System.err.println(room + ": left out, since its run has not ended");
        }
      }
    }
    mutants.sort(Comparator.comparing(Mutant::type).thenComparing(Mutant::line));
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    List<String> rows = new ArrayList<>(mutants.stream().map(Mutant::row).toList());
    document
        .substring(begin, end)
        .lines()
        .filter(line -> line.startsWith("| `") && !run.contains(room(line)))
        .forEach(line -> rows.add(line + "\n"));
    rows.sort(Comparator.comparing(MutantsTable::room)); // stable
    Files.writeString(
        DOCUMENT, document.substring(0, begin) + tables(rows) + document.substring(end));
  }

  private static String room(String row) {
    return row.substring("| `".length(), row.indexOf('.'));
  }

  private static String tables(List<String> rows) {
    Map<String, long[]> rooms = new TreeMap<>();
    for (String row : rows) {
      long[] counts = rooms.computeIfAbsent(room(row), room -> new long[2]);
      counts[0]++;
      counts[1] += row.contains(SURVIVED) || row.contains(NOT_REACHED) ? 1 : 0;
    }
    return "| room | mutants | survived or not reached |\n|---|---|---|\n"
        + rooms.entrySet().stream()
            .map(
                room ->
                    "| %s | %d | %d |\n"
                        .formatted(room.getKey(), room.getValue()[0], room.getValue()[1]))
            .collect(Collectors.joining())
        + "\n| place | mutant | killed by |\n|---|---|---|\n"
        + String.join("", rows);
  }
}
