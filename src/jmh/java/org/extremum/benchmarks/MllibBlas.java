package org.extremum.benchmarks;

import dev.ludovic.netlib.blas.NativeBLAS;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/** Gives MLlib's netlib the OpenBLAS that the method uses, so that neither has the slower one. */
final class MllibBlas {
  private MllibBlas() {}

  /** To be called before MLlib touches netlib. */
  static void useBundled() {
    Path library = Path.of(Loader.load(openblas.class)).resolveSibling("libopenblas.so.0");
    System.setProperty("dev.ludovic.netlib.blas.nativeLibPath", library.toString());
  }

  /** What MLlib got. */
  static String inWords() {
    try {
      return NativeBLAS.getInstance() == null ? "Java's own" : "the same OpenBLAS";
    } catch (LinkageError | RuntimeException e) {
      return "Java's own (" + e + ")";
    }
  }
}
