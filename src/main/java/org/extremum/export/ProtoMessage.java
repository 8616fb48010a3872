package org.extremum.export;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protocol-buffers message by field numbers. Sizes are known before anything is written, since
 * they stand in front of what they measure; bulk numbers are written from where they are, so no
 * message is ever held as bytes.
 */
final class ProtoMessage {
  private static final int LENGTH_DELIMITED = 2; // wire type

  /** What follows a field's tag and, where it has one, its length. */
  @FunctionalInterface
  interface Body {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private final List<Body> fields = new ArrayList<>();
  private long size;

  /** Bytes when written. */
  long size() {
    return size;
  }

  void writeTo(CodedOutputStream out) throws IOException {
    for (Body field : fields) {
      field.writeTo(out);
    }
  }

  /** An integer or an enumeration's constant. */
  ProtoMessage integer(int field, long value) {
    size += CodedOutputStream.computeInt64Size(field, value);
    fields.add(out -> out.writeInt64(field, value));
    return this;
  }

  ProtoMessage text(int field, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return bulk(field, bytes.length, out -> out.writeRawBytes(bytes));
  }

  /**
   * Adds a message as it is now.
   *
   * @param value not to be changed afterwards
   */
  ProtoMessage message(int field, ProtoMessage value) {
    return bulk(field, value.size, value::writeTo);
  }

  /**
   * Bytes that are made while they are written.
   *
   * @param length how many bytes {@code body} writes
   */
  ProtoMessage bulk(int field, long length, Body body) {
    size +=
        CodedOutputStream.computeTagSize(field)
            + CodedOutputStream.computeUInt64SizeNoTag(length)
            + length;
    fields.add(
        out -> {
          out.writeTag(field, LENGTH_DELIMITED);
          out.writeUInt64NoTag(length);
          body.writeTo(out);
        });
    return this;
  }
}
