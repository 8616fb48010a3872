package org.extremum.job;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the scripts, each with a stand-in for Spark in a folder of its own. */
abstract class ScriptsWithStandIn {
  @TempDir Path folder;
  StandInSpark spark;

  @BeforeEach
  void makeSpark() throws IOException {
    spark = new StandInSpark(folder);
  }
}
