package org.extremum.spark;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;

/**
 * One Parquet file of a model's numbers, which anybody may have written. Whatever Parquet's reader
 * would allocate on the word of the file is compared with the file's size, or with the memory,
 * before: the footer's lists, row groups, pages, runs.
 */
final class WeightPart implements Closeable {
  private static final String NUMBERS = "values.list.element";
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = Integer.BYTES + MAGIC.length;

  /** A reader's objects for a footer take some 50 times its bytes at worst. */
  private static final int FOOTERS_IN_MEMORY = 256;

  /** Usual pages have one megabyte. */
  private static final int LARGEST_PAGE =
      (int) Math.max(8 << 20, Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 16));

  private static final long SMALLEST_GROUP = 32 << 20; // that is read in any memory

  private final ParquetFileReader reader;
  private final long length;

  private WeightPart(ParquetFileReader reader, long length) {
    this.reader = reader;
    this.length = length;
  }

  /**
   * Opens it and compares what the footer says with the file.
   *
   * @throws IOException when the footer cannot be true
   */
  static WeightPart open(Configuration conf, FileSystem files, Path folder, Path file)
      throws IOException {
    SavedFiles.requireOwn(files, folder, file);
    long length = files.getFileStatus(file).getLen();
    requireSoundFooter(files, file, length);
    ParquetReadOptions options =
        HadoopReadOptions.builder(conf)
            .withCodecFactory(new LimitedCodecs(conf, LARGEST_PAGE))
            .usePageChecksumVerification()
            .build();
    WeightPart part =
        new WeightPart(
            ParquetFileReader.open(HadoopInputFile.fromPath(file, conf), options), length);
    try {
      part.requireWithinFile();
      return part;
    } catch (IOException | RuntimeException e) {
      part.close();
      throw e;
    }
  }

  private static void requireSoundFooter(FileSystem files, Path file, long length)
      throws IOException {
    if (length < MAGIC.length + TAIL) {
      throw new IOException(file.getName() + ": expected a Parquet file, got " + length + " bytes");
    }
    try (FSDataInputStream in = files.open(file)) {
      byte[] tail = new byte[TAIL];
      in.readFully(length - TAIL, tail);
      if (!Arrays.equals(Arrays.copyOfRange(tail, Integer.BYTES, TAIL), MAGIC)) {
        throw new IOException(file.getName() + ": expected a Parquet file, got something else");
      }
      int size = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
      long most = Math.max(1 << 20, Runtime.getRuntime().maxMemory() / FOOTERS_IN_MEMORY);
      if (size < 0 || size > Math.min(most, length - TAIL - MAGIC.length)) {
        throw new IOException(file.getName() + ": the footer is said to have " + size + " bytes");
      }
      byte[] footer = new byte[size];
      in.readFully(length - TAIL - size, footer);
      CompactThrift.requireWhole(ByteBuffer.wrap(footer));
    }
  }

  private void requireWithinFile() throws IOException {
    long left = length;
    for (BlockMetaData block : reader.getRowGroups()) {
      long group = 0;
      for (ColumnChunkMetaData column : block.getColumns()) {
        long start = column.getStartingPos();
        long size = column.getTotalSize();
        if (start < MAGIC.length || size < 0 || size > length - start) {
          throw new IOException("a column is said to have bytes " + start + " + " + size);
        }
        group += size;
      }
      left -= group;
      long most = Math.max(SMALLEST_GROUP, Runtime.getRuntime().maxMemory() / 4);
      if (left < 0 || group > most || block.getRowCount() < 0 || block.getPath() != null) {
        throw new IOException(
            "a row group is said to have " + group + " bytes of " + length + ", or lies elsewhere");
      }
    }
  }

  /** How many numbers there are by the footer. */
  long numbers() {
    return reader.getRowGroups().stream()
        .flatMap(block -> block.getColumns().stream())
        .filter(column -> column.getPath().toDotString().equals(NUMBERS))
        .mapToLong(ColumnChunkMetaData::getValueCount)
        .sum();
  }

  /**
   * Reads all of it, one row group at a time.
   *
   * @throws RuntimeException of Parquet's or the taker's own
   */
  void forEach(Consumer<WeightChunk> taker) throws IOException {
    reader.setRequestedSchema(WeightSchema.TYPE);
    MessageColumnIO columns =
        new ColumnIOFactory(reader.getFileMetaData().getCreatedBy())
            .getColumnIO(WeightSchema.TYPE, reader.getFileMetaData().getSchema(), true);
    for (PageReadStore pages = reader.readNextRowGroup();
        pages != null;
        pages = reader.readNextRowGroup()) {
      RecordReader<WeightChunk> rows =
          columns.getRecordReader(new CheckedPages(pages), WeightSchema.materializer());
      for (long row = 0; row < pages.getRowCount(); row++) {
        taker.accept(rows.read());
      }
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
