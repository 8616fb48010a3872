package org.extremum.spark;

import java.io.Serializable;
import java.util.List;
import org.extremum.samples.Accumulator;

/** An accumulator that does what another does; tests change it in one place. */
abstract class Delegating<P extends Serializable> implements Accumulator<P> {
  private static final long serialVersionUID = 1L;

  final Accumulator<P> inner;

  Delegating(Accumulator<P> inner) {
    this.inner = inner;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public Running<P> begin() {
    return inner.begin();
  }

  @Override
  public P merge(P left, P right) {
    return inner.merge(left, right);
  }

  @Override
  public long wireBytes() {
    return inner.wireBytes();
  }

  @Override
  public int tiles() {
    return inner.tiles();
  }

  @Override
  public List<P> split(P whole) {
    return inner.split(whole);
  }

  @Override
  public P join(List<P> tiles) {
    return inner.join(tiles);
  }
}
