package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.Supplier;
import org.extremum.training.Problem;

/** Reads something that may be damaged, and holds whoever reads it to what was promised. */
final class Loading {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static long largest;

  private Loading() {}

  /**
   * What is read; empty when it is refused as unreadable, in one line that is not endless.
   *
   * @param most bytes that the thread may allocate
   */
  static <T> Optional<T> of(Supplier<T> reader, long most) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Optional<T> read;
    try {
      read = Optional.of(reader.get());
    } catch (Problem problem) {
      assertThat(problem.kind()).isEqualTo(Problem.Kind.UNREADABLE);
      assertThat(problem.getMessage()).hasSizeLessThan(1500).doesNotContainPattern("\\p{Cntrl}");
      read = Optional.empty();
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    largest = Math.max(largest, allocated);
    assertThat(allocated).as("allocated bytes").isLessThan(most);
    return read;
  }

  /** Bytes that the hungriest reading so far has allocated. */
  static long largest() {
    return largest;
  }
}
