package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.extremum.cluster.FaultPlugin.Deed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The network between the driver and an executor is cut and mended: a worker lives in a network
 * namespace of its own, behind a pair of virtual interfaces. Skipped where the user may not make
 * such (it takes root, or CAP_NET_ADMIN and CAP_SYS_ADMIN) or {@code ip} is missing.
 */
@OnCluster
class NetworkCutTest {
  private static NetworkNamespace island;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    assumeTrue(NetworkNamespace.isPossible(), "network namespaces: expected root and ip(8)");
    island = NetworkNamespace.make();
    cluster = StandaloneCluster.named("network").host(island.outside()).workers(0).start();
    cluster.addWorker(island.outside(), List.of(), Map.of());
    cluster.addWorker(island.inside(), island.wrapper(), Map.of());
  }

  @AfterAll
  static void close() throws IOException, InterruptedException {
    if (cluster != null) {
      cluster.close();
    }
    if (island != null) {
      island.remove();
    }
  }

  private static Submission.Builder training(Fault fault, Path model) throws IOException {
    return fault
        .to(Training.WIDE.on(cluster, model))
        .conf("spark.locality.wait", "0") // or the island might get nothing to do
        .conf("spark.executor.heartbeatInterval", "1s")
        .conf("spark.network.timeoutInterval", "1s");
  }

  private static Fault heldOnTheIsland() throws IOException {
    return Fault.at(island.inside(), Deed.HOLD, "moments of folds", 1, cluster.folder());
  }

  /** The length is the fault, three seconds; the task begins in it and needs the driver. */
  @Test
  void aShortCutIsWaitedFor() throws Exception {
    Path model = cluster.folder().resolve("short-cut");
    Fault fault = heldOnTheIsland();
    Submission.Builder application = training(fault, model);
    EventLog log = EventLog.of(application, fault.folder().resolve("log"));
    Submission training = application.start();
    fault.awaitStrike(training);

    island.cut();
    fault.letGo();
    TimeUnit.SECONDS.sleep(3);
    island.mend();

    training.requireSuccess();
    System.out.println("short cut: " + log.summary());
    assertThat(log.executorsLost()).isZero();
    assertThat(ModelBytes.in(model)).isEqualTo(Training.WIDE.inLocalMode(cluster));
  }

  @Test
  void aLongCutLosesTheExecutor() throws Exception {
    Path model = cluster.folder().resolve("long-cut");
    Fault fault = heldOnTheIsland();
    Submission.Builder application = training(fault, model).conf("spark.network.timeout", "6s");
    EventLog log = EventLog.of(application, fault.folder().resolve("log"));
    Submission training = application.start();
    fault.awaitStrike(training);

    island.cut();
    Await.until("loss of the executor", () -> log.executorsLost() > 0);
    island.mend();
    fault.letGo();

    training.requireSuccess();
    System.out.println("long cut: " + log.summary());
    assertThat(ModelBytes.in(model)).isEqualTo(Training.WIDE.inLocalMode(cluster));
  }
}
