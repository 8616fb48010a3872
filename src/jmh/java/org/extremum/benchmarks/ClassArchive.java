package org.extremum.benchmarks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/** A class archive for commands in JVMs of their own, as the launcher makes it. */
final class ClassArchive {
  /** The garbage collector that the launcher chooses; an archive is made with the same. */
  static final String COLLECTOR = "-XX:+UseParallelGC";

  private static final String REHEARSAL = "org.extremum.job.Rehearsal";

  private final Path jar;
  private final Path archive;

  /**
   * @param folder where it goes
   */
  ClassArchive(Path folder) {
    this.jar = folder.resolve("extremum.jar");
    this.archive = folder.resolve("extremum.jsa");
  }

  /** Makes it; an archive holds for jars only, so that the classes are put into one. */
  void make() throws Exception {
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    int code = tool.run(System.out, System.err, "cf", jar.toString(), "-C", "target/classes", ".");
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            COLLECTOR,
            "@target/classes/org/extremum/job/java-options",
            "-Xlog:disable",
            "-XX:ArchiveClassesAtExit=" + archive,
            "-Dspark.ui.enabled=false",
            "-cp",
            classPath(),
            REHEARSAL);
    if (code != 0 || new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("class archive: could not be made");
    }
    if (!Files.exists(archive)) {
      throw new IllegalStateException("class archive: expected " + archive + ", got none");
    }
  }

  /** The JVM option by which it is used. */
  String option() {
    return "-XX:SharedArchiveFile=" + archive;
  }

  /** This program's jars, those of the tests among them. */
  String classPath() {
    List<String> jars = new ArrayList<>(List.of(jar.toString()));
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> path.endsWith(".jar"))
        .forEach(jars::add);
    return jars.stream().collect(Collectors.joining(File.pathSeparator));
  }
}
