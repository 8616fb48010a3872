package org.extremum.training;

import org.extremum.linalg.SyrkRate;

/** The speed of the Moments pass beside what one thread of this machine's dsyrk gives. */
final class MomentsRate {
  private MomentsRate() {}

  static void into(TrainingReport report, double flops, double seconds) {
    report.put("moments.flops", flops);
    report.put("moments.gflops", flops / seconds * 1e-9);
    report.put("moments.dsyrkGflops", SyrkRate.measure());
  }
}
