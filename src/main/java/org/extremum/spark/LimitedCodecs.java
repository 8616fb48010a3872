package org.extremum.spark;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Parquet's codecs, for pages of a limited size: a codec allocates what the page's header says it
 * will need, and a few bytes may unpack to gigabytes.
 */
final class LimitedCodecs implements CompressionCodecFactory {
  private final CompressionCodecFactory codecs;
  private final int largestPage; // bytes, unpacked

  LimitedCodecs(Configuration conf, int largestPage) {
    this.codecs = new CodecFactory(conf, 0);
    this.largestPage = largestPage;
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return codecs.getCompressor(codec);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    BytesInputDecompressor decompressor = codecs.getDecompressor(codec);
    return new BytesInputDecompressor() {
      @Override
      public BytesInput decompress(BytesInput bytes, int size) throws IOException {
        requireSmall(bytes.size());
        requireSmall(size);
        return decompressor.decompress(bytes, size);
      }

      @Override
      public void decompress(ByteBuffer input, int inputSize, ByteBuffer output, int outputSize)
          throws IOException {
        requireSmall(inputSize);
        requireSmall(outputSize);
        decompressor.decompress(input, inputSize, output, outputSize);
      }

      @Override
      public void release() {
        decompressor.release();
      }
    };
  }

  private void requireSmall(long size) throws IOException {
    if (size < 0 || size > largestPage) {
      throw new IOException("page: expected at most " + largestPage + " bytes, got one of " + size);
    }
  }

  @Override
  public void release() {
    codecs.release();
  }
}
