package org.extremum.job;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.extremum.spark.TaskFailures;

/**
 * Work that another thread does while this one goes on with something that does not need it. Closed
 * by whoever began it, so that nothing runs on after a failure elsewhere.
 */
public final class Meanwhile<T> implements AutoCloseable {
  private final FutureTask<T> task;

  private Meanwhile(FutureTask<T> task) {
    this.task = task;
  }

  /**
   * Begins it.
   *
   * @param what it is, for thread dumps
   */
  public static <T> Meanwhile<T> begin(String what, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "extremum " + what);
    thread.setDaemon(true);
    thread.start();
    return new Meanwhile<>(task);
  }

  /**
   * Waits for the result. What the work threw, checked exceptions too, is thrown here as it was.
   *
   * @throws CancellationException when this thread is interrupted; its flag is set
   */
  public T result() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw TaskFailures.<RuntimeException>asItWas(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  /** Waits for the end, whatever it is. */
  @Override
  public void close() {
    try {
      task.get();
    } catch (ExecutionException e) {
      // Thrown by result(), if anybody asked for it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
