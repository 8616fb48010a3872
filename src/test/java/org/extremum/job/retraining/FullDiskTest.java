package org.extremum.job.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.extremum.job.SmallDisk;
import org.extremum.spark.ExtremumClassificationModel;
import org.extremum.spark.SavedModel;
import org.extremum.spark.TestSpark;
import org.extremum.training.Problem;
import org.extremum.training.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk fills up at whatever byte: a clear error, and what was in force is served. */
class FullDiskTest {
  private static final String SCHEME = "small";
  private static final int NUMBERS = 1000;
  private static long room = Long.MAX_VALUE;

  @TempDir Path folder;

  /** Local files on a disk on which there is {@link #room} for so many bytes more. */
  public static final class SmallFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create(SCHEME + ":///");
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        FsPermission permission,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      OutputStream out =
          super.create(file, permission, overwrite, buffer, replication, block, progress);
      return new FSDataOutputStream(new Filling(out), null);
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      OutputStream out = super.create(file, overwrite, buffer, replication, block, progress);
      return new FSDataOutputStream(new Filling(out), null);
    }
  }

  private static final class Filling extends FilterOutputStream {
    Filling(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      take(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      take(count);
      out.write(bytes, from, count);
    }

    private static void take(int count) throws IOException {
      room -= count;
      if (room < 0) {
        throw new IOException("No space left on device");
      }
    }
  }

  private static Snapshot snapshot(int number) {
    return new Snapshot(Map.of("number", number), Map.of("a", new double[NUMBERS]));
  }

  private static StateWriter written(StateDirectory directory, Lock lock, int number, String id) {
    StateWriter run = new StateWriter(directory, lock);
    run.writeState(snapshot(number));
    run.writeVersion(id, SavedModel.example(id), folder -> {});
    run.writeManifest("run" + number, Map.of("number", number));
    return run;
  }

  private static void isFull(Throwable thrown) {
    assertThat(thrown).isInstanceOf(Problem.class);
    assertThat(((Problem) thrown).kind()).isEqualTo(Problem.Kind.OUTPUT);
    assertThat(thrown.getMessage()).doesNotContain("\n").contains("No space left on device");
  }

  private static void isServed(StateDirectory directory, String champion, int state) {
    assertThat(ExtremumClassificationModel.load(directory.path().toString()).uid())
        .isEqualTo(champion);
    assertThat(directory.state().orElseThrow().facts()).containsEntry("number", state);
  }

  @Test
  void atWhateverByteItFills() {
    Configuration conf =
        TestSpark.session().sparkContext().hadoopConfiguration(); // models are written by it
    conf.set("fs." + SCHEME + ".impl", SmallFileSystem.class.getName());
    StateDirectory directory = StateDirectory.at(conf, SCHEME + "://" + folder.resolve("state"));
    try (Lock lock = Lock.acquire(directory, Duration.ofMinutes(60), line -> {})) {
      written(directory, lock, 1, "a").commit(true, 3);
      long before = Long.MAX_VALUE;
      room = before;
      written(directory, lock, 2, "b").commit(true, 3);
      long needed = before - room;
      assertThat(needed).isGreaterThan(8 * NUMBERS);
      for (int part = 0; part < 24; part++) {
        long enough = needed * part / 24;
        room = enough;
        String name = "c" + part;
        assertThatThrownBy(() -> written(directory, lock, 3, name).commit(true, 3))
            .as("room for %d of %d bytes", enough, needed)
            .satisfies(FullDiskTest::isFull);
        isServed(directory, "b", 2);
      }
      room = Long.MAX_VALUE;
      written(directory, lock, 3, "d").commit(true, 3);
      isServed(directory, "d", 3);
      assertThat(new StateWriter(directory, lock).tidy(List.of(), Set.of())).isEmpty();
    } finally {
      room = Long.MAX_VALUE;
      conf.unset("fs." + SCHEME + ".impl");
    }
  }

  @Test
  void onARealOne() throws Exception {
    try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"), "512k")) {
      StateDirectory directory =
          StateDirectory.at(
              TestSpark.session().sparkContext().hadoopConfiguration(),
              folder.resolve("disk/state").toString());
      try (Lock lock = Lock.acquire(directory, Duration.ofMinutes(60), line -> {})) {
        written(directory, lock, 1, "a").commit(true, 3);
        disk.fill();
        assertThatThrownBy(() -> written(directory, lock, 2, "b")).satisfies(FullDiskTest::isFull);
        assertThat(Status.write(directory, Map.of("outcome", "FAILED")).orElseThrow())
            .contains("No space left on device");
        isServed(directory, "a", 1);
        disk.empty();
        written(directory, lock, 2, "b").commit(true, 3);
        isServed(directory, "b", 2);
      }
    }
  }
}
