package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many threads the native library has at each moment; on one core there is nothing to see. */
class BlasThreadsTest {
  private static final int ALL = BlasThreads.driverThreads();

  @AfterEach
  void oneThreadIsLeft() {
    assertThat(NativeLibrary.threads()).isEqualTo(1);
  }

  @Test
  void anIdleDriverSolvesOnAllCores() {
    assertThat(BlasThreads.<Integer>onAllCores(NativeLibrary::threads)).isEqualTo(ALL);
  }

  @Test
  void aSolveThatFailsGivesTheCoresBack() {
    assertThatThrownBy(
            () ->
                BlasThreads.onAllCores(
                    () -> {
                      throw new IllegalStateException("no solution");
                    }))
        .hasMessage("no solution");
    assertThat(NativeLibrary.threads()).isEqualTo(1);
    assertThat(BlasThreads.<Integer>onAllCores(NativeLibrary::threads)).isEqualTo(ALL);
  }

  @Test
  void aTaskHasOneThreadAndSoHasASolveBesideIt() {
    BlasThreads.taskStarted();
    try {
      assertThat(NativeLibrary.threads()).isEqualTo(1);
      assertThat(BlasThreads.<Integer>onAllCores(NativeLibrary::threads)).isEqualTo(1);
    } finally {
      BlasThreads.taskEnded();
    }
    assertThat(BlasThreads.<Integer>onAllCores(NativeLibrary::threads)).isEqualTo(ALL);
  }

  @Test
  void aTaskThatBeginsTakesTheCoresFromASolve() {
    int after =
        BlasThreads.onAllCores(
            () -> {
              assertThat(NativeLibrary.threads()).isEqualTo(ALL);
              BlasThreads.taskStarted();
              int beside = NativeLibrary.threads();
              BlasThreads.taskEnded();
              return beside;
            });
    assertThat(after).isEqualTo(1);
  }

  @Test
  void theLastOfSeveralTasksCounts() {
    BlasThreads.taskStarted();
    BlasThreads.taskStarted();
    BlasThreads.taskEnded();
    assertThat(BlasThreads.<Integer>onAllCores(NativeLibrary::threads)).isEqualTo(1);
    BlasThreads.taskEnded();
    assertThat(BlasThreads.<Integer>onAllCores(NativeLibrary::threads)).isEqualTo(ALL);
  }

  @Test
  void aSecondSolveDoesNotAddThreadsNorTakeThem() throws Exception {
    CountDownLatch firstRuns = new CountDownLatch(1);
    CountDownLatch secondEnded = new CountDownLatch(1);
    CompletableFuture<Integer> first =
        CompletableFuture.supplyAsync(
            () ->
                BlasThreads.onAllCores(
                    () -> {
                      firstRuns.countDown();
                      awaitQuietly(secondEnded);
                      return NativeLibrary.threads();
                    }));
    firstRuns.await();
    BlasThreads.onAllCores(() -> null);
    secondEnded.countDown();
    assertThat(first.get()).isEqualTo(ALL);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
