package org.extremum.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts floating-point operations; JMH divides by the seconds: "gflops" is GFLOP/s. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Operations {
  /** 10⁹ operations done so far in this iteration. */
  public double gflops;

  void add(double flops) {
    gflops += flops * 1e-9;
  }
}
