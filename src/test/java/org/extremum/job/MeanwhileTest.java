package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.extremum.spark.TaskFailures;
import org.extremum.training.Problem;
import org.junit.jupiter.api.Test;

/** Work of another thread: what comes of it, and when it is over. */
class MeanwhileTest {
  @Test
  void theResultIsThatOfTheWork() {
    try (Meanwhile<String> work =
        Meanwhile.begin("a test", () -> Thread.currentThread().getName())) {
      assertThat(work.result()).isEqualTo("extremum a test");
      assertThat(work.result()).as("again").isEqualTo("extremum a test");
    }
  }

  @Test
  void whatItThrowsIsThrownAsItWas() {
    for (Throwable failure :
        new Throwable[] {
          Problem.because(Problem.Kind.BAD_DATA, "what", "remedy"),
          new IOException("checked"),
          new OutOfMemoryError("not a real one")
        }) {
      try (Meanwhile<Void> work =
          Meanwhile.begin(
              "a test",
              () -> {
                throw TaskFailures.<RuntimeException>asItWas(failure);
              })) {
        assertThatThrownBy(work::result).isSameAs(failure);
      }
    }
  }

  /** Whoever closes it may remove what it works with. */
  @Test
  void closingWaitsForTheEndAndPassesFailuresOver() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean over = new AtomicBoolean();
    Meanwhile<Void> work =
        Meanwhile.begin(
            "a test",
            () -> {
              goOn.await();
              over.set(true);
              throw new IOException("nobody asks for the result");
            });
    AtomicBoolean overAtClose = new AtomicBoolean();
    Thread closing =
        new Thread(
            () -> {
              work.close();
              overAtClose.set(over.get());
            });
    closing.start();
    goOn.countDown();
    closing.join();
    assertThat(overAtClose).isTrue();
  }

  @Test
  void anInterruptEndsTheWaiting() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicBoolean flag = new AtomicBoolean();
    try (Meanwhile<Void> work =
        Meanwhile.begin(
            "a test",
            () -> {
              never.await();
              return null;
            })) {
      Thread waiting =
          new Thread(
              () -> {
                try {
                  work.result();
                } catch (CancellationException e) {
                  thrown.set(e);
                  flag.set(Thread.currentThread().isInterrupted());
                }
              });
      waiting.start();
      waiting.interrupt();
      waiting.join();
      never.countDown();
    }
    assertThat(thrown.get()).hasMessage("interrupted");
    assertThat(flag).isTrue();
  }
}
