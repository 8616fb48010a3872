package org.extremum.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An object in Java serialisation, in pieces: what broadcasts, shuffles and task results carry. The
 * pieces need no doubling buffer for results of a quarter gigabyte, their size is seen rightly by
 * Spark's memory manager, and {@code spark.serializer} (Kryo, perhaps) meets byte arrays only.
 */
final class Parcel<T extends Serializable> implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int PIECE = 4 << 20;
  private static final int FIRST_PIECE = 1 << 12; // small results are many

  private final byte[][] pieces;

  private Parcel(byte[][] pieces) {
    this.pieces = pieces;
  }

  /** Packs {@code value} as it is now. */
  static <T extends Serializable> Parcel<T> of(T value) {
    PieceWriter out = new PieceWriter();
    try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
      objects.writeObject(value);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "serialising " + value.getClass().getName() + ": expected success, got " + e, e);
    }
    return new Parcel<>(out.finish());
  }

  /** A new copy of what was packed. */
  @SuppressWarnings("unchecked")
  T open() {
    try (ObjectInputStream objects = new ContextObjectInputStream(new PieceReader())) {
      return (T) objects.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("deserialising a parcel: expected success, got " + e, e);
    }
  }

  /** The serialised form itself, copied: equal objects of one shape have equal bytes. */
  byte[] bytes() {
    try (InputStream in = new PieceReader()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("reading memory: expected success, got " + e, e);
    }
  }

  private static final class PieceWriter extends OutputStream {
    private final List<byte[]> pieces = new ArrayList<>();
    private byte[] current = new byte[FIRST_PIECE];
    private int used;

    PieceWriter() {
      pieces.add(current);
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int done = 0;
      while (done < length) {
        if (used == current.length) {
          current = new byte[Math.min(PIECE, 2 * current.length)];
          pieces.add(current);
          used = 0;
        }
        int count = Math.min(length - done, current.length - used);
        System.arraycopy(bytes, offset + done, current, used, count);
        used += count;
        done += count;
      }
    }

    /** All pieces full: what is not used of the last one does not travel. */
    byte[][] finish() {
      pieces.set(pieces.size() - 1, Arrays.copyOf(current, used));
      return pieces.toArray(new byte[0][]);
    }
  }

  private final class PieceReader extends InputStream {
    private int piece;
    private int at;

    /** Bytes left in the current piece, moving on to the next; 0 at the end. */
    private int left() {
      while (piece < pieces.length) {
        int left = pieces[piece].length - at;
        if (left > 0) {
          return left;
        }
        piece++;
        at = 0;
      }
      return 0;
    }

    @Override
    public int read() {
      return left() == 0 ? -1 : pieces[piece][at++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      int count = Math.min(left(), length);
      if (count == 0) {
        return -1;
      }
      System.arraycopy(pieces[piece], at, target, offset, count);
      at += count;
      return count;
    }

    @Override
    public int available() {
      return left();
    }
  }

  /** Finds classes where Spark puts the application's jars: in the thread's class loader. */
  private static final class ContextObjectInputStream extends ObjectInputStream {
    ContextObjectInputStream(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      if (loader != null) {
        try {
          return Class.forName(description.getName(), false, loader);
        } catch (ClassNotFoundException e) {
          return super.resolveClass(description); // primitives, or this class's own loader
        }
      }
      return super.resolveClass(description);
    }
  }
}
