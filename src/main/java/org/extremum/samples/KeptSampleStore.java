package org.extremum.samples;

/**
 * A store that holds memory until it is closed; passes over it fail after that. Views are to be let
 * go with it: they may fail, or go on holding the memory.
 */
public interface KeptSampleStore extends SampleStore, AutoCloseable {
  /** Gives the memory back, once; may be repeated. */
  @Override
  void close();
}
