package org.extremum.retraining;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Samples that came together, as the ledger knows them. Immutable.
 *
 * @param id by which it is added and forgotten
 * @param fingerprint of its rows, whatever their order
 * @param samples rows of positive weight
 * @param factor what its weights have been multiplied by since it was added: 1, less after decay, 0
 *     when it is forgotten
 * @param standing whether it is in the sums
 * @param founding whether its rows were there when standardiser and hidden layers were made
 * @param kept whether its own statistics are kept, so that it can be forgotten without its rows
 * @param aside name of the folder in which rows lie that came with these and could not be used: the
 *     id, or the id and which run set them aside; empty where there are none
 */
public record Batch(
    String id,
    String fingerprint,
    long samples,
    double factor,
    Standing standing,
    boolean founding,
    boolean kept,
    String aside) {
  /** Whether a batch is in the sums. */
  public enum Standing {
    PRESENT,
    FORGOTTEN
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException for an empty id, a negative count, a factor outside 0..1, or a
   *     folder of another batch
   */
  public Batch {
    if (id.isBlank() || samples < 0 || !(factor >= 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "batch '"
              + id
              + "': expected an id, a count of samples and a factor from 0 to 1, got "
              + samples
              + " samples, factor "
              + factor);
    }
    if (!(aside.isEmpty() || aside.equals(id) || aside.startsWith(id + "-"))) {
      throw new IllegalArgumentException(
          "batch '" + id + "': expected a folder of its own rows aside, got '" + aside + "'");
    }
  }

  /** A batch that is about to be added, all of whose rows could be used. */
  public static Batch arriving(
      String id, String fingerprint, long samples, boolean founding, boolean kept) {
    return new Batch(id, fingerprint, samples, 1, Standing.PRESENT, founding, kept, "");
  }

  /** The same with rows set aside in a folder of that name. */
  public Batch withAside(String folder) {
    return new Batch(id, fingerprint, samples, factor, standing, founding, kept, folder);
  }

  public boolean present() {
    return standing == Standing.PRESENT;
  }

  Batch decayed(double factorOfAll) {
    return present()
        ? new Batch(id, fingerprint, samples, factor * factorOfAll, standing, founding, kept, aside)
        : this;
  }

  Batch forgotten() {
    return new Batch(id, fingerprint, samples, 0, Standing.FORGOTTEN, founding, false, "");
  }

  Map<String, Object> asFacts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", id);
    facts.put("fingerprint", fingerprint);
    facts.put("samples", samples);
    facts.put("factor", factor);
    facts.put("standing", standing.name());
    facts.put("founding", founding);
    facts.put("kept", kept);
    facts.put("aside", aside);
    return facts;
  }

  static Batch of(Facts facts) {
    try {
      return new Batch(
          facts.text("id"),
          facts.text("fingerprint"),
          facts.integer("samples"),
          facts.real("factor"),
          Standing.valueOf(facts.text("standing")),
          facts.bool("founding"),
          facts.bool("kept"),
          aside(facts));
    } catch (IllegalArgumentException e) {
      throw Facts.unreadable(facts.where(), e);
    }
  }

  /** Earlier versions gave the folder the id, and said whether there is one, or nothing. */
  private static String aside(Facts facts) {
    if (facts.isText("aside")) {
      return facts.text("aside");
    }
    return facts.bool("aside", true) ? facts.text("id") : "";
  }
}
