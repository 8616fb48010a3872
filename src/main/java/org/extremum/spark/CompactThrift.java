package org.extremum.spark;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Walks over a struct of Thrift's compact protocol, which Parquet's footers are written in. Readers
 * of footers allocate as many elements as a list says it has; this sees first that the list's bytes
 * are there. Every element takes a byte at least, so the walk takes linear time.
 */
final class CompactThrift {
  /** Parquet's own structs are seven deep; readers recurse. */
  private static final int DEEPEST = 32;

  private static final int STOP = 0;
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  private static final int I16 = 4;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int DOUBLE = 7;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int SET = 10;
  private static final int MAP = 11;
  private static final int STRUCT = 12;

  /** A size of 15 in a list's first byte: the size follows. */
  private static final int LONG_LIST = 15;

  private final ByteBuffer in;

  private CompactThrift(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Makes sure that there is a whole struct.
   *
   * @param struct read to the struct's end
   * @throws IOException when it ends early, or holds something longer than it
   */
  static void requireWhole(ByteBuffer struct) throws IOException {
    try {
      new CompactThrift(struct).struct(0);
    } catch (BufferUnderflowException e) {
      throw new IOException("the footer ends early", e);
    }
  }

  private void struct(int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("the footer is nested too deep");
    }
    for (int header = unsigned(); header != STOP; header = unsigned()) {
      if (header >>> 4 == 0) {
        varint(); // the field's number, where it is far from the last one's
      }
      int type = header & 15;
      if (type != TRUE && type != FALSE) { // those two are all there is of the field
        value(type, depth);
      }
    }
  }

  private void value(int type, int depth) throws IOException {
    switch (type) {
      case TRUE, FALSE, BYTE -> in.get();
      case I16, I32, I64 -> varint();
      case DOUBLE -> in.getDouble();
      case BINARY -> {
        int size = size(varint());
        in.position(in.position() + size);
      }
      case LIST, SET -> list(depth);
      case MAP -> map(depth);
      case STRUCT -> struct(depth + 1);
      default -> throw new IOException("the footer has a field of unknown type " + type);
    }
  }

  private void list(int depth) throws IOException {
    int header = unsigned();
    int size = size(header >>> 4 == LONG_LIST ? varint() : header >>> 4);
    for (int k = 0; k < size; k++) {
      value(header & 15, depth + 1);
    }
  }

  private void map(int depth) throws IOException {
    int size = size(varint());
    int types = size == 0 ? 0 : unsigned();
    for (int k = 0; k < size; k++) {
      value(types >>> 4, depth + 1);
      value(types & 15, depth + 1);
    }
  }

  /** A count of bytes or elements, no more than there are bytes. */
  private int size(long said) throws IOException {
    if (said < 0 || said > in.remaining()) {
      throw new IOException(
          "the footer has something of size " + said + " in " + in.remaining() + " bytes");
    }
    return (int) said;
  }

  private int unsigned() {
    return in.get() & 0xff;
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("the footer has a number of more than 64 bits");
  }
}
