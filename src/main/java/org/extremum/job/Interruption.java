package org.extremum.job;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.extremum.spark.NewFolder;

/** Leaves nothing half-written behind when the program is told to stop. */
final class Interruption {
  static final String REASON = "interrupted: nothing was written; run the command again";

  /** Before Spark's own hooks (at 40), so that the failures they cause are not reported. */
  private static final int FIRST = FileSystem.SHUTDOWN_HOOK_PRIORITY + 50;

  /** After Spark has stopped its tasks, before file systems are closed. */
  private static final int LAST = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

  private static final Set<Path> TARGETS = ConcurrentHashMap.newKeySet();
  private static final Set<Runnable> LAST_WORDS = ConcurrentHashMap.newKeySet();
  private static final AtomicReference<Console> VOICE = new AtomicReference<>();
  private static volatile boolean expected;
  private static volatile boolean underWay;

  private Interruption() {}

  /** From here on an end of the program that was not announced counts as an interruption. */
  static void watch(PrintStream err) {
    sayThrough(new Console(err, err, false));
    ShutdownHookManager hooks = ShutdownHookManager.get();
    hooks.addShutdownHook(
        () -> {
          if (!expected) {
            underWay = true;
            VOICE.get().error(REASON);
          }
        },
        FIRST);
    hooks.addShutdownHook(
        () -> {
          LAST_WORDS.forEach(Runnable::run);
          removeUnfinished();
        },
        LAST);
  }

  /** Has an interruption be told by this console. */
  static void sayThrough(Console console) {
    VOICE.set(console);
  }

  /** Announces that the program ends by itself. */
  static void expectEnd() {
    expected = true;
  }

  static boolean isUnderWay() {
    return underWay;
  }

  /** Does {@code work}; if the program is told to stop meanwhile, {@code words} run, too. */
  static void orElseSaying(Runnable words, Runnable work) {
    LAST_WORDS.add(words);
    try {
      work.run();
    } finally {
      LAST_WORDS.remove(words);
    }
  }

  /** Does {@code work}, which writes {@code target}; what is unfinished goes if it is stopped. */
  static void writing(Path target, Writing work) {
    TARGETS.add(target);
    try {
      work.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      TARGETS.remove(target);
    }
  }

  /** Writes something. */
  @FunctionalInterface
  interface Writing {
    void write() throws IOException;
  }

  private static void removeUnfinished() {
    for (Path target : TARGETS) {
      try {
        FileSystem files = target.getFileSystem(new Configuration());
        Path whole = files.makeQualified(target);
        String prefix = "." + whole.getName() + NewFolder.UNFINISHED;
        for (FileStatus beside : files.listStatus(whole.getParent())) {
          if (beside.getPath().getName().startsWith(prefix)) {
            files.delete(beside.getPath(), true);
          }
        }
      } catch (IOException e) {
        // Nothing more can be done on the way out; the folder's name says that it is unfinished.
      }
    }
  }
}
