package org.extremum.job.retraining;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.extremum.network.Layer;
import org.extremum.retraining.Frozen;
import org.extremum.spark.Sha256;

/**
 * Tells the functions of one state from those of another: sums of a batch belong to the coordinates
 * and hidden layers that they were made with. 8·l·m bytes are digested.
 */
final class FrozenDigest {
  private static final int CHUNK = 1 << 13; // doubles at a time

  private FrozenDigest() {}

  /** 64 hexadecimal digits of coordinates, hidden layers and what else the sums depend on. */
  static String of(Frozen frozen) {
    MessageDigest digest = Sha256.begin();
    for (String option : List.of("activation", "seed", "sketchDirections", "classWeighting")) {
      Object value = frozen.options().asMap().get(option);
      digest.update((option + "=" + value + "\n").getBytes(StandardCharsets.UTF_8));
    }
    Object factors = frozen.input().get(Frozen.FOUNDING_FACTORS);
    if (factors != null) {
      digest.update(
          (Frozen.FOUNDING_FACTORS + "=" + factors + "\n").getBytes(StandardCharsets.UTF_8));
    }
    for (int kept : frozen.standardiser().keptFeatures()) {
      add(digest, new double[] {kept});
    }
    add(digest, frozen.standardiser().means());
    add(digest, frozen.standardiser().scales());
    add(digest, frozen.gradientRows().toArray());
    for (Layer layer : frozen.hidden().layers()) {
      add(digest, layer.weights());
      add(digest, layer.biases());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, double[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      buffer.clear();
      buffer.asDoubleBuffer().put(values, from, count);
      digest.update(buffer.array(), 0, 8 * count);
    }
  }
}
