package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;
import org.junit.jupiter.api.Test;

/** Pages whose headers and runs promise more than their bytes hold. */
class CheckedPagesTest {
  private static final ColumnDescriptor NUMBERS = WeightSchema.TYPE.getColumns().get(4);
  private static final ColumnDescriptor ROW = WeightSchema.TYPE.getColumns().get(2);

  private static PageReader reader(ColumnDescriptor column, DataPage page, DictionaryPage words) {
    PageReader pages =
        new PageReader() {
          @Override
          public DictionaryPage readDictionaryPage() {
            return words;
          }

          @Override
          public long getTotalValueCount() {
            return page.getValueCount();
          }

          @Override
          public DataPage readPage() {
            return page;
          }
        };
    return new CheckedPages(
            new PageReadStore() {
              @Override
              public PageReader getPageReader(ColumnDescriptor descriptor) {
                return pages;
              }

              @Override
              public long getRowCount() {
                return 1;
              }
            })
        .getPageReader(column);
  }

  private static DataPage page(int values, Encoding encoding, int... bytes) {
    byte[] content = new byte[bytes.length];
    for (int k = 0; k < bytes.length; k++) {
      content[k] = (byte) bytes[k];
    }
    return new DataPageV1(
        BytesInput.from(content),
        values,
        content.length,
        null,
        Encoding.RLE,
        Encoding.RLE,
        encoding);
  }

  private static byte[] read(ColumnDescriptor column, DataPage page) throws IOException {
    DataPageV1 read = (DataPageV1) reader(column, page, null).readPage();
    return read.getBytes().toInputStream().readAllBytes();
  }

  private static void refused(ColumnDescriptor column, DataPage page, String words) {
    assertThatThrownBy(() -> read(column, page))
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessageContaining(words);
  }

  @Test
  void soundPagesPassUnchanged() throws IOException {
    int[] plain = {2, 0, 0, 0, 2, 1, 7, 0, 0, 0}; // one level of 1, then a number
    assertThat(read(ROW, page(1, Encoding.PLAIN, plain)))
        .containsExactly(2, 0, 0, 0, 2, 1, 7, 0, 0, 0);
    int[] words = {2, 0, 0, 0, 6, 1, 1, 3, 0b101}; // three levels of 1, then eight packed bits
    assertThat(read(ROW, page(3, Encoding.RLE_DICTIONARY, words))).hasSize(9);
  }

  @Test
  void runsOfPackedValuesThatAreTooMany() {
    refused(
        ROW,
        page(1, Encoding.PLAIN, 6, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 0, 0, 0, 0),
        "runs of 1 values");
    refused(
        ROW,
        page(1, Encoding.RLE_DICTIONARY, 2, 0, 0, 0, 2, 1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f),
        "runs of 1 values");
    refused(NUMBERS, page(1, Encoding.PLAIN, 5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f), "runs of");
    refused(ROW, page(1, Encoding.RLE_DICTIONARY, 2, 0, 0, 0, 2, 1, 33, 2, 0), "32 bits");
    refused(
        ROW,
        page(1, Encoding.PLAIN, 6, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
        "over 32 bits");
  }

  @Test
  void levelsThatAreLongerThanThePage() {
    refused(ROW, page(1, Encoding.PLAIN, 0xff, 0xff, 0xff, 0x7f, 1), "length of 2147483647");
    refused(ROW, page(1, Encoding.PLAIN, 0xff, 0xff, 0xff, 0xff, 1), "length of -1");
    refused(ROW, page(1, Encoding.PLAIN, 1, 0), "ends early");
  }

  @Test
  void otherEncodings() {
    refused(ROW, page(1, Encoding.DELTA_BINARY_PACKED, 2, 0, 0, 0, 2, 1, 0), "got DELTA");
  }

  @Test
  void dictionariesWithoutTheirWords() {
    DictionaryPage words =
        new DictionaryPage(BytesInput.from(new byte[8]), 1 << 30, Encoding.PLAIN);
    DataPage page = page(1, Encoding.PLAIN, 0);
    assertThatThrownBy(() -> reader(ROW, page, words).readDictionaryPage())
        .isInstanceOf(ParquetDecodingException.class)
        .hasMessageContaining("a count of 1073741824 in 8 bytes");
    DictionaryPage two = new DictionaryPage(BytesInput.from(new byte[8]), 2, Encoding.PLAIN);
    assertThat(reader(ROW, page, two).readDictionaryPage()).isSameAs(two);
  }

  /** A few bytes that are said to unpack to a gigabyte. */
  @Test
  void pagesThatUnpackToMuch() {
    LimitedCodecs codecs = new LimitedCodecs(new Configuration(), 1 << 20);
    for (CompressionCodecName name :
        Arrays.asList(
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.SNAPPY,
            CompressionCodecName.GZIP,
            CompressionCodecName.ZSTD)) {
      assertThatThrownBy(
              () -> codecs.getDecompressor(name).decompress(BytesInput.from(new byte[9]), 1 << 30))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("at most 1048576 bytes, got one of 1073741824");
      assertThatThrownBy(
              () ->
                  codecs
                      .getDecompressor(name)
                      .decompress(ByteBuffer.allocate(9), 9, ByteBuffer.allocate(9), -1))
          .hasMessageContaining("got one of -1");
    }
    codecs.release();
  }
}
