package org.extremum.job.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkException;
import org.extremum.training.Problem;
import org.junit.jupiter.api.Test;

class UnusableInputTest {
  private static SparkException failed(String reason) {
    return new SparkException(
        "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure:"
            + " Lost task 0.3 in stage 1.0 (TID 7) (host executor 2): "
            + reason);
  }

  @Test
  void executorsThatDieOverFootersDoNotSpoilTheFile() {
    SparkException lost = failed("ExecutorLostFailure (executor 2 exited) Reason: code 137");
    assertThatThrownBy(() -> UnusableInput.notParquet("in.parquet", lost)).isSameAs(lost);
    SparkException damaged = failed("java.lang.RuntimeException: is not a Parquet file");
    Problem problem = UnusableInput.notParquet("in.parquet", damaged);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_DATA);
    assertThat(problem).hasMessageStartingWith("in.parquet: expected Parquet").hasCause(damaged);
  }
}
