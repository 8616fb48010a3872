package org.extremum.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Pages of a row group, looked at before they are decoded: decoders of run lengths and dictionaries
 * allocate what a run or a header says, however many values the page has.
 */
final class CheckedPages implements PageReadStore {
  /** Writers may pad a run of packed values beyond the page's end; none by more than a run. */
  private static final int PADDING = 512;

  private final PageReadStore pages;

  CheckedPages(PageReadStore pages) {
    this.pages = pages;
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    PageReader reader = pages.getPageReader(column);
    return new PageReader() {
      @Override
      public DictionaryPage readDictionaryPage() {
        return checked(reader.readDictionaryPage());
      }

      @Override
      public long getTotalValueCount() {
        return reader.getTotalValueCount();
      }

      @Override
      public DataPage readPage() {
        DataPage page = reader.readPage();
        return page == null ? null : checked(page, column);
      }
    };
  }

  @Override
  public long getRowCount() {
    return pages.getRowCount();
  }

  private static DictionaryPage checked(DictionaryPage page) {
    if (page != null
        && (page.getDictionarySize() < 0
            || (long) page.getDictionarySize() * Integer.BYTES > page.getBytes().size())) {
      throw new ParquetDecodingException(
          "dictionary: expected its values, got a count of "
              + page.getDictionarySize()
              + " in "
              + page.getBytes().size()
              + " bytes");
    }
    return page;
  }

  private static DataPage checked(DataPage page, ColumnDescriptor column) {
    if (!(page instanceof DataPageV1 first)) {
      throw new ParquetDecodingException("page: expected one of version 1, got another");
    }
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(first.getBytes().toInputStream().readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      ByteBuffer left = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
      levels(left, column.getMaxRepetitionLevel(), first.getRlEncoding(), page.getValueCount());
      levels(left, column.getMaxDefinitionLevel(), first.getDlEncoding(), page.getValueCount());
      values(left, first.getValueEncoding(), page.getValueCount());
    } catch (BufferUnderflowException e) {
      throw new ParquetDecodingException("page: ends early", e);
    }
    return new DataPageV1(
        BytesInput.from(bytes),
        page.getValueCount(),
        page.getUncompressedSize(),
        first.getStatistics(),
        first.getRlEncoding(),
        first.getDlEncoding(),
        first.getValueEncoding());
  }

  private static void levels(ByteBuffer left, int highest, Encoding encoding, int values) {
    if (highest == 0) {
      return; // nothing is written
    }
    require(encoding == Encoding.RLE, encoding);
    int length = left.getInt();
    if (length < 0 || length > left.remaining()) {
      throw new ParquetDecodingException("page: expected its levels, got a length of " + length);
    }
    ByteBuffer runs = left.slice(left.position(), length);
    left.position(left.position() + length);
    runs(runs, Integer.SIZE - Integer.numberOfLeadingZeros(highest), values);
  }

  @SuppressWarnings("deprecation") // of files that other tools wrote
  private static void values(ByteBuffer left, Encoding encoding, int values) {
    if (encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY) {
      if (left.hasRemaining()) { // nothing where all values are absent
        runs(left, left.get() & 0xff, values);
      }
    } else {
      require(encoding == Encoding.PLAIN, encoding);
    }
  }

  private static void require(boolean known, Encoding encoding) {
    if (!known) {
      throw new ParquetDecodingException(
          "page: expected values in plain, by run lengths or by dictionary, got " + encoding);
    }
  }

  /** Run lengths and packed values in turn, until there are as many as the page has. */
  private static void runs(ByteBuffer in, int bits, int values) {
    if (bits > Integer.SIZE) {
      throw new ParquetDecodingException("page: expected values of up to 32 bits, got " + bits);
    }
    long seen = 0;
    while (seen < values && in.hasRemaining()) {
      long header = varint(in);
      long count = header >>> 1;
      boolean packed = (header & 1) == 1;
      long bytes = packed ? count * bits : (bits + 7) / 8;
      long most = (long) values - seen + PADDING;
      if (packed && count * 8 > most) {
        throw new ParquetDecodingException(
            "page: expected runs of " + values + " values in all, got one of " + count * 8);
      }
      seen += packed ? count * 8 : count;
      in.position((int) Math.min(in.limit(), in.position() + bytes));
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new ParquetDecodingException("page: expected a run's length, got one of over 32 bits");
  }
}
