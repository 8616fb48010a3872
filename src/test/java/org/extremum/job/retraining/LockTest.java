package org.extremum.job.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.extremum.training.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One run at a time, whoever dies when. */
class LockTest {
  private static final Duration TTL = Duration.ofMinutes(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock();
  private final List<String> warnings = new ArrayList<>();
  private StateDirectory directory;

  /** A clock that is moved by hand. */
  private static final class MovedClock extends Clock {
    private Instant now = Instant.parse("2030-01-01T03:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void open() {
    directory = StateDirectory.at(new Configuration(), folder.resolve("state").toString());
  }

  private Lock acquire() {
    return Lock.acquire(directory, TTL, clock, warnings::add);
  }

  private Path file() {
    return folder.resolve("state/lock.json");
  }

  private ObjectNode entry() throws IOException {
    return (ObjectNode) JSON.readTree(file().toFile());
  }

  private void change(Consumer<ObjectNode> change) throws IOException {
    ObjectNode entry = entry();
    change.accept(entry);
    Files.writeString(file(), entry.toString());
  }

  private void isLocked(String... words) {
    assertThatThrownBy(this::acquire)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.LOCKED);
              assertThat(problem.kind().exitCode()).isEqualTo(75);
              assertThat(problem.getMessage()).doesNotContain("\n");
              assertThat(words).allSatisfy(word -> assertThat(problem.getMessage()).contains(word));
            });
    assertThat(warnings).isEmpty();
  }

  private static void isLost(Lock lock, String... words) {
    assertThatThrownBy(lock::requireHeld)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.LOCKED);
              assertThat(words).allSatisfy(word -> assertThat(problem.getMessage()).contains(word));
            });
  }

  private List<String> there() throws IOException {
    try (Stream<Path> paths = Files.list(folder.resolve("state"))) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** A number that no process has now. */
  private static long deadProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  @Test
  void isHeldUntilItIsClosed() throws IOException {
    Lock lock = acquire();
    lock.requireHeld();
    assertThat(entry().path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(entry().path("owner").asText()).startsWith(System.getProperty("user.name") + "@");
    clock.pass(Duration.ofMinutes(12));
    isLocked(
        "expected no other run, got one of " + entry().path("owner").asText(),
        "process " + ProcessHandle.current().pid(),
        "12 min old, renewed 12 min ago",
        "--break-lock");
    lock.close();
    assertThat(there()).isEmpty();
    isLost(lock);
    acquire().close();
    assertThat(there()).isEmpty();
  }

  @Test
  void isTakenOverAfterItsTime() throws IOException {
    Lock sleeper = acquire();
    clock.pass(TTL);
    isLocked();
    clock.pass(Duration.ofSeconds(1));
    Lock next = acquire();
    assertThat(warnings).singleElement().asString().contains("taken over: it was not renewed");
    next.requireHeld();
    isLost(sleeper, "expected that of this run, got " + entry().path("owner").asText());
    sleeper.renew();
    sleeper.close();
    next.requireHeld();
    assertThat(there()).containsExactly("lock.json");
  }

  @Test
  void lastsWhileItIsRenewed() throws IOException {
    Lock lock = acquire();
    String since = entry().path("since").asText();
    for (int i = 0; i < 5; i++) {
      clock.pass(TTL.dividedBy(2));
      lock.renew();
      isLocked("renewed 0 s ago");
    }
    assertThat(entry().path("since").asText()).isEqualTo(since);
    lock.requireHeld();
    clock.pass(TTL.plusSeconds(1));
    acquire().requireHeld();
  }

  /** The thread that renews is a real one; how soon it comes does not matter. */
  @Test
  void isRenewedByItself() throws Exception {
    try (Lock lock = Lock.acquire(directory, Duration.ofMillis(30), warnings::add)) {
      String first = entry().path("renewed").asText();
      while (entry().path("renewed").asText().equals(first)) {
        Thread.onSpinWait();
      }
      lock.requireHeld();
    }
    assertThat(there()).isEmpty();
  }

  @Test
  void aDeadProcessHoldsNothing() throws Exception {
    acquire();
    long dead = deadProcess();
    change(entry -> entry.put("pid", dead));
    Lock next = acquire();
    assertThat(warnings).singleElement().asString().contains("that process is no more");
    next.requireHeld();
    assertThat(there()).containsExactly("lock.json");
  }

  @Test
  void aProcessThatHasTheNumberOfADeadOneIsAnother() throws Exception {
    acquire();
    change(entry -> entry.put("processStart", "2001-01-01T00:00:00Z"));
    acquire().requireHeld();
    assertThat(warnings).hasSize(1);
  }

  /** Elsewhere the number says nothing; nor under the same name, as containers may have it. */
  @Test
  void ofAnotherMachinesProcessesNothingIsKnown() throws Exception {
    acquire();
    long dead = deadProcess();
    change(entry -> entry.put("pid", dead).put("machine", "elsewhere"));
    isLocked();
    clock.pass(TTL.plusSeconds(1));
    acquire().requireHeld();
  }

  @Test
  void isBrokenByForce() throws IOException {
    assertThat(Lock.breakLock(directory)).isEmpty();
    Lock lock = acquire();
    Optional<String> whose = Lock.breakLock(directory);
    assertThat(whose.orElseThrow()).contains(entryOwner());
    assertThat(there()).isEmpty();
    isLost(lock, "none: it was removed");
    lock.renew();
    assertThat(there()).as("it does not come back").isEmpty();
    acquire().requireHeld();
  }

  private static String entryOwner() {
    return System.getProperty("user.name") + "@";
  }

  /** What cannot be read is somebody's, for the usual time. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"token\":\"../x\",\"timeToLiveSeconds\":0}",
        "{\"token\":\"x\",\"timeToLiveSeconds\":0,\"since\":\"yesterday\"}"
      })
  void nonsenseIsRespectedForATime(String text) throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), text);
    Files.setLastModifiedTime(
        file(), java.nio.file.attribute.FileTime.from(clock.instant().minusSeconds(3590)));
    isLocked("unknown");
    clock.pass(Duration.ofSeconds(20));
    acquire().requireHeld();
    assertThat(there()).containsExactly("lock.json");
  }

  /** A contender died when it was about to take over. */
  @Test
  void aDeadContenderIsPassedBy() throws Exception {
    acquire();
    long dead = deadProcess();
    change(entry -> entry.put("pid", dead));
    String token = entry().path("token").asText();
    Files.copy(file(), file().resolveSibling(".lock.json.takeover-" + token + "-1"));
    acquire().requireHeld();
    assertThat(there()).containsExactly("lock.json");
  }

  /** A contender is about to take over: it is the one. */
  @Test
  void aLivingContenderIsNotDisturbed() throws Exception {
    acquire();
    Path guard =
        file().resolveSibling(".lock.json.takeover-" + entry().path("token").asText() + "-1");
    Files.copy(file(), guard);
    long dead = deadProcess();
    change(entry -> entry.put("pid", dead));
    isLocked();
    assertThat(guard).exists();
    assertThat(entry().path("pid").asLong()).isEqualTo(dead);
  }

  @RepeatedTest(20)
  void ofManyThreadsOneWins() throws Exception {
    assertThat(winners()).isEqualTo(1);
  }

  @RepeatedTest(20)
  void ofManyThreadsOneTakesOver() throws Exception {
    acquire();
    long dead = deadProcess();
    change(entry -> entry.put("pid", dead));
    assertThat(winners()).isEqualTo(1);
    assertThat(there()).containsExactly("lock.json");
  }

  private int winners() throws Exception {
    int many = 6;
    CyclicBarrier together = new CyclicBarrier(many);
    ExecutorService pool = Executors.newFixedThreadPool(many);
    try {
      List<Future<Lock>> contenders = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        contenders.add(
            pool.submit(
                () -> {
                  together.await();
                  return Lock.acquire(directory, TTL, clock, line -> {});
                }));
      }
      int winners = 0;
      for (Future<Lock> contender : contenders) {
        try {
          contender.get().requireHeld();
          winners++;
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(Problem.class);
          assertThat(((Problem) e.getCause()).kind()).isEqualTo(Problem.Kind.LOCKED);
        }
      }
      return winners;
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void ofTwoProcessesOneWins() throws Exception {
    assertThat(outcomes()).containsExactlyInAnyOrder("held", "locked");
  }

  @Test
  void ofTwoProcessesOneTakesOverFromADeadOne() throws Exception {
    acquire();
    long dead = deadProcess();
    change(entry -> entry.put("pid", dead));
    assertThat(outcomes()).containsExactlyInAnyOrder("held", "locked");
    assertThat(there()).containsExactly("lock.json");
    acquire().requireHeld(); // both have died without releasing it
    assertThat(warnings).hasSize(1);
  }

  private List<String> outcomes() throws Exception {
    List<LockingProcess> processes =
        List.of(LockingProcess.start(folder), LockingProcess.start(folder));
    for (LockingProcess process : processes) {
      process.ready();
    }
    for (LockingProcess process : processes) {
      process.go();
    }
    List<String> outcomes = new ArrayList<>();
    for (LockingProcess process : processes) {
      outcomes.add(process.outcome());
    }
    for (LockingProcess process : processes) {
      process.kill();
    }
    return outcomes;
  }
}
