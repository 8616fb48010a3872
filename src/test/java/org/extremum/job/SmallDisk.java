package org.extremum.job;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A disk in memory that can be filled up; where it may not be mounted, the test is passed over. */
public final class SmallDisk implements AutoCloseable {
  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  public static SmallDisk at(Path path, String size) throws Exception {
    Files.createDirectory(path);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString()),
        "only root may mount");
    return new SmallDisk(path);
  }

  private Path ballast() {
    return path.resolve("ballast");
  }

  /** Leaves no room. */
  public void fill() {
    try {
      byte[] block = new byte[1 << 12];
      try (var out = Files.newOutputStream(ballast())) {
        while (true) {
          out.write(block);
        }
      }
    } catch (IOException full) {
      // That is what was wanted.
    }
  }

  public void empty() throws IOException {
    Files.delete(ballast());
  }

  /** Lazily, as Parquet forgets files that it could not write to their end. */
  @Override
  public void close() throws IOException {
    if (!run("umount", "--lazy", path.toString())) {
      throw new IOException("cannot unmount " + path);
    }
  }

  private static boolean run(String... command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      throw new IOException(e);
    } catch (IOException e) {
      return false; // there is no such command
    }
  }
}
