package org.extremum.benchmarks;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.extremum.samples.SampleBlock;

/** The four IDX files of MNIST, gzipped, read in the tasks that need them. */
final class Mnist {
  static final int FEATURES = 784;
  static final int ESSENCES = 10;
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;

  private Mnist() {}

  /**
   * The first samples of a part as blocks, pixels 0..255.
   *
   * @param part "train" (60 000) or "t10k" (10 000)
   */
  static JavaRDD<SampleBlock> blocks(
      JavaSparkContext context, Path folder, String part, int samples, int partitions, int size) {
    String images = file(folder, part + "-images-idx3-ubyte.gz");
    String labels = file(folder, part + "-labels-idx1-ubyte.gz");
    List<Integer> indices = IntStream.range(0, partitions).boxed().toList();
    return context
        .parallelize(indices, partitions)
        .flatMap(
            p -> {
              int from = (int) ((long) samples * p / partitions);
              int to = (int) ((long) samples * (p + 1) / partitions);
              return read(images, labels, p, from, to, size).iterator();
            });
  }

  private static String file(Path folder, String name) {
    Path file = folder.resolve(name);
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "MNIST: expected " + file + ", got no readable file; give its folder as mnist=FOLDER");
    }
    return file.toString();
  }

  private static List<SampleBlock> read(
      String imageFile, String labelFile, int partition, int from, int to, int size) {
    try (DataInputStream images = open(imageFile, IMAGES_MAGIC);
        DataInputStream labels = open(labelFile, LABELS_MAGIC)) {
      int count = images.readInt();
      if (labels.readInt() != count || images.readInt() * images.readInt() != FEATURES) {
        throw new IOException(imageFile + ": expected images of 784 pixels, as many as labels");
      }
      if (to > count) {
        throw new IOException(imageFile + ": expected " + to + " images, got " + count);
      }
      images.skipNBytes((long) FEATURES * from);
      labels.skipNBytes(from);
      List<SampleBlock> blocks = new ArrayList<>();
      for (int first = from; first < to; first += size) {
        int n = Math.min(size, to - first);
        byte[] pixels = images.readNBytes(FEATURES * n);
        byte[] essences = labels.readNBytes(n);
        blocks.add(block(pixels, essences, partition, first - from));
      }
      return blocks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataInputStream open(String file, int magic) throws IOException {
    var in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(Path.of(file)))));
    int got = in.readInt();
    if (got != magic) {
      in.close();
      throw new IOException(file + ": expected the magic number " + magic + ", got " + got);
    }
    return in;
  }

  private static SampleBlock block(byte[] pixels, byte[] labels, int partition, int firstRow) {
    int n = labels.length;
    double[] values = new double[pixels.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = pixels[k] & 0xff;
    }
    int[] essences = IntStream.range(0, n).map(i -> labels[i]).toArray();
    return Unweighted.block(
        FEATURES, values, essences, i -> SampleBlock.position(partition, firstRow + i));
  }
}
