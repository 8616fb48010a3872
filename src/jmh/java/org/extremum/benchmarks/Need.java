package org.extremum.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a benchmark cannot do without; what is lacking is said where its table would be. */
enum Need {
  /** The four files in the folder {@code mnist=}. */
  MNIST {
    @Override
    String lacking(Path mnist) {
      Path file = mnist.resolve("train-images-idx3-ubyte.gz");
      return Files.isReadable(file) ? "" : "MNIST: expected its four files in mnist=, got none";
    }
  },

  /** Python 3 with NumPy. */
  NUMPY {
    @Override
    String lacking(Path mnist) {
      String lacking = "NumPy: expected a python3 that can import it, got none";
      try {
        Process process = new ProcessBuilder("python3", "-c", "import numpy").start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        return ended && process.exitValue() == 0 ? "" : lacking;
      } catch (IOException e) {
        return lacking;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return lacking;
      }
    }
  },

  /** Room for a heap of 12 GB and what is beside it. */
  LARGE_MEMORY {
    @Override
    String lacking(Path mnist) {
      var system = ManagementFactory.getOperatingSystemMXBean();
      if (system instanceof com.sun.management.OperatingSystemMXBean known) {
        long gigabytes = known.getTotalMemorySize() >> 30;
        return gigabytes >= 20 ? "" : "memory: expected at least 20 GB, got " + gigabytes + " GB";
      }
      return "memory: expected a system that says how much there is, got another";
    }
  };

  /** What is lacking, as a line; empty when nothing is. */
  abstract String lacking(Path mnist);
}
