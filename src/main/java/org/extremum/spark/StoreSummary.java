package org.extremum.spark;

/**
 * What a store was found to hold when it was read.
 *
 * @param samples without those of weight zero
 * @param largestEssence the largest number of an essence, -1 without samples or essences
 * @param blocks number of blocks
 * @param bytes about how much memory the blocks take
 * @param withoutNative a warning where an executor that read could not load the native library,
 *     else empty
 */
public record StoreSummary(
    long samples, int largestEssence, long blocks, long bytes, String withoutNative) {}
