package org.extremum.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.extremum.spark.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples that the README links are compiled and do what they say. */
class ExamplesTest {
  /** A sixth of some 45 rows: two peers' errors on iris are three or four rows of 150. */
  private static final double ENOUGH = 5.0 / 6;

  @TempDir private Path folder;

  @Test
  void inJava() throws Exception {
    String model = folder.resolve("java").toString();
    assertThat(IrisInJava.run(TestSpark.session(), "data/iris.csv", model)).isGreaterThan(ENOUGH);
  }

  @Test
  void inScala() {
    String model = folder.resolve("scala").toString();
    assertThat(IrisInScala.run(TestSpark.session(), "data/iris.csv", model)).isGreaterThan(ENOUGH);
  }
}
