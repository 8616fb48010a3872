package org.extremum.spark;

import static java.util.Comparator.naturalOrder;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.extremum.linalg.NativeLibrary;
import org.extremum.samples.SampleBlock;

/**
 * What one partition of blocks holds.
 *
 * @param withoutNative as of {@link StoreSummary}, on the executor that read it
 */
record PartitionSummary(
    long samples, int largestEssence, long blocks, long bytes, long digest, String withoutNative)
    implements Serializable {

  /** Of every partition, in order; one pass. */
  static List<PartitionSummary> of(JavaRDD<SampleBlock> blocks) {
    return blocks
        .mapPartitions(partition -> List.of(Parcel.of(of(partition))).iterator())
        .collect()
        .stream()
        .map(Parcel::open)
        .toList();
  }

  private static PartitionSummary of(Iterator<SampleBlock> partition) {
    long samples = 0;
    int largest = -1;
    long blocks = 0;
    long bytes = 0;
    BlockDigest digest = new BlockDigest();
    while (partition.hasNext()) {
      SampleBlock block = partition.next();
      samples += block.size();
      blocks++;
      bytes += block.bytes();
      for (int i = 0; i < block.size(); i++) {
        largest = Math.max(largest, block.essence(i));
      }
      digest.add(block);
    }
    String missing = NativeLibrary.missing().orElse("");
    return new PartitionSummary(samples, largest, blocks, bytes, digest.value(), missing);
  }

  static StoreSummary total(List<PartitionSummary> partitions) {
    return new StoreSummary(
        partitions.stream().mapToLong(PartitionSummary::samples).sum(),
        partitions.stream().mapToInt(PartitionSummary::largestEssence).max().orElse(-1),
        partitions.stream().mapToLong(PartitionSummary::blocks).sum(),
        partitions.stream().mapToLong(PartitionSummary::bytes).sum(),
        partitions.stream().map(PartitionSummary::withoutNative).max(naturalOrder()).orElse(""));
  }
}
