package org.extremum.spark;

import java.util.concurrent.CountDownLatch;
import org.extremum.samples.KeptSampleStore;

/**
 * Stops Spark in the middle of a pass, and begins another one afterwards. Says how each has failed
 * and what is left of them in this JVM. A program of its own, since a stopped context is so for
 * all.
 */
final class StoppedContext {
  private static final CountDownLatch BEGUN = new CountDownLatch(1);
  private static final CountDownLatch FAILED = new CountDownLatch(1);

  private StoppedContext() {}

  /** A sum that tells when its first task has begun, and does not end before its pass. */
  private static final class Waiting extends Delegating<double[]> {
    private static final long serialVersionUID = 1L;

    Waiting() {
      super(new WeightedSum());
    }

    @Override
    public Running<double[]> begin() {
      BEGUN.countDown();
      try {
        FAILED.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return inner.begin();
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    SparkSampleStore store = new SparkSampleStore(TestBlocks.rdd(2), TestBlocks.FEATURES);
    KeptSampleStore kept = store.kept(new Doubling());
    Thread stopping =
        new Thread(
            () -> {
              try {
                BEGUN.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              TestSpark.session().stop();
            });
    stopping.start();
    String during = failure(() -> store.aggregate(new Waiting()));
    FAILED.countDown();
    stopping.join();
    String after = failure(() -> store.aggregate(new Waiting()));
    String closing = failure(kept::close);
    String said =
        String.format( // at once: Spark's log of tasks that are cut off comes between
            "%nduring %s, after %s, closing %s: %d left, %d open%n",
            during, after, closing, Shipped.staying(), Handover.open());
    System.out.print(said);
  }

  private static String failure(Runnable work) {
    try {
      work.run();
      return "none";
    } catch (Exception e) { // SparkException is checked, and not declared
      return e.getClass().getSimpleName();
    }
  }
}
