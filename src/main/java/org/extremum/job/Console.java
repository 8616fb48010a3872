package org.extremum.job;

import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a command's words go: results to {@code out}, everything else to {@code err}, as lines for
 * people or as one JSON object a line.
 *
 * @param terminal whether a person watches {@code err}, so that lines may be updated in place
 * @param json whether {@code err} is for programs
 */
public record Console(PrintStream out, PrintStream err, boolean terminal, boolean json) {
  /** For people. */
  public Console(PrintStream out, PrintStream err, boolean terminal) {
    this(out, err, terminal, false);
  }

  /** The same for programs: nothing is updated in place. */
  Console asJson() {
    return new Console(out, err, false, true);
  }

  /** Something worth knowing that stops nothing, in one line. */
  public void note(String message) {
    tell("info", "note", "note: ", message, Map.of());
  }

  /** Something that asks for attention and stops nothing, in one line. */
  public void warn(String message) {
    tell("warn", "warning", "warning: ", message, Map.of());
  }

  /** Why a command failed, in one line. */
  void error(String message) {
    tell("error", "error", "error: ", message, Map.of());
  }

  /**
   * A piece of work is over.
   *
   * @param event "step" or "pass"
   * @param line for people
   * @param facts for programs: step, seconds and what else is known
   */
  void done(String event, String line, Map<String, ?> facts) {
    tell("info", event, "", line, facts);
  }

  private void tell(
      String level, String event, String prefix, String message, Map<String, ?> facts) {
    String words = ErrorLine.oneLine(message);
    if (!json) {
      err.println(prefix + words);
      return;
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("time", Instant.now().toString());
    object.put("level", level);
    object.put("event", event);
    object.putAll(facts);
    object.put("message", words);
    err.println(Json.line(object));
  }
}
