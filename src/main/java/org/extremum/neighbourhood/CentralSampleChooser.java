package org.extremum.neighbourhood;

import java.util.Arrays;
import java.util.List;
import org.extremum.samples.SampleStore;

/**
 * Chooses the samples that stand for the others (method.md 8; paper §4.3 steps 1 and 2): essences
 * are the major categories, clusters inside each the minor ones, and the sample nearest to a
 * cluster's mean is its central sample. Immutable; the choice depends on the samples' content and
 * the seed, and on partitions through rounding only (cover: not at all).
 */
public final class CentralSampleChooser {
  /** Lloyd steps over all samples at most, after seeding. */
  static final int STEPS = 20;

  /** The ways of choosing. */
  public enum Kind {
    /** Every sample. */
    ALL,
    /** k-means seeded by k-means‖. */
    KMEANS,
    /** k-means by splitting clusters in two. */
    BISECTING,
    /** As many as it needs so that each sample has one within a radius. */
    COVER
  }

  private final Kind kind;
  private final int[] perEssence;
  private final double radius;
  private final long seed;

  private CentralSampleChooser(Kind kind, int[] perEssence, double radius, long seed) {
    this.kind = kind;
    this.perEssence = perEssence.clone();
    this.radius = radius;
    this.seed = seed;
  }

  /** Every sample is central. */
  public static CentralSampleChooser all() {
    return new CentralSampleChooser(Kind.ALL, new int[0], 0, 0);
  }

  /**
   * The centres of {@code KMEANS} or {@code BISECTING} clusters.
   *
   * @param perEssence k_v; an essence with fewer distinct samples has all of them central
   * @throws IllegalArgumentException for another kind or a negative number
   */
  public static CentralSampleChooser clusters(Kind kind, int[] perEssence, long seed) {
    if (kind != Kind.KMEANS && kind != Kind.BISECTING) {
      throw new IllegalArgumentException("clustering: expected KMEANS or BISECTING, got " + kind);
    }
    requireCounts(perEssence);
    return new CentralSampleChooser(kind, perEssence, 0, seed);
  }

  /**
   * A cover, its samples within {@code radius} of a centre of their essence.
   *
   * @param radius in D_s, of standardised surfaces
   * @param atMost centres of each essence at most; {@link Choice#cutShort()} says where that ended
   *     the cover
   * @throws IllegalArgumentException when the radius is negative, infinite or no number
   */
  public static CentralSampleChooser cover(double radius, int[] atMost, long seed) {
    if (!(radius >= 0) || Double.isInfinite(radius)) {
      throw new IllegalArgumentException(
          "cover radius: expected a finite number, not negative, got " + radius);
    }
    requireCounts(atMost);
    return new CentralSampleChooser(Kind.COVER, atMost, radius, seed);
  }

  private static void requireCounts(int[] perEssence) {
    if (Arrays.stream(perEssence).anyMatch(k -> k < 0)) {
      throw new IllegalArgumentException(
          "centres of an essence: expected none or more, got " + Arrays.toString(perEssence));
    }
  }

  public Kind kind() {
    return kind;
  }

  /**
   * Chooses among all samples of a store, in passes that are few: one for all samples, some twenty
   * for k-means, log k times ten for bisecting, as many as it takes for a cover.
   *
   * @param standardised samples in standardised coordinates; passed over often, so to be cached
   * @param counts samples of each essence, V numbers
   * @throws IllegalArgumentException when V does not fit, or the centres do not fit into 256 MB
   */
  public Choice choose(SampleStore standardised, long[] counts) {
    if (kind != Kind.ALL && perEssence.length != counts.length) {
      throw new IllegalArgumentException(
          "centres of essences: expected "
              + counts.length
              + " numbers, one for each essence, got "
              + perEssence.length);
    }
    return switch (kind) {
      case ALL -> complete(standardised.aggregate(new ListingPass(counts)));
      case KMEANS -> complete(snapped(standardised, kMeans(standardised)));
      case BISECTING -> complete(snapped(standardised, bisected(standardised)));
      case COVER -> new Cover(standardised, radius, perEssence, seed).choose();
    };
  }

  private static Choice complete(CentralSamples samples) {
    return new Choice(samples, List.of());
  }

  Centres kMeans(SampleStore store) {
    Centres seeds = new Seeding(store, seed).centres(perEssence);
    return new Lloyd(store, STEPS).run(seeds).centres();
  }

  Centres bisected(SampleStore store) {
    return new Bisection(store, seed).centres(perEssence);
  }

  /**
   * For every cluster the real sample that is nearest to its centre; of equally near ones that of
   * the smaller hash. A cluster without members has none. One pass.
   */
  static CentralSamples snapped(SampleStore store, Centres centres) {
    int[] quotas = new int[centres.size()];
    Arrays.setAll(quotas, c -> centres.isLeaf(c) ? 1 : 0);
    Shortlist nearest = store.aggregate(new ShortlistPass(centres, new Order.Nearest(), quotas));
    int[] owners = new int[centres.size()];
    long[] hashes = new long[centres.size()];
    int found = 0;
    for (int c = 0; c < centres.size(); c++) {
      for (Shortlist.Row row : nearest.list(c)) {
        owners[found] = centres.essence(c);
        hashes[found++] = row.hash();
      }
    }
    return CentralSamples.of(
        centres.essences(), Arrays.copyOf(owners, found), Arrays.copyOf(hashes, found));
  }
}
