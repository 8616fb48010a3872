package org.extremum.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with this one's flags and class path, but for the heap. */
final class JavaCommand {
  private JavaCommand() {}

  /**
   * Its process, not started; one BLAS thread in each of Spark's, as in this JVM.
   *
   * @param heap such as "2g"
   */
  static ProcessBuilder of(Class<?> program, String heap, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-Xmx"))
        .forEach(command::add);
    command.add("-Xmx" + heap);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    return builder;
  }
}
