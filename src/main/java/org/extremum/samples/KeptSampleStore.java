package org.extremum.samples;

/** A store that holds memory until it is closed; passes over it or its views fail after that. */
public interface KeptSampleStore extends SampleStore, AutoCloseable {
  /** Gives the memory back, once; may be repeated. */
  @Override
  void close();
}
