package org.extremum.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.extremum.linalg.NativeLibrary;

/** Where something was measured, in words. */
final class Machine {
  private Machine() {}

  static String inWords() {
    return Runtime.getRuntime().availableProcessors()
        + " processors ("
        + line(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch"))
        + "), Java "
        + System.getProperty("java.version")
        + ", "
        + NativeLibrary.implementation()
        + ", kernel "
        + NativeLibrary.processor();
  }

  /** Largest resident memory of this process so far in bytes; NaN where the system does not say. */
  static double peakResidentBytes() {
    return memory("VmHWM");
  }

  /** Resident memory of this process now in bytes; NaN where the system does not say. */
  static double residentBytes() {
    return memory("VmRSS");
  }

  /** Forgets the peak so far; false where the system cannot. */
  static boolean resetPeakResident() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static double memory(String key) {
    String line = line(Path.of("/proc/self/status"), key, "");
    return line.isEmpty() ? Double.NaN : 1024 * Double.parseDouble(line.replace(" kB", ""));
  }

  private static String line(Path file, String key, String otherwise) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
