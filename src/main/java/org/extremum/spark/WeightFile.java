package org.extremum.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.extremum.neighbourhood.Prototypes;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.training.ModelContent;

/**
 * The folder {@code data/}: a model's numbers in Parquet, one row for each neuron (in chunks of at
 * most {@link WeightChunk#LARGEST}). Rows may come in any order and in several files.
 */
final class WeightFile {
  static final String FOLDER = "data";

  private static final int ROW_GROUP = 16 << 20;

  private WeightFile() {}

  static void write(Configuration conf, Path folder, ModelContent content) throws IOException {
    Network network = content.network();
    Path file = new Path(new Path(folder, FOLDER), "part-00000.parquet");
    try (ParquetWriter<WeightChunk> writer =
        new WeightSchema.Builder(file)
            .withConf(conf)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED) // random bits do not shrink
            .withDictionaryEncoding(false)
            .withRowGroupSize((long) ROW_GROUP)
            .withPageWriteChecksumEnabled(true)
            .build()) {
      writeVector(writer, 0, "kept", asDoubles(network.standardiser().keptFeatures()));
      writeVector(writer, 0, "mean", network.standardiser().means());
      writeVector(writer, 0, "scale", network.standardiser().scales());
      writeVector(writer, 0, "featureMean", content.means());
      for (int c = 0; c < content.prototypes().count(); c++) {
        writeRow(writer, 0, "prototype", c, content.prototypes().surface(c));
      }
      List<Layer> layers = network.layers();
      for (int u = 1; u <= layers.size(); u++) {
        writeLayer(writer, u, layers.get(u - 1));
      }
    }
  }

  private static double[] asDoubles(int[] values) {
    return Arrays.stream(values).asDoubleStream().toArray();
  }

  private static void writeLayer(ParquetWriter<WeightChunk> writer, int u, Layer layer)
      throws IOException {
    double[] row = new double[layer.inputs()];
    for (int k = 0; k < layer.outputs(); k++) {
      for (int j = 0; j < row.length; j++) {
        row[j] = layer.weight(k, j);
      }
      writeRow(writer, u, "weights", k, row);
    }
    writeVector(writer, u, "bias", layer.biases());
  }

  private static void writeVector(
      ParquetWriter<WeightChunk> writer, int layer, String part, double[] values)
      throws IOException {
    writeRow(writer, layer, part, 0, values);
  }

  private static void writeRow(
      ParquetWriter<WeightChunk> writer, int layer, String part, int row, double[] values)
      throws IOException {
    for (int from = 0; from < values.length; from += WeightChunk.LARGEST) {
      int to = Math.min(values.length, from + WeightChunk.LARGEST);
      writer.write(new WeightChunk(layer, part, row, from, Arrays.copyOfRange(values, from, to)));
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param shape checked already, so that it can be allocated
   * @param prototypes what is known of them beside their surfaces
   * @throws org.extremum.training.Problem (unreadable) when numbers are missing, too many or not
   *     finite
   */
  static ModelContent read(
      Configuration conf,
      FileSystem files,
      Path folder,
      ModelShape shape,
      SavedPrototypes prototypes) {
    try {
      List<Path> parts = parts(files, folder);
      long there = 0;
      for (Path path : parts) {
        try (WeightPart part = WeightPart.open(conf, files, folder, path)) {
          there = Math.addExact(there, part.numbers());
        }
      }
      if (there != shape.numbers()) {
        throw Unreadable.damaged(
            folder, "data/: expected " + shape.numbers() + " numbers, got " + there);
      }
      NetworkAssembly assembly = new NetworkAssembly(shape, folder);
      for (Path path : parts) {
        try (WeightPart part = WeightPart.open(conf, files, folder, path)) {
          part.forEach(assembly::add);
        }
      }
      return assembly.content(prototypes);
    } catch (org.extremum.training.Problem e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) { // readers recurse
      throw Unreadable.damaged(folder, "data/ cannot be read", e);
    }
  }

  private static List<Path> parts(FileSystem files, Path folder) throws IOException {
    FileStatus[] there;
    try {
      there = files.listStatus(new Path(folder, FOLDER));
    } catch (FileNotFoundException e) {
      throw Unreadable.damaged(folder, "data/ is missing");
    }
    return Arrays.stream(there)
        .map(FileStatus::getPath)
        .filter(path -> path.getName().endsWith(".parquet"))
        .toList();
  }

  /** SHA-256 of all numbers, bit for bit, in a fixed order. */
  static String digest(Network network) {
    MessageDigest digest = Sha256.begin();
    update(digest, asDoubles(network.standardiser().keptFeatures()));
    update(digest, network.standardiser().means());
    update(digest, network.standardiser().scales());
    for (Layer layer : network.layers()) {
      update(digest, layer.weights());
      update(digest, layer.biases());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of what a model has beside its network. */
  static String digestBeside(ModelContent content) {
    MessageDigest digest = Sha256.begin();
    update(digest, content.means());
    Prototypes prototypes = content.prototypes();
    update(digest, new double[] {prototypes.radius(), prototypes.count()});
    for (int c = 0; c < prototypes.count(); c++) {
      update(digest, prototypes.surface(c));
      update(digest, new double[] {prototypes.essence(c)});
      digest.update(prototypes.id(c).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * 1024);
    for (int from = 0; from < values.length; from += 1024) {
      int count = Math.min(1024, values.length - from);
      bytes.clear();
      bytes.asDoubleBuffer().put(values, from, count);
      bytes.limit(8 * count);
      digest.update(bytes);
    }
  }
}
