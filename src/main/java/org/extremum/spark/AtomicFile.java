package org.extremum.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Small files that change in one step: whoever reads one sees all of the old content or all of the
 * new. Locally that is rename(2) and link(2), on HDFS a rename; a store of objects has no rename
 * but shows an object only when it is whole. Hadoop's local rename is not used, since it falls back
 * to copying. No checksum file lies beside: two files could not change in one step.
 */
public final class AtomicFile {
  /** Where creating replaces a whole object, and renaming copies. */
  private static final Set<String> OBJECT_STORES =
      Set.of("s3a", "s3", "s3n", "gs", "oss", "cosn", "cos", "obs", "swift", "o3fs");

  private static final int LARGEST = 16 << 20;
  private static final int BUFFER = 4096;

  private AtomicFile() {}

  /**
   * Replaces the file, or makes it where there is none. Its content is on the disk before it takes
   * the old one's place, as far as the file system has a word for that.
   *
   * @throws IOException when that cannot be done; then the old content is still there
   */
  public static void replace(FileSystem files, Path file, byte[] content) throws IOException {
    FileSystem plain = plain(files);
    if (isObjectStore(plain)) {
      write(plain, file, true, content);
      return;
    }
    throughTemporary(
        plain,
        file,
        content,
        temporary -> {
          if (plain instanceof RawLocalFileSystem local) {
            Files.move(nio(local, temporary), nio(local, file), StandardCopyOption.ATOMIC_MOVE);
            force(nio(local, file).getParent());
          } else {
            context(plain).rename(temporary, file, Options.Rename.OVERWRITE);
          }
          return true;
        });
  }

  /**
   * Makes the file with its content, if there is none of that name: of several who try at once one
   * succeeds. A store of objects may not be able to tell; then the last one does.
   *
   * @return whether this call has made it
   */
  public static boolean createNew(FileSystem files, Path file, byte[] content) throws IOException {
    FileSystem plain = plain(files);
    if (isObjectStore(plain)) {
      return written(plain, file, content);
    }
    return throughTemporary(
        plain,
        file,
        content,
        temporary ->
            plain instanceof RawLocalFileSystem local
                ? linked(local, temporary, file, content)
                : moved(plain, temporary, file));
  }

  /**
   * The content.
   *
   * @throws FileNotFoundException when there is no such file
   */
  public static byte[] read(FileSystem files, Path file) throws IOException {
    FileSystem plain = plain(files);
    if (plain instanceof RawLocalFileSystem local
        && isSomethingElse(nio(local, file))) { // a pipe would keep a reader waiting
      throw new IOException(file.getName() + ": expected a plain file, got something else");
    }
    try (FSDataInputStream in = plain.open(file)) {
      return in.readNBytes(LARGEST);
    } catch (NoSuchFileException e) {
      throw (FileNotFoundException) new FileNotFoundException(e.getMessage()).initCause(e);
    } catch (FSError e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  /** Looked at once: a file may go between two looks, and is then no file of another kind. */
  private static boolean isSomethingElse(java.nio.file.Path file) {
    try {
      return !Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
    } catch (IOException e) {
      return false; // opening it says what is wrong
    }
  }

  /** Without the checksums that a file system keeps in files of its own. */
  private static FileSystem plain(FileSystem files) {
    return files instanceof ChecksumFileSystem sums ? sums.getRawFileSystem() : files;
  }

  private static boolean isObjectStore(FileSystem files) {
    return OBJECT_STORES.contains(files.getUri().getScheme());
  }

  /** Puts a temporary file to its use. */
  @FunctionalInterface
  private interface Use {
    boolean of(Path temporary) throws IOException;
  }

  private static boolean throughTemporary(FileSystem files, Path file, byte[] content, Use use)
      throws IOException {
    Path temporary =
        new Path(file.getParent(), "." + file.getName() + NewFolder.UNFINISHED + UUID.randomUUID());
    try {
      write(files, temporary, false, content);
      return use.of(temporary);
    } finally {
      removeQuietly(files, temporary);
    }
  }

  private static void write(FileSystem files, Path file, boolean overwrite, byte[] content)
      throws IOException {
    try (FSDataOutputStream out = created(files, file, overwrite)) {
      out.write(content);
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    } catch (FSError e) { // Hadoop's word for a local disk that is full or broken
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  /** Locally without permissions of Hadoop's own, for which it would start a process (chmod). */
  private static FSDataOutputStream created(FileSystem files, Path file, boolean overwrite)
      throws IOException {
    return files instanceof RawLocalFileSystem
        ? files.create(
            file, null, overwrite, BUFFER, (short) 1, files.getDefaultBlockSize(file), null)
        : files.create(file, overwrite);
  }

  private static boolean written(FileSystem files, Path file, byte[] content) throws IOException {
    try {
      write(files, file, false, content);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  /** A second name for the temporary file: unlike a rename it never replaces. */
  private static boolean linked(RawLocalFileSystem local, Path temporary, Path file, byte[] content)
      throws IOException {
    try {
      Files.createLink(nio(local, file), nio(local, temporary));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      return writtenNew(nio(local, file), content); // a file system without links
    }
  }

  private static boolean writtenNew(java.nio.file.Path file, byte[] content) throws IOException {
    try {
      Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static boolean moved(FileSystem files, Path temporary, Path file) throws IOException {
    try {
      context(files).rename(temporary, file); // without OVERWRITE it is refused
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  private static FileContext context(FileSystem files) throws IOException {
    return FileContext.getFileContext(files.getUri(), files.getConf());
  }

  private static java.nio.file.Path nio(RawLocalFileSystem local, Path path) {
    return local.pathToFile(path).toPath();
  }

  private static void removeQuietly(FileSystem files, Path temporary) {
    try {
      files.delete(temporary, false);
    } catch (IOException e) {
      // Its name says that it is unfinished.
    }
  }

  /**
   * Waits until all that is in a folder is on the disk, where that is a local one: so that a file
   * that names the folder never reaches the disk before it. Elsewhere a closed file is safe.
   */
  public static void force(FileSystem files, Path folder) throws IOException {
    if (plain(files) instanceof RawLocalFileSystem local) {
      java.nio.file.Path top = nio(local, folder);
      try (Stream<java.nio.file.Path> all = Files.walk(top)) {
        for (java.nio.file.Path path : (Iterable<java.nio.file.Path>) all::iterator) {
          force(path);
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      force(top.getParent());
    }
  }

  private static void force(java.nio.file.Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
