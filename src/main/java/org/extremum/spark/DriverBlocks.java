package org.extremum.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.extremum.samples.SampleBlock;

/** Brings the blocks of few samples to the driver, partition by partition. */
final class DriverBlocks {
  private DriverBlocks() {}

  /**
   * @param digests of the partitions as they were first read
   * @throws InputChangedException when the blocks are not those
   */
  static List<List<SampleBlock>> of(JavaRDD<SampleBlock> blocks, long[] digests) {
    List<List<SampleBlock>> partitions = new ArrayList<>();
    for (Parcel<ArrayList<SampleBlock>> parcel : parcels(blocks)) {
      List<SampleBlock> partition = parcel.open();
      BlockDigest digest = new BlockDigest();
      partition.forEach(digest::add);
      if (digest.value() != digests[partitions.size()]) {
        throw new InputChangedException(partitions.size());
      }
      partitions.add(partition);
    }
    return partitions;
  }

  private static List<Parcel<ArrayList<SampleBlock>>> parcels(JavaRDD<SampleBlock> blocks) {
    return blocks
        .mapPartitions(
            partition -> {
              ArrayList<SampleBlock> all = new ArrayList<>();
              partition.forEachRemaining(all::add);
              return List.of(Parcel.of(all)).iterator();
            })
        .collect();
  }
}
