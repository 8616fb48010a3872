package org.extremum.training;

/** The speed of the Moments pass beside what this machine's dsyrk gives one task. */
final class MomentsRate {
  private MomentsRate() {}

  /**
   * Adds a pass.
   *
   * @param flops of the pass
   * @param seconds of all passes so far
   * @param tasks that run at a time; their pace was measured when the work was planned
   */
  static void into(TrainingReport report, double flops, double seconds, int tasks) {
    double all = flops + (report.get("moments.flops") == null ? 0 : report.number("moments.flops"));
    report.put("moments.flops", all);
    report.put("moments.gflops", all / seconds * 1e-9);
    report.put("moments.dsyrkGflops", Pace.measure(tasks).taskGflops());
  }
}
