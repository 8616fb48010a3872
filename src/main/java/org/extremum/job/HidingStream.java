package org.extremum.job;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.extremum.spark.Secrets;

/**
 * A stream that passes on text without its secrets, line by line: whatever is printed on it, also
 * by those who print exceptions.
 */
final class HidingStream extends OutputStream {
  private final PrintStream target;
  private final Secrets secrets;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private HidingStream(PrintStream target, Secrets secrets) {
    this.target = target;
    this.secrets = secrets;
  }

  /** A stream for people and programs, in UTF-8. */
  static PrintStream around(PrintStream target, Secrets secrets) {
    return new PrintStream(new HidingStream(target, secrets), true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    line.write(b);
    if (b == '\n') {
      pass();
    }
  }

  private void pass() {
    target.print(secrets.hide(line.toString(StandardCharsets.UTF_8)));
    line.reset();
  }

  /** Passes on what there is of a line: progress is shown in the middle of one. */
  @Override
  public synchronized void flush() {
    if (line.size() > 0) {
      pass();
    }
    target.flush();
  }
}
