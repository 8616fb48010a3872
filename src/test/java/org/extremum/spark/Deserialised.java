package org.extremum.spark;

import java.io.ObjectInputFilter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Sees every class that Java's deserialisation meets anywhere in this JVM, by the one filter that a
 * JVM can have, and refuses all of them while it watches.
 */
final class Deserialised {
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();
  private static volatile boolean watching;

  static {
    ObjectInputFilter.Config.setSerialFilter(
        info -> {
          if (!watching) {
            return ObjectInputFilter.Status.UNDECIDED;
          }
          SEEN.add(String.valueOf(info.serialClass()));
          return ObjectInputFilter.Status.REJECTED;
        });
  }

  private Deserialised() {}

  /** What was met while {@code work} was done. */
  static List<String> during(Runnable work) {
    SEEN.clear();
    watching = true;
    try {
      work.run();
    } finally {
      watching = false;
    }
    return List.copyOf(SEEN);
  }
}
