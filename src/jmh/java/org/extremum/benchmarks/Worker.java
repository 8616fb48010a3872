package org.extremum.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * A JVM of its own that measures on request: the question is a line on its standard input, the
 * answer a line with seconds on its standard output. Closing it ends it.
 */
final class Worker implements AutoCloseable {
  private static final String ANSWER = "seconds ";
  private static final String READY = "ready";

  private final Process process;
  private final PrintWriter questions;
  private final BufferedReader answers;

  private Worker(Process process) {
    this.process = process;
    this.questions = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts one and waits until it is ready; its errors go where this process's go.
   *
   * @param heap such as "2g"
   * @param environment beside that of this process
   */
  static Worker start(
      Class<?> program, String heap, Map<String, String> environment, Object... arguments)
      throws IOException {
    List<String> words = Arrays.stream(arguments).map(Object::toString).toList();
    ProcessBuilder builder = JavaCommand.of(program, heap, words);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Worker worker = new Worker(builder.start());
    worker.read(READY);
    return worker;
  }

  /** Asks; {@link #answer} waits for what comes of it. */
  void ask(String question) {
    questions.println(question);
  }

  /** The seconds of the first question not answered yet. */
  double answer() {
    return Double.parseDouble(read(ANSWER));
  }

  /** Asks and waits. */
  double seconds(String question) {
    ask(question);
    return answer();
  }

  /** The rest of the next line that begins so; other lines are no concern of ours. */
  private String read(String prefix) {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(prefix)) {
          return line.substring(prefix.length());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("worker: expected '" + prefix + "', got the end of its output");
  }

  /** What a worker's main does: answers every question until there are no more. */
  static void serve(ToDoubleFunction<String> measure) throws IOException {
    System.out.println(READY);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String question = in.readLine(); question != null; question = in.readLine()) {
      System.out.println(ANSWER + measure.applyAsDouble(question));
    }
  }

  @Override
  public void close() {
    questions.close();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
