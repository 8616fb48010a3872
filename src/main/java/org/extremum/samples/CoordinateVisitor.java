package org.extremum.samples;

/** Receives one coordinate of a surface. */
@FunctionalInterface
public interface CoordinateVisitor {
  void visit(int coordinate, double value);
}
