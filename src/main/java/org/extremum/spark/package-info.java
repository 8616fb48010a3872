/**
 * The Spark edge. What is where, along the way of a surface:
 *
 * <ul>
 *   <li>estimator and model: {@link org.extremum.spark.ExtremumClassifier}, {@link
 *       org.extremum.spark.ExtremumClassificationModel}, their params ({@code OptionParams} makes
 *       them of the table of options), {@code Fit}, which is one run of the estimator;
 *   <li>rows to blocks: {@link org.extremum.spark.Ingestion} with {@code RowReader}, {@code
 *       BlockBuilder}, {@code ContentKey}; {@link org.extremum.spark.LocalIngestion} for rows that
 *       are here;
 *   <li>passes over blocks: {@link org.extremum.spark.SparkSampleStore} with {@code PartialResult},
 *       {@code TreeAggregation}, {@code Handover}; what travels is in {@code Parcel} and {@code
 *       Shipped};
 *   <li>scoring: {@code BlockTransform}, {@code NetworkScorer}, the columns ({@code OutputColumns},
 *       {@code ReasonColumns});
 *   <li>models on disk: {@code ModelWriter}, {@code ModelReader}, {@code WeightFile} and what it
 *       checks Parquet by, {@code Seal}; {@link org.extremum.spark.NewFolder}, {@link
 *       org.extremum.spark.AtomicFile}, {@link org.extremum.spark.Pointer} write in one step;
 *   <li>checkpoints and states on disk: {@link org.extremum.spark.SnapshotFiles}, {@link
 *       org.extremum.spark.CheckpointFolder};
 *   <li>what Spark was started with and what it says: {@link org.extremum.spark.SparkMemory},
 *       {@link org.extremum.spark.GivenUp}, {@link org.extremum.spark.TaskFailures}, {@link
 *       org.extremum.spark.Secrets}, {@link org.extremum.spark.RetrainingPlugin}.
 * </ul>
 *
 * <p>Nothing here calls into {@code private[spark]} classes or sets global configuration. What
 * travels between JVMs travels in Java serialisation, whatever {@code spark.serializer} says, since
 * accumulators and their results are written for it.
 */
package org.extremum.spark;
