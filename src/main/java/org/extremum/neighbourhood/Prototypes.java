package org.extremum.neighbourhood;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.extremum.samples.SampleBlock;

/**
 * Training samples that a model keeps to say what supports a prediction (paper §4.3, §5.5): the
 * nearest one of the predicted essence, and how far it is in D_s. Immutable; ordered by essence.
 *
 * <p>The radius is that of the neighbourhood they stand for: of the training samples that are none
 * of them, a given share has one of its own essence within it. Farther off, nothing that was
 * trained on speaks for a prediction.
 */
public final class Prototypes implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Centres centres;
  private final String[] ids;
  private final double radius; // D_s

  private Prototypes(Centres centres, String[] ids, double radius) {
    this.centres = centres;
    this.ids = ids;
    this.radius = radius;
  }

  /** No prototypes of V essences in m coordinates. */
  public static Prototypes none(int features, int essences) {
    return of(features, new ArrayList<>(Collections.nCopies(essences, List.of())), List.of(), 0);
  }

  /**
   * Prototypes of plain data.
   *
   * @param surfaces for each essence those of its prototypes, standardised, m coordinates each
   * @param ids what each is called, in the same order; equal numbers
   * @param radius of the neighbourhood, D_s
   * @throws IllegalArgumentException when numbers differ, the radius is negative or not finite, or
   *     the surfaces do not fit into 256 MB
   */
  public static Prototypes of(
      int features, List<List<double[]>> surfaces, List<String> ids, double radius) {
    Centres centres = Centres.flat(features, surfaces);
    if (ids.size() != centres.size() || !(radius >= 0) || Double.isInfinite(radius)) {
      throw new IllegalArgumentException(
          "prototypes: expected an id for each of "
              + centres.size()
              + " and a radius >= 0, got "
              + ids.size()
              + " and "
              + radius);
    }
    return new Prototypes(centres, ids.toArray(String[]::new), radius);
  }

  /** The same with other names. */
  public Prototypes withIds(List<String> names) {
    return new Prototypes(centres, names.toArray(String[]::new), radius);
  }

  Prototypes withRadius(double other) {
    return new Prototypes(centres, ids, other);
  }

  Centres centres() {
    return centres;
  }

  /** How many there are. */
  public int count() {
    return centres.size();
  }

  /** m. */
  public int features() {
    return centres.features();
  }

  /** V. */
  public int essences() {
    return centres.essences();
  }

  public int essence(int prototype) {
    return centres.essence(prototype);
  }

  public String id(int prototype) {
    return ids[prototype];
  }

  /** A standardised surface, copied. */
  public double[] surface(int prototype) {
    return centres.point(prototype);
  }

  /** Of the neighbourhood they stand for, D_s. */
  public double radius() {
    return radius;
  }

  /** Buffers for one thread, to be closed. */
  public Finder finding() {
    return new Finder();
  }

  /** Finds the nearest prototypes of one block after another. */
  public final class Finder implements AutoCloseable {
    private final NearestCentre nearest = new NearestCentre(centres);

    private Finder() {}

    /**
     * The nearest prototype of a given essence for each sample; 2·k_v·m FLOPs for each.
     *
     * @param standardised surfaces in standardised coordinates
     * @param wanted an essence for each
     */
    public Support[] nearest(SampleBlock standardised, int[] wanted) {
      Support[] found = new Support[standardised.size()];
      nearest.search(
          standardised.withEssences(wanted),
          essence -> true,
          (i, match) ->
              found[i] =
                  new Support(
                      match.centre(),
                      SurfaceDistance.fromSquared(match.squaredDistance(), features())));
      return found;
    }

    @Override
    public void close() {
      nearest.close();
    }
  }

  /**
   * The prototype that is nearest to a sample.
   *
   * @param prototype -1 where the essence has none
   * @param distance D_s, infinite in that case
   */
  public record Support(int prototype, double distance) {}

  /**
   * For each prototype the distance D_s to the nearest other one of its essence, ascending; those
   * that are alone are left out. k²·m operations, for few.
   */
  double[] distancesToOthers() {
    return IntStream.range(0, count())
        .mapToDouble(this::distanceToOthers)
        .filter(Double::isFinite)
        .sorted()
        .toArray();
  }

  private double distanceToOthers(int prototype) {
    double[] own = surface(prototype);
    double least =
        Arrays.stream(centres.ofEssence(essence(prototype)))
            .filter(other -> other != prototype)
            .mapToDouble(
                other -> SurfaceDistance.squared(own, centres.values(), other * features()))
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    return SurfaceDistance.fromSquared(least, features());
  }
}
