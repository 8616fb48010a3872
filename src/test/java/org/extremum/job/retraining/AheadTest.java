package org.extremum.job.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.extremum.job.Meanwhile;
import org.extremum.job.Stage;
import org.extremum.retraining.TrainingState;
import org.extremum.spark.TaskFailures;
import org.extremum.training.Problem;
import org.extremum.training.Progress;
import org.junit.jupiter.api.Test;

/** Which of two failures is told: that of the work, or that of the state it goes by. */
class AheadTest {
  private final List<Stage> stages = new ArrayList<>();

  private final class Host implements Job.Host {
    @Override
    public void enter(Stage stage) {
      stages.add(stage);
    }

    @Override
    public int exitCode(Throwable failure) {
      throw new IllegalStateException("not asked for");
    }

    @Override
    public String reason(Throwable failure) {
      throw new IllegalStateException("not asked for");
    }
  }

  private Ahead ahead(Callable<Optional<TrainingState>> state) {
    Job job = new Job(null, Map.of(), null, file -> null, Progress.NONE, Map.of(), new Host());
    return new Ahead(
        job,
        Meanwhile.begin("a state", state),
        Optional.empty(),
        Meanwhile.begin("nothing", () -> null));
  }

  private static Supplier<Void> failing(Throwable failure) {
    return () -> {
      throw TaskFailures.<RuntimeException>asItWas(failure);
    };
  }

  /** Spark throws AnalysisException, which is checked, where nothing is declared. */
  @Test
  void ofADamagedStateItIsSaidWhateverTheWorkThrew() {
    Problem damaged = Problem.because(Problem.Kind.UNREADABLE, "state: cut", "mend it");
    for (Exception failure : new Exception[] {new IOException("no"), new RuntimeException("no")}) {
      try (Ahead ahead =
          ahead(
              () -> {
                throw damaged;
              })) {
        assertThatThrownBy(() -> ahead.byFacts(failing(failure))).isSameAs(damaged);
        assertThat(stages).last().isEqualTo(Stage.READING_MODEL);
      }
    }
  }

  @Test
  void elseTheWorksOwnFailureIsThrownAsItWas() {
    for (Throwable failure :
        new Throwable[] {
          new IOException("checked"),
          new IllegalStateException("unchecked"),
          new OutOfMemoryError("not a real one")
        }) {
      try (Ahead ahead = ahead(Optional::empty)) {
        assertThatThrownBy(() -> ahead.byFacts(failing(failure))).isSameAs(failure);
        assertThat(stages.isEmpty() || stages.get(stages.size() - 1) == Stage.READING).isTrue();
      }
    }
  }

  /** Errors of memory too, which the other thread meets. */
  @Test
  void whatTheStatesThreadThrewIsThrownAsItWas() {
    Error failure = new OutOfMemoryError("not a real one");
    try (Ahead ahead =
        ahead(
            () -> {
              throw failure;
            })) {
      assertThatThrownBy(() -> ahead.byFacts(failing(new IOException("for that"))))
          .isSameAs(failure);
    }
  }
}
