package org.extremum.job.retraining;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.extremum.training.Problem;

/**
 * A process of its own that tries to take a lock when it is told to, says how it went and waits.
 */
final class LockingProcess {
  private final Process process;
  private final BufferedReader lines;

  private LockingProcess(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** In the process. */
  public static void main(String[] args) throws IOException {
    StateDirectory directory =
        StateDirectory.at(new Configuration(), Path.of(args[0], "state").toString());
    Duration timeToLive = Duration.ofMinutes(60);
    LockEntry.ofThisProcess(Clock.systemUTC().instant(), timeToLive).bytes(); // classes are loaded
    System.out.println("ready");
    System.in.read();
    try {
      Lock lock = Lock.acquire(directory, timeToLive, Clock.systemUTC(), line -> {});
      lock.requireHeld();
      System.out.println("held");
    } catch (Problem e) {
      System.out.println(e.kind() == Problem.Kind.LOCKED ? "locked" : e.getMessage());
    }
    System.in.read();
  }

  static LockingProcess start(Path folder) throws IOException {
    return new LockingProcess(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                LockingProcess.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  void ready() throws IOException {
    if (!"ready".equals(lines.readLine())) {
      throw new IOException("the process did not start");
    }
  }

  void go() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  String outcome() throws IOException {
    return lines.readLine();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
