package org.extremum.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.extremum.samples.Accumulator;
import org.extremum.samples.OrderedMerge;
import org.extremum.samples.SampleBlock;
import scala.Tuple2;

/**
 * One pass of an accumulator over blocks, merged along {@link OrderedMerge}'s tree: the bits of the
 * result do not depend on which task ended first, was retried, or ran where.
 *
 * <p>Small results are collected whole and merged on the driver. Large ones are cut into tiles and
 * merged by executors, one shuffle for each level of the tree: a merging task gets its neighbours
 * sorted by index (Spark spills what does not fit) and holds one merged tile and one incoming. The
 * driver fetches the finished tiles a few in a job; shuffle files of the first job serve the
 * others, nothing is computed twice.
 */
final class TreeAggregation<P extends Serializable> {
  private final JavaRDD<SampleBlock> blocks;
  private final PartialResult<P> partial;
  private final Accumulator<P> accumulator;
  private final Broadcast<Shipped<Accumulator<P>>> shipped;

  /**
   * @param partial what a task does with the blocks of its partition
   * @param accumulator the driver's copy
   * @param shipped the executors' copy, destroyed by the caller
   */
  TreeAggregation(
      JavaRDD<SampleBlock> blocks,
      PartialResult<P> partial,
      Accumulator<P> accumulator,
      Broadcast<Shipped<Accumulator<P>>> shipped) {
    this.blocks = blocks;
    this.partial = partial;
    this.accumulator = accumulator;
    this.shipped = shipped;
  }

  /** The result of the driver's merge, for partial results that are small all together. */
  P collected() {
    PartialResult<P> task = partial;
    List<Parcel<P>> parcels =
        blocks
            .mapPartitionsWithIndex(
                (index, of) -> List.of(Parcel.of(task.of(index, of))).iterator(), false)
            .collect();
    List<P> partials = new ArrayList<>(parcels.size());
    parcels.forEach(parcel -> partials.add(parcel.open()));
    return OrderedMerge.all(accumulator, partials);
  }

  /** The result of the executors' merge. */
  P mergedByExecutors() {
    int tiles = accumulator.tiles();
    JavaPairRDD<Long, Parcel<P>> level = tiledPartials(tiles);
    int count = blocks.getNumPartitions();
    do { // at least once, so that tiles are fetched from files
      level = nextLevel(level, tiles, count);
      count = OrderedMerge.groups(count);
    } while (count > 1);
    JavaRDD<Parcel<P>> finished = level.values();
    List<P> results = new ArrayList<>(tiles);
    for (int from = 0; from < tiles; from += OrderedMerge.TILES_AT_ONCE) {
      int to = Math.min(tiles, from + OrderedMerge.TILES_AT_ONCE);
      List<Parcel<P>>[] fetched = finished.collectPartitions(IntStream.range(from, to).toArray());
      for (int k = 0; k < fetched.length; k++) {
        results.add(fetched[k].get(0).open());
        fetched[k] = null;
      }
    }
    return accumulator.join(results);
  }

  private JavaPairRDD<Long, Parcel<P>> tiledPartials(int tiles) {
    PartialResult<P> task = partial;
    Broadcast<Shipped<Accumulator<P>>> here = shipped;
    return blocks
        .mapPartitionsWithIndex(
            (index, of) -> {
              List<P> cut = here.value().value().split(task.of(index, of));
              if (cut.size() != tiles) {
                throw new IllegalStateException(
                    "split of a partial result: expected " + tiles + " tiles, got " + cut.size());
              }
              return parcels(index, cut);
            },
            false)
        .mapToPair(pair -> pair);
  }

  /** One parcel at a time, packed when the shuffle asks for it. */
  private static <P extends Serializable> Iterator<Tuple2<Long, Parcel<P>>> parcels(
      int index, List<P> cut) {
    return new Iterator<>() {
      private int tile;

      @Override
      public boolean hasNext() {
        return tile < cut.size();
      }

      @Override
      public Tuple2<Long, Parcel<P>> next() {
        Tuple2<Long, Parcel<P>> next =
            new Tuple2<>(TileKeys.key(tile, index), Parcel.of(cut.get(tile)));
        tile++;
        return next;
      }
    };
  }

  private JavaPairRDD<Long, Parcel<P>> nextLevel(
      JavaPairRDD<Long, Parcel<P>> level, int tiles, int count) {
    return level
        .repartitionAndSortWithinPartitions(new TileKeys(tiles, count))
        .mapPartitionsToPair(merging(shipped, count));
  }

  /** Merges one group of neighbours of one tile, in order. */
  private static <P extends Serializable>
      PairFlatMapFunction<Iterator<Tuple2<Long, Parcel<P>>>, Long, Parcel<P>> merging(
          Broadcast<Shipped<Accumulator<P>>> shipped, int count) {
    return neighbours -> {
      Accumulator<P> accumulator = shipped.value().value();
      Tuple2<Long, Parcel<P>> first = neighbours.next();
      int tile = TileKeys.tile(first._1());
      int group = OrderedMerge.groupOf(TileKeys.index(first._1()));
      int index = group * OrderedMerge.FAN_IN;
      checkNeighbour(first._1(), tile, index++);
      P merged = first._2().open();
      while (neighbours.hasNext()) {
        Tuple2<Long, Parcel<P>> next = neighbours.next();
        checkNeighbour(next._1(), tile, index++);
        merged = accumulator.merge(merged, next._2().open());
      }
      if (index != Math.min(count, (group + 1) * OrderedMerge.FAN_IN)) {
        throw new IllegalStateException(
            "group " + group + " of " + count + " partial results: it ended before " + index);
      }
      Tuple2<Long, Parcel<P>> result = new Tuple2<>(TileKeys.key(tile, group), Parcel.of(merged));
      return List.of(result).iterator();
    };
  }

  private static void checkNeighbour(long key, int tile, int index) {
    if (key != TileKeys.key(tile, index)) {
      throw new IllegalStateException(
          "merge of tile "
              + tile
              + ": expected partial result "
              + index
              + ", got "
              + TileKeys.index(key)
              + " of tile "
              + TileKeys.tile(key));
    }
  }
}
