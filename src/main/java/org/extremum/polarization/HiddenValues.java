package org.extremum.polarization;

import org.extremum.linalg.Matrix;
import org.extremum.samples.SampleBlock;

/**
 * h of the samples of a block after the other, opened by a {@link HiddenSource}. Used by one
 * thread; close it to release its buffers.
 */
public interface HiddenValues extends AutoCloseable {
  /** Goes on to a block, which is not modified. */
  void take(SampleBlock block);

  /**
   * h of the samples {@code from}..{@code to} of the block.
   *
   * @return l × (to - from), to be used until the next call; not to be closed
   */
  Matrix columns(int from, int to);

  @Override
  void close();
}
