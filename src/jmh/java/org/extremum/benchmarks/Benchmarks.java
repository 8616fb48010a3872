package org.extremum.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Every benchmark, one after the other in the order of the document, each in a JVM of its own: what
 * one leaves behind in memory or compiled code is nothing to the next. Each writes its tables when
 * it has them, so that a run that is cut leaves what it had. What cannot run here is said in its
 * table, above figures of an earlier run where there are any.
 *
 * <p>Arguments, all key=value: {@code size} (full, or short: small sizes, within ten minutes),
 * {@code mnist} (folder), {@code only} (names of programs, or how they begin), {@code document} (of
 * the short form {@code target/benchmarks-short.md}, made of the documented one without its
 * figures), {@code pictures} (folder).
 */
public final class Benchmarks {
  private static final Path DOCUMENT = Path.of("src/site/markdown/benchmarks.md");

  private final boolean small;
  private final Path mnist;
  private final Path document;
  private final Path pictures;
  private final List<Program> programs;
  private RunTable table; // of the document as it is when the run begins

  private Benchmarks(Arguments arguments) {
    String size = arguments.text("size", "full");
    if (!List.of("short", "full").contains(size)) {
      throw new IllegalArgumentException("size: expected short or full, got '" + size + "'");
    }
    this.small = size.equals("short");
    this.mnist = Path.of(arguments.text("mnist", "../shared/data/mnist"));
    this.document =
        Path.of(
            arguments.text("document", small ? "target/benchmarks-short.md" : DOCUMENT.toString()));
    this.pictures =
        Path.of(arguments.text("pictures", small ? "target/images" : "src/site/resources/images"));
    this.programs = chosen(arguments.text("only", ""));
  }

  /** Runs them; exit code 1 where one failed. */
  public static void main(String[] args) throws IOException {
    Arguments arguments = new Arguments(args, "size", "mnist", "only", "document", "pictures");
    if (!new Benchmarks(arguments).run(arguments.text("only", "").isEmpty())) {
      System.exit(1);
    }
  }

  private List<Program> chosen(String only) {
    List<Program> all = Programs.all();
    List<String> asked = Arrays.stream(only.split(",")).filter(name -> !name.isBlank()).toList();
    for (String name : asked) {
      if (all.stream().noneMatch(program -> program.name().startsWith(name))) {
        throw new IllegalArgumentException(
            "only: expected some of "
                + all.stream().map(Program::name).toList()
                + ", got '"
                + name
                + "'");
      }
    }
    return all.stream()
        .filter(program -> program.form(small) != null)
        .filter(program -> asked.isEmpty() || asked.stream().anyMatch(program.name()::startsWith))
        .toList();
  }

  private double minutes(Program program) {
    return program.form(small).minutes();
  }

  private boolean run(boolean everything) throws IOException {
    if (small && !document.equals(DOCUMENT) && (everything || !Files.exists(document))) {
      ShortDocument.make(DOCUMENT, document);
    }
    table =
        new RunTable(
            small ? "short" : "full",
            programs.stream().mapToDouble(this::minutes).sum(),
            MarkdownSection.content(document, "run"));
    Files.createDirectories(pictures);
    System.out.printf(
        Locale.ROOT,
        "%d programs, about %.0f minutes in all; load now %.1f (wanted: near 0); tables go to %s%n",
        programs.size(),
        table.minutesLeft(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        document);
    boolean well = true;
    for (Program program : programs) {
      well &= run(program);
      MarkdownSection.replace(document, "run", table.inMarkdown());
    }
    System.out.println(table.inMarkdown());
    return well;
  }

  /** One program, or the word why not; false where it failed. */
  private boolean run(Program program) throws IOException {
    List<String> lacking =
        program.needs().stream()
            .map(need -> need.lacking(mnist))
            .filter(s -> !s.isEmpty())
            .toList();
    if (!lacking.isEmpty()) {
      note(program, "Not run: " + String.join("; ", lacking) + ".");
      table.add(program, "not run: " + String.join("; ", lacking), 0, minutes(program));
      return true;
    }
    System.out.printf(
        Locale.ROOT,
        "== %s, about %.1f min; %.1f min so far, about %.0f to go%n",
        program.name(),
        minutes(program),
        table.minutesSoFar(),
        table.minutesLeft());
    long begin = System.nanoTime();
    int code = codeOf(program);
    double taken = (System.nanoTime() - begin) / 60e9;
    table.add(program, code == 0 ? "done" : "failed: exit code " + code, taken, minutes(program));
    if (code != 0) {
      note(program, "Failed: exit code " + code + ".");
    }
    return code == 0;
  }

  private int codeOf(Program program) throws IOException {
    List<String> words = new ArrayList<>(List.of("document=" + document));
    for (String word : program.form(small).arguments()) {
      words.add(word.replace("$mnist", mnist.toString()).replace("$pictures", pictures.toString()));
    }
    System.out.println("   " + program.main().getSimpleName() + " " + String.join(" ", words));
    return JavaCommand.run(program.main(), program.heap(), words);
  }

  private void note(Program program, String words) throws IOException {
    for (String section : program.sections()) {
      MarkdownSection.note(document, section, words);
    }
  }
}
