package org.extremum.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process of a cluster: can be waited for, read, stopped, killed. */
public final class ClusterProcess implements AutoCloseable {
  private static final int PATIENCE_MINUTES = 5;
  private static final int DEATH_SECONDS = 30;

  private final Process process;
  private final Path out;
  private final Path err;

  private ClusterProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static ClusterProcess start(ProcessBuilder builder, Path logs, String name) throws IOException {
    Path out = logs.resolve(name + ".out");
    Path err = logs.resolve(name + ".err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new ClusterProcess(process, out, err);
  }

  /** Number of the process. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has written to its standard output so far. */
  public String out() {
    return read(out);
  }

  /** What it has written to its standard error so far. */
  public String err() {
    return read(err);
  }

  /** The file of {@link #err()}. */
  public Path errFile() {
    return err;
  }

  /**
   * Waits for its end.
   *
   * @return its exit code
   * @throws AssertionError when it does not end within minutes; what it said is in the message
   */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      kill();
      throw new AssertionError("still running after " + PATIENCE_MINUTES + " minutes:\n" + err());
    }
    return process.exitValue();
  }

  /** SIGKILL, and waits until it is gone. Children live on. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Kills it and everything that it has started. */
  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      process.onExit().get(DEATH_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("SIGKILL for " + process.pid() + ": it lives on", e);
    }
  }

  /** The processes that this one has started whose command line contains {@code text}. */
  List<Long> descendants(String text) {
    return process
        .descendants()
        .map(ProcessHandle::pid)
        .filter(pid -> commandLine(pid).contains(text))
        .toList();
  }

  /** Arguments of a process, with blanks between them; empty when it is gone. */
  static String commandLine(long pid) {
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
      return new String(line, StandardCharsets.UTF_8).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
