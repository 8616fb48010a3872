package org.extremum.benchmarks;

import java.io.IOException;
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

  /** Runs it to its end, or ends it with this process; its output goes where this one's goes. */
  static int run(Class<?> program, String heap, List<String> arguments) throws IOException {
    Process process = of(program, heap, arguments).inheritIO().start();
    Thread end = new Thread(() -> end(process));
    Runtime.getRuntime().addShutdownHook(end);
    try {
      int code = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(end);
      return code;
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  /** With what it has started. */
  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
