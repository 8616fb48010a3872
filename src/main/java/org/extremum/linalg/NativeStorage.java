package org.extremum.linalg;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.DoubleRawIndexer;

/** Numbers outside the Java heap, freed when released or when nobody can reach them any more. */
final class NativeStorage extends Storage {
  private static final Cleaner CLEANER = Cleaner.create();

  private final DoublePointer data;
  private final DoubleRawIndexer elements;
  private final Cleaner.Cleanable memory; // null: another storage's

  private NativeStorage(DoublePointer data, Cleaner.Cleanable memory) {
    this.data = data;
    this.elements = (DoubleRawIndexer) DoubleIndexer.create(data);
    this.memory = memory;
  }

  /**
   * Zeros.
   *
   * @throws OutOfMemoryError when the system has no memory of 8·count bytes left
   */
  static NativeStorage zeros(long count) {
    Pointer block = Pointer.calloc(count, Double.BYTES);
    if (block == null || block.isNull()) {
      throw new OutOfMemoryError(
          "off-heap memory for " + count + " numbers: " + 8 * count + " bytes refused");
    }
    DoublePointer data = new DoublePointer(block);
    data.capacity(count);
    // The pointer handed to native code is the object watched: it cannot be freed in mid-call.
    Cleaner.Cleanable memory = CLEANER.register(data, new Release(block.address()));
    return new NativeStorage(data, memory);
  }

  /** The address of the first number, for native routines. */
  DoublePointer pointer() {
    return data;
  }

  @Override
  double get(long index) {
    return elements.get(index);
  }

  @Override
  void set(long index, double value) {
    elements.put(index, value);
  }

  @Override
  void read(long first, double[] target, int offset, int count) {
    data.getPointer(first).get(target, offset, count);
    Reference.reachabilityFence(this);
  }

  @Override
  void write(long first, double[] source, int offset, int count) {
    data.getPointer(first).put(source, offset, count);
    Reference.reachabilityFence(this);
  }

  @Override
  void copy(long first, Storage source, long count) {
    NativeStorage from = (NativeStorage) source;
    Pointer.memcpy(data.getPointer(first), from.data, count * Double.BYTES);
    Reference.reachabilityFence(from);
    Reference.reachabilityFence(this);
  }

  @Override
  void clear(long count) {
    Pointer.memset(data, 0, count * Double.BYTES);
    Reference.reachabilityFence(this);
  }

  @Override
  NativeStorage from(long first) {
    return first == 0 ? this : new NativeStorage(data.getPointer(first), null);
  }

  @Override
  void release() {
    if (memory != null) {
      memory.clean();
    }
  }

  /** Frees one block of memory; holds its address only, never the storage. */
  private record Release(long address) implements Runnable {
    @Override
    public void run() {
      Pointer.free(new Address(address));
    }
  }

  private static final class Address extends Pointer {
    Address(long address) {
      this.address = address;
    }
  }
}
