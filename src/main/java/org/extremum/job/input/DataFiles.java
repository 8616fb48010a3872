package org.extremum.job.input;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.extremum.training.Problem;

/** The files behind an input path: what there is, before Spark looks at it. */
final class DataFiles {
  private DataFiles() {}

  /**
   * The files an input consists of, by path: one file, or those of a folder that are not hidden.
   *
   * @throws Problem (bad data) when there are none, or all are empty
   */
  static List<Path> of(String path, Configuration hadoop) {
    try {
      List<FileStatus> parts = parts(path, hadoop);
      if (parts.stream().mapToLong(FileStatus::getLen).sum() == 0) {
        throw Problem.of(
            Problem.Kind.BAD_DATA, path, "data", "an empty file", "check how it was written");
      }
      return parts.stream().filter(s -> s.getLen() > 0).map(FileStatus::getPath).toList();
    } catch (FileNotFoundException e) {
      throw missing(path).causedBy(e);
    } catch (IOException | IllegalArgumentException e) {
      throw Problem.of(
              Problem.Kind.BAD_DATA,
              path,
              "a readable file",
              e.getMessage(),
              "check path and rights")
          .causedBy(e);
    }
  }

  private static List<FileStatus> parts(String path, Configuration hadoop) throws IOException {
    Path top = new Path(path);
    FileSystem files = top.getFileSystem(hadoop);
    FileStatus[] found = files.globStatus(top);
    if (found == null || found.length == 0) {
      throw missing(path);
    }
    return Arrays.stream(found)
        .flatMap(status -> inside(files, status))
        .sorted(Comparator.comparing(status -> status.getPath().toString()))
        .toList();
  }

  /** Whether they have no more bytes than that, as far as they can be looked at. */
  static boolean areWithin(long bytes, String path, Configuration hadoop) {
    try {
      return parts(path, hadoop).stream().mapToLong(FileStatus::getLen).sum() <= bytes;
    } catch (IOException | RuntimeException e) {
      return false; // opening them says what is wrong
    }
  }

  private static java.util.stream.Stream<FileStatus> inside(FileSystem files, FileStatus status) {
    if (!status.isDirectory()) {
      return java.util.stream.Stream.of(status);
    }
    try {
      return Arrays.stream(files.listStatus(status.getPath(), DataFiles::isVisible))
          .flatMap(child -> inside(files, child));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isVisible(Path path) {
    return !path.getName().startsWith("_") && !path.getName().startsWith(".");
  }

  private static Problem missing(String path) {
    return Problem.of(
        Problem.Kind.BAD_DATA, path, "a file or a folder", "nothing there", "check the path");
  }

  /** The first line that is not blank, or null; unpacked where the file's ending says so. */
  static String firstLine(Path file, Configuration hadoop) {
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
    try (InputStream raw = file.getFileSystem(hadoop).open(file);
        InputStream plain = codec == null ? raw : codec.createInputStream(raw);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && line.isBlank()) {
        line = lines.readLine();
      }
      return line == null || !line.startsWith("\uFEFF") ? line : line.substring(1);
    } catch (IOException e) {
      throw Problem.of(
              Problem.Kind.BAD_DATA,
              file.toString(),
              "a readable file",
              e.getMessage(),
              "check rights and whether it is complete")
          .causedBy(e);
    }
  }
}
