package org.extremum.spark;

import java.util.concurrent.CountDownLatch;

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
    String during = failure(store);
    FAILED.countDown();
    stopping.join();
    String after = failure(store);
    String said =
        String.format( // at once: Spark's log of tasks that are cut off comes between
            "%nduring %s, after %s: %d left, %d open%n",
            during, after, Shipped.staying(), Handover.open());
    System.out.print(said);
  }

  private static String failure(SparkSampleStore store) {
    try {
      store.aggregate(new Waiting());
      return "none";
    } catch (Exception e) { // SparkException is checked, and not declared
      return e.getClass().getSimpleName();
    }
  }
}
