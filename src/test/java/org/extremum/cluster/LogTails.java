package org.extremum.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The last lines of the logs below a cluster's folder that were written last: of daemons,
 * submissions, executors.
 */
final class LogTails {
  private static final int FILES = 12;
  private static final int LINES = 15;
  private static final int LONGEST_LINE = 300;
  private static final long MOST_BYTES = 1L << 20;

  private static final Pattern LOG = Pattern.compile(".*\\.(err|out)|stderr|stdout");

  private LogTails() {}

  /** All in one text, the latest first; files without a line are left out. */
  static String below(Path folder) {
    StringBuilder text = new StringBuilder("the ends of the logs in ").append(folder);
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> logs =
          files
              .filter(LogTails::isLog)
              .sorted(Comparator.comparing(LogTails::lastWritten).reversed())
              .limit(FILES)
              .toList();
      for (Path file : logs) {
        List<String> lines = lines(file);
        if (!lines.isEmpty()) {
          text.append("\n--- ").append(folder.relativize(file));
          lines.forEach(line -> text.append('\n').append(line));
        }
      }
    } catch (IOException e) {
      text.append("\n").append(e); // removed meanwhile
    }
    return text.toString();
  }

  private static boolean isLog(Path file) {
    return LOG.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file);
  }

  private static long lastWritten(Path file) {
    return file.toFile().lastModified();
  }

  private static List<String> lines(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      return List.of(Files.size(file) + " bytes");
    }
    List<String> all = Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
    return all.subList(Math.max(0, all.size() - LINES), all.size()).stream()
        .map(line -> line.substring(0, Math.min(line.length(), LONGEST_LINE)))
        .toList();
  }
}
