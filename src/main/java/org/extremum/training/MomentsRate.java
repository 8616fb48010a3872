package org.extremum.training;

import org.extremum.linalg.SyrkRate;

/** The speed of the Moments pass beside what one thread of this machine's dsyrk gives. */
final class MomentsRate {
  private MomentsRate() {}

  /**
   * Adds a pass.
   *
   * @param flops of the pass
   * @param seconds of all passes so far
   */
  static void into(TrainingReport report, double flops, double seconds) {
    double all = flops + (report.get("moments.flops") == null ? 0 : report.number("moments.flops"));
    report.put("moments.flops", all);
    report.put("moments.gflops", all / seconds * 1e-9);
    report.put("moments.dsyrkGflops", SyrkRate.measure());
  }
}
