package org.extremum.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A SHA-256 in a model's metadata of all else that they say and of the report: names of classes,
 * activations, thresholds. The numbers in {@code data/} have digests of their own. It finds what
 * was damaged or changed by hand; it is no signature, since whoever changes a folder can make it
 * anew.
 */
final class Seal {
  static final String KEY = "sealSha256";

  private Seal() {}

  /**
   * Adds it, as the last entry.
   *
   * @param report the text of run.json
   */
  static void put(ObjectNode metadata, String report) {
    metadata.put(KEY, of(metadata, report));
  }

  static boolean fits(JsonNode metadata, String report) {
    return of(metadata, report).equals(metadata.path(KEY).textValue());
  }

  private static String of(JsonNode metadata, String report) {
    JsonNode others = ((ObjectNode) metadata.deepCopy()).without(KEY);
    MessageDigest digest = Sha256.begin();
    digest.update((others + "\n").getBytes(StandardCharsets.UTF_8));
    digest.update(report.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }
}
