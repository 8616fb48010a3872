package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.extremum.spark.Pointer.Position;
import org.extremum.training.Problem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pointer of a directory of scheduled retraining: whole, torn, and swapped under readers. */
class PointerTest {
  private static FileSystem files;

  @TempDir Path directory;

  @BeforeAll
  static void open() throws IOException {
    files = FileSystem.getLocal(new Configuration());
  }

  private org.apache.hadoop.fs.Path hadoop() {
    return new org.apache.hadoop.fs.Path(directory.toString());
  }

  private Position read() {
    return Pointer.read(files, hadoop()).orElseThrow();
  }

  private void swap(Position next) {
    Pointer.swap(files, hadoop(), next);
  }

  private void unreadable(String... words) {
    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.UNREADABLE);
              assertThat(problem.getMessage()).contains("current.json");
              assertThat(words).allSatisfy(word -> assertThat(problem.getMessage()).contains(word));
              assertThat(problem.getMessage().lines()).hasSize(1);
            });
  }

  private List<String> there() throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void comesBackAndLeavesNothingBeside() throws IOException {
    assertThat(Pointer.read(files, hadoop())).isEmpty();
    Position first = new Position("000001", null, List.of());
    swap(first);
    assertThat(read()).isEqualTo(first);
    Position second = new Position("000002", "c.1", List.of("b", "A_-"));
    swap(second);
    assertThat(read()).isEqualTo(second);
    assertThat(there()).containsExactly("current.json");
    assertThat(directory.resolve("current.json"))
        .hasContent(
            "{\"formatVersion\":1,\"state\":\"000002\",\"champion\":\"c.1\","
                + "\"earlier\":[\"b\",\"A_-\"]}");
  }

  @Test
  void theListOfEarlierChampionsMayBeMissing() throws IOException {
    write("{\"formatVersion\":1,\"state\":\"000002\",\"champion\":null,\"later\":7}");
    assertThat(read()).isEqualTo(new Position("000002", null, List.of()));
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve("current.json"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{}",
        "{\"formatVersion\":1",
        "{\"formatVersion\":2,\"state\":\"000002\",\"champion\":null}",
        "{\"formatVersion\":1,\"champion\":null}",
        "{\"formatVersion\":1,\"state\":\"000002\"}",
        "{\"formatVersion\":1,\"state\":2,\"champion\":null}",
        "{\"formatVersion\":1,\"state\":\"000002\",\"champion\":7}",
        "{\"formatVersion\":1,\"state\":\"000002\",\"champion\":\"\"}",
        "{\"formatVersion\":1,\"state\":\"000002\",\"champion\":null,\"earlier\":[null]}",
      })
  void nonsenseIsRefused(String text) throws IOException {
    write(text);
    unreadable();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..", ".", "../x", "a/b", "/etc", ".hidden", "", "a b", "file:x", "é", "a\\\\b"})
  void idsThatLeadElsewhereAreRefused(String id) throws IOException {
    for (String entries :
        List.of(
            "\"state\":\"%s\",\"champion\":null",
            "\"state\":\"1\",\"champion\":\"%s\"",
            "\"state\":\"1\",\"champion\":null,\"earlier\":[\"a\",\"%s\"]")) {
      write("{\"formatVersion\":1," + String.format(Locale.ROOT, entries, id) + "}");
      unreadable("expected names of folders in it");
    }
    assertThat(Pointer.isId(id)).isFalse();
    assertThatThrownBy(() -> new Position("1", id, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void idsHaveALength() {
    assertThat(Pointer.isId("a".repeat(128))).isTrue();
    assertThat(Pointer.isId("a".repeat(129))).isFalse();
    assertThat(Pointer.isId(null)).isFalse();
    assertThat(Pointer.isId("a\n")).isFalse();
  }

  @Test
  void championsQueueUpAndAreGoneBackTo() {
    Position position = new Position("000001", null, List.of());
    for (String id : List.of("a", "b", "c", "d")) {
      position = position.promoted("000002", id, 3);
    }
    assertThat(position).isEqualTo(new Position("000002", "d", List.of("c", "b")));
    assertThat(position.advanced("000003"))
        .isEqualTo(new Position("000003", "d", List.of("c", "b")));
    Position back = position.rolledBack().orElseThrow();
    assertThat(back).isEqualTo(new Position("000002", "c", List.of("b")));
    assertThat(back.names("d")).isFalse();
    assertThat(back.promoted("000003", "b", 3))
        .as("the same model again")
        .isEqualTo(new Position("000003", "b", List.of("c")));
    Position first = back.rolledBack().orElseThrow();
    assertThat(first).isEqualTo(new Position("000002", "b", List.of()));
    assertThat(first.rolledBack()).isEmpty();
    assertThat(position.promoted("000003", "e", 1).earlier()).isEmpty();
  }

  /** Every position that a reader sees is one that was written, and they come in order. */
  @Test
  void readersNeverSeeNonsense() throws Exception {
    int swaps = 3000;
    swap(position(0));
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch started = new CountDownLatch(3);
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(pool.submit(() -> poll(done, started)));
      }
      started.await();
      for (int i = 1; i <= swaps; i++) {
        swap(position(i));
      }
      done.set(true);
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).as("different positions seen").isGreaterThan(1);
      }
    } finally {
      done.set(true);
      pool.shutdownNow();
    }
    assertThat(read()).isEqualTo(position(swaps));
    assertThat(there()).containsExactly("current.json");
  }

  private int poll(AtomicBoolean done, CountDownLatch started) {
    int last = -1;
    int different = 0;
    while (!done.get()) {
      Position seen = read();
      int number = Integer.parseInt(seen.state());
      assertThat(seen).isEqualTo(position(number));
      assertThat(number).isGreaterThanOrEqualTo(last);
      different += number > last ? 1 : 0;
      last = number;
      started.countDown();
    }
    return different;
  }

  /** Of very different lengths, so that a mixture of two would be seen. */
  private static Position position(int number) {
    String champion = "v" + String.valueOf(number).repeat(1 + number % 20);
    return new Position(
        String.format(Locale.ROOT, "%06d", number), champion, List.of("e" + number));
  }

  @Test
  void whatCannotBeReplacedStays() throws IOException {
    Files.createDirectories(directory.resolve("current.json/full"));
    assertThatThrownBy(() -> swap(position(1)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(Problem.Kind.OUTPUT);
              assertThat(problem.getMessage()).contains("cannot be replaced");
            });
    assertThat(there()).containsExactly("current.json");
  }
}
