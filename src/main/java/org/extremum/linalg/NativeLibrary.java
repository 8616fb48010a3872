package org.extremum.linalg;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/** Loads the bundled OpenBLAS once per JVM and rules how many threads it uses. */
public final class NativeLibrary {
  /** Of 64-bit processors; the names by which OpenBLAS's build knows them. */
  private static final String[] KERNELS = {
    "SAPPHIRERAPIDS", "COOPERLAKE", "SKYLAKEX", "ZEN", "HASWELL", "EXCAVATOR", "STEAMROLLER",
    "PILEDRIVER", "BULLDOZER", "SANDYBRIDGE", "NEHALEM", "BARCELONA", "CORE2", "PRESCOTT",
    "ARMV8SVE", "NEOVERSEV1", "NEOVERSEN2", "NEOVERSEN1", "CORTEXA57", "ARMV8"
  };

  private NativeLibrary() {}

  /** Loading happens on first touch of this class, once, guarded by class initialisation. */
  private static final class Loaded {
    static {
      Loader.load(openblas.class);
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
   * The processor that kernels were chosen for, such as SKYLAKEX: another kernel may give other
   * last bits. The library points to the chosen table; each table has a symbol of its own.
   */
  public static String kernel() {
    load();
    Pointer chosen = Loader.addressof("gotoblas");
    if (chosen != null) {
      long table = new LongPointer(chosen).get();
      for (String kernel : KERNELS) {
        Pointer candidate = Loader.addressof("gotoblas_" + kernel);
        if (candidate != null && candidate.address() == table) {
          return kernel;
        }
      }
    }
    return "unknown, on " + System.getProperty("os.arch");
  }
}
