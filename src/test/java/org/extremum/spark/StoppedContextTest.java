package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notebooks stop contexts and go on in the same JVM: weights of a pass must not stay there. */
class StoppedContextTest {
  @TempDir Path folder;

  @Test
  void nothingOfAPassStaysWhereTheContextIsStopped() throws Exception {
    String said = SmallJvm.run("512m", folder.resolve("said"), StoppedContext.class);
    assertThat(said)
        .containsPattern(
            "during \\w+Exception, after IllegalStateException, closing \\w+: 0 left, 0 open");
  }
}
