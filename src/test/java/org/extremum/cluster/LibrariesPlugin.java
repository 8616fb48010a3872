package org.extremum.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.extremum.linalg.NativeLibrary;

/**
 * Notes which BLAS and LAPACK libraries each executor has in its memory after each task, and with
 * how many threads: a file for each executor, and one for each number of threads ever seen.
 */
public final class LibrariesPlugin implements SparkPlugin {
  static final String FOLDER = "spark.extremumLibraries.folder";

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Notes();
  }

  private static final class Notes implements ExecutorPlugin {
    private Path folder;

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      folder = Path.of(context.conf().get(FOLDER));
    }

    @Override
    public void onTaskSucceeded() {
      long pid = ProcessHandle.current().pid();
      try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
        String libraries =
            maps.filter(line -> line.matches(".*/lib[^/]*(blas|lapack|mkl)[^/]*"))
                .map(line -> line.substring(line.indexOf('/')))
                .distinct()
                .collect(Collectors.joining("\n"));
        Files.writeString(folder.resolve("executor-" + pid), libraries);
        Files.writeString(folder.resolve("threads-" + NativeLibrary.threads()), "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
