package org.extremum.linalg;

import org.bytedeco.openblas.global.openblas;

/** Loads the bundled OpenBLAS once per JVM and rules how many threads it uses. */
public final class NativeLibrary {
  private NativeLibrary() {}

  /** Loading happens on first touch of this class, once, guarded by class initialisation. */
  private static final class Loaded {
    static {
      org.bytedeco.javacpp.Loader.load(openblas.class);
      openblas.blas_set_num_threads(1);
    }

    static void touch() {}
  }

  /**
   * Makes sure that the native library is loaded; the first call takes up to two seconds and sets
   * one BLAS thread.
   *
   * @throws UnsatisfiedLinkError when this platform's library is not in the class path
   */
  public static void load() {
    Loaded.touch();
  }

  /** Threads that a native call made now would use. */
  public static int threads() {
    load();
    return openblas.blas_get_num_threads();
  }

  static void setThreads(int threads) {
    load();
    openblas.blas_set_num_threads(threads);
  }

  /** What is recorded of the implementation in a manifest. */
  public static String implementation() {
    return "OpenBLAS "
        + openblas.OPENBLAS_VERSION.trim().replace("OpenBLAS ", "")
        + " (org.bytedeco:openblas)";
  }

  /**
   * The processor that kernels are chosen for: OPENBLAS_CORETYPE where set, else the JVM's words.
   */
  public static String kernel() {
    String forced = System.getenv("OPENBLAS_CORETYPE");
    return forced == null ? "chosen at run time for " + System.getProperty("os.arch") : forced;
  }
}
