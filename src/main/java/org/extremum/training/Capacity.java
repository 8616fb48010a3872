package org.extremum.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.extremum.network.HiddenStack;

/**
 * How many extrema hidden layers of given widths can hold (method.md 2, 5, 8; paper §5.2, §5.4).
 *
 * <p>A sample gives r = min(m, l_1..l_{n-2}) equations in the l unknowns of each output, so φ_c
 * central samples leave a null space when l &gt; φ_c·r, and generically every labelling when l ≥
 * φ_c·(r + 1). The paper's rule counts the equations once for each essence; they are the same.
 *
 * @param widths l_1..l_{n-1}
 * @param features m, coordinates of a standardised surface
 * @param essences V
 */
public record Capacity(List<Integer> widths, int features, int essences) {
  /** Share of the capacity that is left free when the number of centres is worked out from it. */
  private static final double LEFT_FREE = 0.5;

  /** A first layer of one neuron would make all surfaces points of a line. */
  private static final int LEAST_NARROW = 2;

  static Capacity of(HiddenStack hidden, int essences) {
    return new Capacity(hidden.widths(), hidden.inputs(), essences);
  }

  /** l, width of the last hidden layer. */
  public int width() {
    return widths.get(widths.size() - 1);
  }

  /** r, equations of a sample. */
  public int equationsPerSample() {
    return HiddenStack.equationsPerSample(features, widths);
  }

  /** The most that the rank can be for so many central samples. */
  public long rankBound(long centres) {
    return Math.min(centres * equationsPerSample(), width());
  }

  /** The least width with a null space for so many central samples, whatever their rank. */
  public long widthForNullSpace(long centres) {
    return centres * equationsPerSample() + 1;
  }

  /** The least width at which generically every labelling can be polarized. */
  public long widthForEveryLabelling(long centres) {
    return centres * (equationsPerSample() + 1);
  }

  /** The most central samples of which generically every labelling can be polarized. */
  public long mostCentres() {
    return width() / (equationsPerSample() + 1);
  }

  /** Central samples that use half of the capacity, and at least one for each essence. */
  public int suggestedCentres() {
    return (int) Math.max(essences, Math.floor(mostCentres() * LEFT_FREE));
  }

  /**
   * How many samples may become central in a round so that freedom to polarize is left: ⌊(l - rank
   * - φ_c)/(r + 1)⌋ (method.md 8).
   */
  public int promotable(int rank, long centres) {
    return (int) Math.max(0, (width() - rank - centres) / (equationsPerSample() + 1));
  }

  /** Weights and biases of the whole network. */
  public long parameters() {
    long parameters = 0;
    long below = features;
    for (int width : widths) {
      parameters += width * (below + 1);
      below = width;
    }
    return parameters + essences * (below + 1);
  }

  /**
   * Architectures that hold so many central samples of any labelling: one hidden layer, and a
   * tilted trapezoid (§5.4) whose narrow first layer halves the equations of a sample, or leaves so
   * few of them that the last layer may be as wide as that ({@code hiddenLayers}). Those that no
   * layer is wide enough for are left out.
   */
  public List<Capacity> architectures(long centres) {
    List<Capacity> suited = new ArrayList<>();
    if (centres * (features + 1L) <= OptionTable.WIDEST) {
      suited.add(new Capacity(List.of((int) (centres * (features + 1L))), features, essences));
    }
    int narrow = (int) Math.min((features + 1) / 2, OptionTable.WIDEST / centres - 1);
    if (narrow >= LEAST_NARROW) {
      int last = (int) (centres * (narrow + 1L));
      suited.add(new Capacity(List.of(narrow, last), features, essences));
    }
    return suited;
  }

  /** The architectures for so many central samples, with what they cost, in words. */
  public String advice(long centres) {
    List<Capacity> architectures = architectures(centres);
    if (architectures.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "a layer has at most %d neurons, which hold any labelling of at most %d central samples:"
              + " choose fewer (centres=kmeans with centresPerEssence)",
          OptionTable.WIDEST,
          OptionTable.WIDEST / (Math.min(features, LEAST_NARROW) + 1));
    }
    return "for any labelling of "
        + centres
        + " central samples: "
        + architectures.stream().map(Capacity::inWords).collect(Collectors.joining(" or "));
  }

  private String inWords() {
    return String.format(
        Locale.ROOT,
        "%s%s (%,d parameters, Moments of %s)",
        widths.size() == 1 ? "hiddenLayers=" : "the tilted trapezoid ",
        widths.toString().replace(" ", ""),
        parameters(),
        MemoryPlan.gigabytes(momentsBytes()));
  }

  /** Two triangles of l. */
  private long momentsBytes() {
    return 8L * width() * (width() + 1L);
  }

  /** For the manifest. */
  Map<String, Object> asMap(long centres) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("centres", centres);
    map.put("width", width());
    map.put("equationsPerSample", equationsPerSample());
    map.put("rankBound", rankBound(centres));
    map.put("widthForNullSpace", widthForNullSpace(centres));
    map.put("widthForEveryLabelling", widthForEveryLabelling(centres));
    map.put("mostCentres", mostCentres());
    map.put("architectures", architectures(centres).stream().map(Capacity::inShort).toList());
    return map;
  }

  private Map<String, Object> inShort() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("hiddenLayers", widths);
    map.put("parameters", parameters());
    return map;
  }
}
