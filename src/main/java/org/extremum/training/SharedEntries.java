package org.extremum.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.linalg.BlasThreads;
import org.extremum.linalg.NativeLibrary;

/** Entries of run.json that every model has, whether one training made it or many nights. */
public final class SharedEntries {
  private SharedEntries() {}

  /** Which BLAS computed, and with how many threads. */
  public static void blas(TrainingReport report) {
    report.put("blas.implementation", NativeLibrary.implementation());
    report.put("blas.kernel", NativeLibrary.processor());
    report.put("blas.threadsTask", 1);
    report.put("blas.threadsDriver", BlasThreads.driverThreads());
  }

  /**
   * Which layers were solved for and which are as they were drawn, as in the paper's Table 1.
   *
   * @param layers n, the output layer included
   * @param from u, the first that was solved for
   */
  public static void layers(TrainingReport report, int layers, int from) {
    List<Map<String, Object>> states = new ArrayList<>();
    for (int u = 1; u <= layers; u++) {
      Map<String, Object> state =
          new LinkedHashMap<>(); // in one order: models are compared by bytes
      state.put("u", u);
      state.put("state", u >= from ? "update" : "init");
      states.add(state);
    }
    report.put("layers", states);
  }
}
