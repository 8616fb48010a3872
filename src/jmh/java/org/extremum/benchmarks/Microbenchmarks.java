package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs the JMH benchmarks and writes their table. The first argument may be {@code document=FILE},
 * the next one {@code section=NAME} where it is not all of them; all others are JMH's own, such as
 * a pattern of names or {@code -p width=1000}.
 */
public final class Microbenchmarks {
  private static final String DOCUMENT = "document=";
  private static final String SECTION = "section=";

  private Microbenchmarks() {}

  /** Runs them. */
  public static void main(String[] args)
      throws IOException, RunnerException, CommandLineOptionException {
    List<String> forJmh = new ArrayList<>(List.of(args));
    String document = taken(forJmh, DOCUMENT, "");
    String section = taken(forJmh, SECTION, "jmh");
    Collection<RunResult> results =
        new Runner(new CommandLineOptions(forJmh.toArray(String[]::new))).run();
    String text = table(results);
    System.out.println(text);
    if (!document.isEmpty()) {
      MarkdownSection.replace(Path.of(document), section, text);
    }
  }

  /** Takes the first argument away where it is of this kind. */
  private static String taken(List<String> arguments, String prefix, String otherwise) {
    return !arguments.isEmpty() && arguments.get(0).startsWith(prefix)
        ? arguments.remove(0).substring(prefix.length())
        : otherwise;
  }

  private static String table(Collection<RunResult> results) {
    StringBuilder text = new StringBuilder();
    text.append(Machine.inWords()).append("; mean of the iterations ± JMH's error (99.9 %).\n\n");
    text.append("| benchmark | parameters | operations/s | ms each | GFLOP/s |\n");
    text.append("|---|---|---|---|---|\n");
    for (RunResult result : results) {
      BenchmarkParams benchmark = result.getParams();
      String parameters =
          benchmark.getParamsKeys().stream()
              .map(key -> key + " = " + benchmark.getParam(key))
              .collect(Collectors.joining(", "));
      Result<?> rate = result.getPrimaryResult();
      Result<?> gflops = result.getSecondaryResults().get("gflops");
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %.3f ± %.3f | %.2f | %s |%n",
              benchmark.getBenchmark().replace("org.extremum.benchmarks.", ""),
              parameters,
              rate.getScore(),
              rate.getScoreError(),
              1000 / rate.getScore(),
              gflops == null ? "" : String.format(Locale.ROOT, "%.1f", gflops.getScore())));
    }
    return text.toString();
  }
}
