package org.extremum.spark;

import java.io.Serializable;
import org.apache.spark.Partition;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;
import scala.collection.Seq;

/**
 * Joins neighbouring partitions into fewer. Spark's own coalescing groups partitions by where their
 * data lie, which differs from run to run; here the place of the first only says where to run.
 */
final class NeighbourCoalescer implements PartitionCoalescer, Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public PartitionGroup[] coalesce(int most, RDD<?> parent) {
    Partition[] partitions = parent.partitions();
    int count = Math.min(most, partitions.length);
    PartitionGroup[] groups = new PartitionGroup[count];
    for (int g = 0; g < count; g++) {
      int from = (int) ((long) g * partitions.length / count);
      int to = (int) ((long) (g + 1) * partitions.length / count);
      Seq<String> places = parent.preferredLocations(partitions[from]);
      groups[g] =
          new PartitionGroup(
              places.isEmpty() ? Option.<String>empty() : Option.apply(places.apply(0)));
      for (int i = from; i < to; i++) {
        groups[g].partitions().addOne(partitions[i]);
      }
    }
    return groups;
  }
}
