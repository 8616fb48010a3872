package org.extremum.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder in memory, and back, writing only what differs. */
public final class FolderBytes {
  private final Path folder;
  private Map<String, byte[]> there;

  /** The folder as it is now. */
  public FolderBytes(Path folder) throws IOException {
    this.folder = folder;
    this.there = read(folder);
  }

  /** All files by their path within the folder. */
  public static Map<String, byte[]> read(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  /** The same without Hadoop's checksum files, so that damage reaches those who parse. */
  public static Map<String, byte[]> withoutChecksums(Map<String, byte[]> files) {
    Map<String, byte[]> others = new TreeMap<>(files);
    others.keySet().removeIf(name -> name.endsWith(".crc"));
    return others;
  }

  /** Makes the folder hold these files and no others. */
  public void become(Map<String, byte[]> files) {
    try {
      for (String name : there.keySet()) {
        if (!files.containsKey(name)) {
          Files.delete(folder.resolve(name));
        }
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        if (!Arrays.equals(there.get(file.getKey()), file.getValue())) {
          Files.write(folder.resolve(file.getKey()), file.getValue());
        }
      }
      there = new TreeMap<>(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
