package org.extremum.spark;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What is opened of a folder that anybody may have made: plain files that lie in it, texts of a
 * size that memory is enough for. On a local disk a folder could hold links that lead out of it,
 * pipes that never end and checksum files that ask for gigabytes; other file systems have none.
 */
final class SavedFiles {
  /** Characters of JSON become some 30 times as many bytes of objects at worst. */
  private static final int TEXTS_IN_MEMORY = 64;

  private static final long SMALLEST_LIMIT = 1 << 20;
  private static final long LARGEST_LIMIT = 256 << 20;

  /** "crc" and a zero, which Hadoop's checksum files begin with. */
  private static final int CHECKSUM_MAGIC = 0x63726300;

  /** Hadoop takes a sum of 512 bytes at a time, and allocates what the file says. */
  private static final int LARGEST_SUMMED = 1 << 20;

  private SavedFiles() {}

  /** Bytes that a file of JSON may have at most in a JVM of this size. */
  static int largestText() {
    long share = Runtime.getRuntime().maxMemory() / TEXTS_IN_MEMORY;
    return (int) Math.max(SMALLEST_LIMIT, Math.min(LARGEST_LIMIT, share));
  }

  /**
   * The text of a file.
   *
   * @throws IOException also when it lies elsewhere, is no plain file or is too large
   */
  static String text(FileSystem files, Path folder, Path file) throws IOException {
    requireOwn(files, folder, file);
    int most = largestText();
    try (FSDataInputStream in = files.open(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException(
            file.getName()
                + ": expected at most "
                + most
                + " bytes, which the memory is enough for, got more");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /**
   * Makes sure that {@code file}, if it is there, is a plain one that lies in {@code folder}. The
   * folder itself may be a link: it is what the user named.
   */
  static void requireOwn(FileSystem files, Path folder, Path file) throws IOException {
    if (!"file".equals(files.makeQualified(file).toUri().getScheme())) {
      return;
    }
    java.nio.file.Path at = local(files, file);
    try {
      java.nio.file.Path home = local(files, folder).toRealPath();
      requirePlain(at, home);
      java.nio.file.Path sums = at.resolveSibling("." + at.getFileName() + ".crc");
      if (Files.exists(sums, LinkOption.NOFOLLOW_LINKS)) {
        requirePlain(sums, home);
        requireSmallSteps(sums);
      }
    } catch (NoSuchFileException e) {
      return; // whoever opens it says so
    }
  }

  private static java.nio.file.Path local(FileSystem files, Path path) {
    return java.nio.file.Path.of(files.makeQualified(path).toUri().getPath());
  }

  private static void requirePlain(java.nio.file.Path at, java.nio.file.Path home)
      throws IOException {
    java.nio.file.Path real = at.toRealPath();
    if (!real.startsWith(home)) {
      throw new IOException(
          at.getFileName() + ": expected a file of this folder, got a link that leads out of it");
    }
    if (!Files.isRegularFile(real)) {
      throw new IOException(
          at.getFileName()
              + ": expected a plain file, got "
              + (Files.isDirectory(real) ? "a folder" : "a pipe or a device"));
    }
  }

  private static void requireSmallSteps(java.nio.file.Path sums) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(sums))) {
      if (in.readInt() != CHECKSUM_MAGIC) {
        return; // Hadoop does without it
      }
      int step = in.readInt();
      if (step < 1 || step > LARGEST_SUMMED) {
        throw new IOException(
            sums.getFileName()
                + ": expected a checksum for every 1 to "
                + LARGEST_SUMMED
                + " bytes, got one for "
                + step);
      }
    } catch (EOFException e) {
      return; // Hadoop does without it
    }
  }
}
