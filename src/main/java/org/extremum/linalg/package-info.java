/**
 * Dense linear algebra on off-heap, column-major storage, and the single door to native BLAS and
 * LAPACK. Knows nothing of samples, networks or Spark.
 */
package org.extremum.linalg;
