package org.extremum.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.package$;

/** What this program was built from, and what it runs on. */
final class Versions {
  private static final Properties BUILD = load();

  private Versions() {}

  private static Properties load() {
    Properties properties = new Properties();
    try (InputStream stream = Versions.class.getResourceAsStream("version.properties")) {
      properties.load(stream);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of this program, and its commit where it was built from git. */
  static String program() {
    return "extremum " + BUILD.getProperty("extremum") + (commit() == null ? "" : " " + commit());
  }

  /** The commit, marked where the build had changes beyond it; null when not built from git. */
  private static String commit() {
    String commit = BUILD.getProperty("commit", "");
    if (commit.isEmpty() || commit.startsWith("$")) { // the build left the placeholder
      return null;
    }
    return "true".equals(BUILD.getProperty("dirty")) ? commit + "-dirty" : commit;
  }

  /** For {@code --version}; needs no Spark. */
  static String line() {
    return program()
        + ", for Spark "
        + BUILD.getProperty("spark")
        + ", Scala "
        + BUILD.getProperty("scala")
        + ", Java "
        + Runtime.version();
  }

  /** For the manifest: what really runs. */
  static Map<String, Object> manifest() {
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put("extremum", BUILD.getProperty("extremum"));
    if (commit() != null) {
      versions.put("commit", commit());
    }
    versions.put("spark", package$.MODULE$.SPARK_VERSION());
    versions.put("scala", scala.util.Properties$.MODULE$.versionNumberString());
    versions.put("java", Runtime.version().toString());
    return versions;
  }
}
