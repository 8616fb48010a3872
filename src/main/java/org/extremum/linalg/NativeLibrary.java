package org.extremum.linalg;

import java.util.Optional;

/**
 * Loads the bundled OpenBLAS once per JVM and rules how many threads it uses. Where it cannot be
 * loaded, the routines in Java take its place: {@link #missing()} says so.
 */
public final class NativeLibrary {
  private NativeLibrary() {}

  /** Loading happens on first touch of this class, once, guarded by class initialisation. */
  private static final class Loaded {
    private static final Kernel KERNEL;
    private static final String FAILURE; // null: none

    static {
      Kernel kernel;
      String failure = null;
      try {
        kernel = new NativeKernel();
      } catch (LinkageError e) {
        kernel = new JavaKernel();
        failure = reason(e);
      }
      KERNEL = kernel;
      FAILURE = failure;
    }
  }

  private static String reason(LinkageError failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
  }

  /**
   * Makes sure that the library is loaded, or replaced; the first call takes up to two seconds and
   * sets one BLAS thread.
   */
  public static void load() {
    kernel();
  }

  static Kernel kernel() {
    return Loaded.KERNEL;
  }

  /** A warning in one line where the library could not be loaded here, else nothing. */
  public static Optional<String> missing() {
    return Optional.ofNullable(Loaded.FAILURE)
        .map(
            reason ->
                "native BLAS: expected the job's own OpenBLAS to load, got '"
                    + reason
                    + "'; pure Java does its work, some fifty times slower and with other last"
                    + " bits");
  }

  /** Threads that a call made now would use. */
  public static int threads() {
    return kernel().threads();
  }

  static void setThreads(int threads) {
    kernel().setThreads(threads);
  }

  /** What is recorded of the implementation in a manifest. */
  public static String implementation() {
    return kernel().implementation();
  }

  /**
   * The processor that kernels were chosen for, such as SKYLAKEX: another kernel may give other
   * last bits. JAVA without native code.
   */
  public static String processor() {
    return kernel().processor();
  }
}
