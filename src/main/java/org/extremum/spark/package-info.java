/**
 * The Spark edge: samples in a cluster's memory behind {@link org.extremum.samples.SampleStore},
 * and how a DataFrame becomes blocks of samples.
 *
 * <p>Nothing here calls into {@code private[spark]} classes or sets global configuration. What
 * travels between JVMs travels in Java serialisation, whatever {@code spark.serializer} says, since
 * accumulators and their results are written for it.
 */
package org.extremum.spark;
