package org.extremum.job;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;

/** Leaves nothing half-written behind when the program is told to stop. */
final class Interruption {
  static final String LINE = "error: interrupted: nothing was written; run the command again";

  /** Before Spark's own hooks (at 40), so that the failures they cause are not reported. */
  private static final int FIRST = FileSystem.SHUTDOWN_HOOK_PRIORITY + 50;

  /** After Spark has stopped its tasks, before file systems are closed. */
  private static final int LAST = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

  private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();
  private static volatile boolean expected;
  private static volatile boolean underWay;

  private Interruption() {}

  /** From here on an end of the program that was not announced counts as an interruption. */
  static void watch(PrintStream err) {
    ShutdownHookManager hooks = ShutdownHookManager.get();
    hooks.addShutdownHook(
        () -> {
          if (!expected) {
            underWay = true;
            err.println(LINE);
          }
        },
        FIRST);
    hooks.addShutdownHook(Interruption::removeUnfinished, LAST);
  }

  /** Announces that the program ends by itself. */
  static void expectEnd() {
    expected = true;
  }

  static boolean isUnderWay() {
    return underWay;
  }

  /** Names a path that is to go if the program is stopped before {@link #finished}. */
  static void unfinished(Path path) {
    UNFINISHED.add(path);
  }

  static void finished(Path path) {
    UNFINISHED.remove(path);
  }

  private static void removeUnfinished() {
    for (Path path : UNFINISHED) {
      try {
        path.getFileSystem(new Configuration()).delete(path, true);
      } catch (IOException e) {
        // nothing more can be done on the way out; the name says what it is
      }
    }
  }
}
