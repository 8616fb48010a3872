package org.extremum.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A plugin of the tests as a jar, for executors, which have no class path of the tests. */
final class PluginJar {
  private PluginJar() {}

  /** Writes the class, and those that are nested in it, into {@code jar}, and has Spark use it. */
  static void add(Submission.Builder application, Class<?> plugin, Path jar) throws IOException {
    String file = plugin.getName().replace('.', '/');
    Path classes = Path.of("target/test-classes", file).getParent();
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> all = Files.list(classes)) {
      for (Path path : all.sorted().toList()) {
        String name = path.getFileName().toString();
        if (name.matches(plugin.getSimpleName() + "(\\$.*)?\\.class")) {
          entries.putNextEntry(new JarEntry(file.substring(0, file.lastIndexOf('/') + 1) + name));
          Files.copy(path, entries);
        }
      }
    }
    application.jars(jar).conf("spark.plugins", plugin.getName());
  }
}
