package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.extremum.cluster.FaultPlugin.Deed;
import org.extremum.cluster.FaultPlugin.Signals;
import org.extremum.cluster.StandaloneCluster.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What else befalls clusters, in the middle of a training: the model is the same. */
@OnCluster
class FaultsTest {
  private static final String MOMENTS = "moments of folds";

  /** The first task that merges what the four tasks before it have left in shuffle files. */
  private static final int MERGING = 5;

  private static StandaloneCluster cluster;
  private Path model;
  private String name;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    cluster = StandaloneCluster.named("faults").start();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @BeforeEach
  void name(TestInfo test) {
    cluster.awaitIdle();
    name = test.getTestMethod().orElseThrow().getName();
    model = cluster.folder().resolve(name);
  }

  private Fault fault(Deed deed, String pass, int task) throws IOException {
    return Fault.of(deed, pass, task, cluster.folder());
  }

  private static EventLog log(Submission.Builder application, Fault fault) throws IOException {
    return EventLog.of(application, fault.folder().resolve("log"));
  }

  private void requireSameModel(Training training, EventLog log) throws Exception {
    System.out.println(name + ": " + log.summary());
    assertThat(ModelBytes.in(model)).isEqualTo(training.inLocalMode(cluster));
  }

  private static Worker workerOf(Fault fault) throws IOException {
    String host = fault.struckHost();
    return cluster.workers().stream().filter(w -> w.host().equals(host)).findAny().orElseThrow();
  }

  @Test
  void aWorkerDiesAndAnotherOneJoins() throws Exception {
    Fault fault = fault(Deed.HOLD, MOMENTS, 3);
    Submission.Builder application = fault.to(Training.WIDE.on(cluster, model));
    EventLog log = log(application, fault);
    Submission training = application.start();
    fault.awaitStrike(training);

    cluster.killWorker(workerOf(fault));
    cluster.addWorker();

    training.requireSuccess();
    assertThat(log.executorsLost()).isPositive();
    requireSameModel(Training.WIDE, log);
  }

  @Test
  void allWorkersDieAndOthersJoin() throws Exception {
    Fault fault = fault(Deed.HOLD, MOMENTS, MERGING);
    Submission.Builder application = fault.to(Training.WIDE.on(cluster, model));
    EventLog log = log(application, fault);
    Submission training = application.start();
    fault.awaitStrike(training);

    cluster.workers().forEach(cluster::killWorker);
    cluster.addWorker();
    cluster.addWorker();

    training.requireSuccess();
    assertThat(log.executors()).isEqualTo(4);
    requireSameModel(Training.WIDE, log);
  }

  /** The task that hangs is never let go: without a copy the training would not end. */
  @Test
  void aStragglerIsOvertakenByACopy() throws Exception {
    Fault fault = fault(Deed.HOLD, MOMENTS, 3);
    Submission.Builder application =
        fault
            .to(Training.WIDE.on(cluster, model))
            .conf("spark.speculation", "true")
            .conf("spark.speculation.quantile", "0.5");
    EventLog log = log(application, fault);

    application.run();

    assertThat(fault.struck()).isTrue();
    assertThat(fault.heldTaskEnded()).isFalse();
    assertThat(log.copiesThatWon()).isPositive();
    requireSameModel(Training.WIDE, log);
  }

  /** Stopped for longer than Spark waits for a sign of life, then alive again. */
  @Test
  void anExecutorFreezesAndThaws() throws Exception {
    Fault fault = fault(Deed.STOP, MOMENTS, 3);
    Submission.Builder application =
        fault
            .to(Training.WIDE.on(cluster, model))
            .conf("spark.executor.heartbeatInterval", "1s")
            .conf("spark.network.timeout", "6s")
            .conf("spark.network.timeoutInterval", "1s");
    EventLog log = log(application, fault);
    Submission training = application.start();
    fault.awaitStrike(training);

    Await.until("loss of the executor", () -> log.executorsLost() > 0);
    Signals.send("CONT", fault.pid());

    training.requireSuccess();
    requireSameModel(Training.WIDE, log);
  }

  @Test
  void shuffleFilesAreDeleted() throws Exception {
    Fault fault = fault(Deed.HOLD, MOMENTS, MERGING);
    Submission.Builder application = fault.to(Training.WIDE.on(cluster, model));
    EventLog log = log(application, fault);
    Submission training = application.start();
    fault.awaitStrike(training);

    int deleted = 0;
    for (Worker worker : cluster.workers()) {
      for (Path file : below(worker.localFolder())) {
        if (file.getFileName().toString().startsWith("shuffle_")) {
          Files.delete(file);
          deleted++;
        }
      }
    }
    fault.letGo();

    training.requireSuccess();
    assertThat(deleted).isPositive();
    assertThat(log.stagesAgain()).isPositive();
    requireSameModel(Training.WIDE, log);
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void theDriverDiesAndIsStartedAgain() throws Exception {
    Path checkpoints = Files.createDirectories(cluster.folder().resolve("checkpoints"));
    String kept = "--set=checkpointDir=" + checkpoints;
    Fault fault = fault(Deed.HOLD, "verification", 1);
    Submission first = fault.to(Training.EXACT.on(cluster, model, kept)).start();
    fault.awaitStrike(first);
    first.process().kill();
    assertThat(model).doesNotExist();

    Submission.Builder again = Training.EXACT.on(cluster, model, kept);
    EventLog log = log(again, fault);
    Submission second = again.run();

    assertThat(second.driverErr()).contains("Moments taken from the checkpoint");
    assertThat(checkpoints).isEmptyDirectory();
    requireSameModel(Training.EXACT, log);
  }

  /** On a worker that supervises it, nobody has to start it. */
  @Test
  void aSupervisedDriverDies() throws Exception {
    Path checkpoints = Files.createDirectories(cluster.folder().resolve("supervised"));
    Fault fault = fault(Deed.HOLD, "verification", 1);
    Submission.Builder application =
        fault
            .to(Training.EXACT.on(cluster, model, "--set=checkpointDir=" + checkpoints))
            .supervised();
    EventLog log = log(application, fault);
    Submission training = application.start();
    fault.awaitStrike(training);
    for (Worker worker : cluster.workers()) {
      for (long driver : worker.drivers()) {
        Signals.send("KILL", driver);
      }
    }

    training.requireSuccess();
    assertThat(training.driverErr()).contains("Moments taken from the checkpoint");
    requireSameModel(Training.EXACT, log);
  }
}
