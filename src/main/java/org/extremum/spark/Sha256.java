package org.extremum.spark;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The one digest of this project: of weights, snapshots, runs and their names. */
public final class Sha256 {
  private Sha256() {}

  /** A new one, with nothing in it. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: expected in every Java, got " + e, e);
    }
  }
}
