package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that comes between the two renames of a writer. */
class ModelMovedWhileReadTest {
  private static final String SCHEME = "moving";

  @TempDir private static Path parent;

  /** Local files; when run.json is opened for the first time, a writer moves the model aside. */
  public static final class MovingFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create(SCHEME + ":///");
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path file, int buffer) throws IOException {
      Path model = parent.resolve("model");
      if (file.getName().equals("run.json") && Files.exists(model)) {
        Files.move(model, parent.resolve(".model" + NewFolder.REPLACED + "by-a-writer"));
      }
      return super.open(file, buffer);
    }
  }

  private static Configuration configuration() {
    return TestSpark.session().sparkContext().hadoopConfiguration();
  }

  @BeforeEach
  void register() {
    configuration().set("fs." + SCHEME + ".impl", MovingFileSystem.class.getName());
  }

  @AfterEach
  void unregister() {
    configuration().unset("fs." + SCHEME + ".impl");
  }

  @Test
  void itIsReadWhereItWentTo() throws IOException {
    Path folder = parent.resolve("model");
    SavedModel.example().write().overwrite().save(folder.toString());
    ExtremumClassificationModel loaded =
        ExtremumClassificationModel.read()
            .session(TestSpark.session())
            .load(SCHEME + "://" + folder);
    assertThat(loaded.uid()).isEqualTo("model");
    assertThat(folder).doesNotExist();
  }
}
