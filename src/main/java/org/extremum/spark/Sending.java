package org.extremum.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Sends a scorer to executors, once for each SparkContext; Spark forgets it when this is forgotten.
 */
final class Sending implements Serializable {
  private static final long serialVersionUID = 1L;

  private transient Broadcast<Shipped<NetworkScorer>> sent;
  private transient SparkContext sentBy;
  private transient NetworkScorer sentScorer;

  synchronized Broadcast<Shipped<NetworkScorer>> send(SparkContext context, NetworkScorer wanted) {
    if (sent == null || sentBy != context || sentScorer != wanted) {
      sent = JavaSparkContext.fromSparkContext(context).broadcast(new Shipped<>(wanted));
      sentBy = context;
      sentScorer = wanted;
    }
    return sent;
  }
}
