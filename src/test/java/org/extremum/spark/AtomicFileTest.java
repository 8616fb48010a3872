package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Local files, a file system that is reached by Hadoop's renames alone, and a store of objects. */
class AtomicFileTest {
  private static final String REMOTE = "remote";
  private static final String STORE = "s3a";

  @TempDir Path folder;

  /** Local files under another scheme. */
  public static final class Renamed extends RawLocalFileSystem {
    private final String scheme;

    /** For Hadoop: the store of objects. */
    public Renamed() {
      this(STORE);
    }

    Renamed(String scheme) {
      this.scheme = scheme;
    }

    @Override
    public URI getUri() {
      return URI.create(scheme + ":///");
    }
  }

  /** Local files that do not look like local ones. */
  public static final class Remote extends FilterFileSystem {
    public Remote() {
      super(new Renamed(REMOTE));
    }
  }

  /** What {@code FileContext} needs to reach them. */
  public static final class RemoteContext extends DelegateToFileSystem {
    public RemoteContext(URI uri, Configuration conf) throws IOException, URISyntaxException {
      super(uri, new Renamed(REMOTE), conf, REMOTE, false);
    }
  }

  private static FileSystem files(String scheme) throws IOException {
    Configuration conf = new Configuration();
    conf.set("fs." + REMOTE + ".impl", Remote.class.getName());
    conf.set("fs.AbstractFileSystem." + REMOTE + ".impl", RemoteContext.class.getName());
    conf.set("fs." + STORE + ".impl", Renamed.class.getName());
    return FileSystem.newInstance(URI.create(scheme + ":///"), conf);
  }

  private org.apache.hadoop.fs.Path file(FileSystem files) {
    return files.makeQualified(new org.apache.hadoop.fs.Path(folder + "/new/file"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void hasOnly(String text) throws IOException {
    assertThat(folder.resolve("new/file")).hasContent(text);
    try (Stream<Path> paths = Files.list(folder.resolve("new"))) {
      assertThat(paths).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", REMOTE, STORE})
  void isReplaced(String scheme) throws IOException {
    FileSystem files = files(scheme);
    assertThatThrownBy(() -> AtomicFile.read(files, file(files)))
        .isInstanceOf(FileNotFoundException.class);
    AtomicFile.replace(files, file(files), bytes("first"));
    hasOnly("first");
    AtomicFile.replace(files, file(files), bytes("a second"));
    hasOnly("a second");
    assertThat(AtomicFile.read(files, file(files))).isEqualTo(bytes("a second"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", REMOTE, STORE})
  void isMadeOnce(String scheme) throws IOException {
    FileSystem files = files(scheme);
    assertThat(AtomicFile.createNew(files, file(files), bytes("first"))).isTrue();
    assertThat(AtomicFile.createNew(files, file(files), bytes("a second"))).isFalse();
    hasOnly("first");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void ofManyWhoMakeItOneDoes(int attempt) throws Exception {
    FileSystem files = files("file");
    int many = 8;
    CyclicBarrier together = new CyclicBarrier(many);
    ExecutorService pool = Executors.newFixedThreadPool(many);
    try {
      List<Future<Boolean>> made = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        byte[] content = bytes("contender " + i);
        made.add(
            pool.submit(
                () -> {
                  together.await();
                  return AtomicFile.createNew(files, file(files), content);
                }));
      }
      List<Integer> winners = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        if (made.get(i).get()) {
          winners.add(i);
        }
      }
      assertThat(winners).hasSize(1);
      hasOnly("contender " + winners.get(0));
    } finally {
      pool.shutdownNow();
    }
  }
}
