package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.extremum.cluster.FaultPlugin.Deed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An executor gets SIGKILL in the middle of a pass, of each kind that there is. */
@OnCluster
class KilledExecutorTest {
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    cluster = StandaloneCluster.named("killed-executors").start();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  static Stream<Arguments> passes() {
    return Stream.of(
        Arguments.of(Training.EXACT, "reading samples", 3),
        Arguments.of(Training.EXACT, "statistics", 3),
        Arguments.of(Training.EXACT, "central samples", 3),
        Arguments.of(Training.EXACT, "clustering", 7),
        Arguments.of(Training.EXACT, "moments", 3),
        Arguments.of(Training.EXACT, "margin", 11),
        Arguments.of(Training.EXACT, "verification", 3),
        Arguments.of(Training.WIDE, "moments of folds", 3),
        Arguments.of(Training.WIDE, "moments of folds", 5), // of those that merge
        Arguments.of(Training.LOGISTIC, "logistic", 11),
        Arguments.of(Training.LOGISTIC, "tuning", 11));
  }

  @ParameterizedTest(name = "{1}, task {2}")
  @MethodSource("passes")
  void theModelIsTheSame(Training training, String pass, int task) throws Exception {
    cluster.awaitIdle();
    ModelBytes expected = training.inLocalMode(cluster);
    Path model = cluster.folder().resolve(pass.replace(' ', '-') + "-" + task);
    Fault fault = Fault.of(Deed.KILL, pass, task, cluster.folder());
    Submission.Builder application = fault.to(training.on(cluster, model));
    EventLog log = EventLog.of(application, fault.folder().resolve("log"));

    application.run();

    assertThat(fault.struck()).isTrue();
    System.out.println(pass + ", task " + task + ": " + log.summary());
    assertThat(log.executorsLost()).isPositive();
    assertThat(ModelBytes.in(model)).isEqualTo(expected);
  }
}
