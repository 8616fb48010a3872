package org.extremum.spark;

import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * {@link WeightChunk} in Parquet, as Spark and pandas would write the same columns. Written and
 * read without Spark, so that a chunk is all that is held beside the network.
 */
final class WeightSchema {
  static final MessageType TYPE =
      MessageTypeParser.parseMessageType(
          """
          message weights {
            optional int32 layer;
            optional binary part (STRING);
            optional int32 row;
            optional int64 offset;
            optional group values (LIST) {
              repeated group list {
                optional double element;
              }
            }
          }
          """);

  private WeightSchema() {}

  /** A writer's settings and how it writes. */
  static final class Builder extends ParquetWriter.Builder<WeightChunk, Builder> {
    Builder(Path file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in Parquet 1.16, whatever it recommends
    protected WriteSupport<WeightChunk> getWriteSupport(Configuration conf) {
      return new Writing();
    }
  }

  private static final class Writing extends WriteSupport<WeightChunk> {
    private RecordConsumer out;

    @Override
    @SuppressWarnings("deprecation") // abstract in Parquet 1.16
    public WriteContext init(Configuration conf) {
      return new WriteContext(TYPE, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(WeightChunk chunk) {
      out.startMessage();
      field(0, () -> out.addInteger(chunk.layer()));
      field(1, () -> out.addBinary(Binary.fromString(chunk.part())));
      field(2, () -> out.addInteger(chunk.row()));
      field(3, () -> out.addLong(chunk.offset()));
      field(4, () -> list(chunk.values()));
      out.endMessage();
    }

    private void field(int index, Runnable value) {
      String name = TYPE.getFieldName(index);
      out.startField(name, index);
      value.run();
      out.endField(name, index);
    }

    private void list(double[] values) {
      out.startGroup();
      if (values.length > 0) {
        out.startField("list", 0);
        for (double value : values) {
          out.startGroup();
          out.startField("element", 0);
          out.addDouble(value);
          out.endField("element", 0);
          out.endGroup();
        }
        out.endField("list", 0);
      }
      out.endGroup();
    }
  }

  /** What makes chunks of rows that are read. */
  static RecordMaterializer<WeightChunk> materializer() {
    return new Materializer();
  }

  private static final class Materializer extends RecordMaterializer<WeightChunk> {
    private final Fields fields = new Fields();

    @Override
    public WeightChunk getCurrentRecord() {
      return new WeightChunk(
          fields.layer,
          fields.part,
          fields.row,
          fields.offset,
          Arrays.copyOf(fields.values, fields.count));
    }

    @Override
    public GroupConverter getRootConverter() {
      return fields;
    }
  }

  /** What has been read of one row; absent fields are out of every range. */
  private static final class Fields extends GroupConverter {
    private int layer;
    private String part;
    private int row;
    private long offset;
    private double[] values = new double[1024];
    private int count;
    private final Converter[] converters = {
      new PrimitiveConverter() {
        @Override
        public void addInt(int value) {
          layer = value;
        }
      },
      new PrimitiveConverter() {
        @Override
        public void addBinary(Binary value) {
          part = value.toStringUsingUTF8();
        }
      },
      new PrimitiveConverter() {
        @Override
        public void addInt(int value) {
          row = value;
        }
      },
      new PrimitiveConverter() {
        @Override
        public void addLong(long value) {
          offset = value;
        }
      },
      new Single(
          new Single(
              new PrimitiveConverter() {
                @Override
                public void addDouble(double value) {
                  append(value);
                }
              }))
    };

    private void append(double value) {
      if (count == WeightChunk.LARGEST) {
        throw new ParquetDecodingException("row: expected at most " + count + " numbers, got more");
      }
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }

    @Override
    public Converter getConverter(int index) {
      return converters[index];
    }

    @Override
    public void start() {
      layer = -1;
      part = "";
      row = -1;
      offset = -1;
      count = 0;
    }

    @Override
    public void end() {}
  }

  /** A group of one field. */
  private static final class Single extends GroupConverter {
    private final Converter field;

    Single(Converter field) {
      this.field = field;
    }

    @Override
    public Converter getConverter(int index) {
      return field;
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
