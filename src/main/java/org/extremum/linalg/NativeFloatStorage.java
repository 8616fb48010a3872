package org.extremum.linalg;

import java.lang.ref.Reference;
import org.bytedeco.javacpp.FloatPointer;

/** Numbers of single precision outside the Java heap, in the memory of a {@link NativeStorage}. */
final class NativeFloatStorage extends FloatStorage {
  private final FloatPointer data;
  private final NativeStorage memory; // frees it, and keeps it alive

  private NativeFloatStorage(FloatPointer data, NativeStorage memory) {
    this.data = data;
    this.memory = memory;
  }

  /**
   * Zeros.
   *
   * @throws OutOfMemoryError when the system has no memory of 4·count bytes left
   */
  static NativeFloatStorage zeros(long count) {
    NativeStorage memory = NativeStorage.zeros((count + 1) / 2);
    FloatPointer data = new FloatPointer(memory.pointer());
    data.capacity(count);
    return new NativeFloatStorage(data, memory);
  }

  /** The address of the first number, for native routines. */
  FloatPointer pointer() {
    return data;
  }

  @Override
  void read(long first, float[] target, int offset, int count) {
    data.getPointer(first).get(target, offset, count);
    Reference.reachabilityFence(this);
  }

  @Override
  void write(long first, float[] source, int offset, int count) {
    data.getPointer(first).put(source, offset, count);
    Reference.reachabilityFence(this);
  }

  @Override
  NativeFloatStorage from(long first) {
    return new NativeFloatStorage(data.getPointer(first), memory);
  }

  @Override
  void release() {
    memory.release();
  }
}
