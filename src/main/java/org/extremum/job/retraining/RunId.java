package org.extremum.job.retraining;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.extremum.spark.Sha256;
import org.extremum.training.TrainingOptions;

/**
 * What a run is called: 16 hexadecimal digits of all that its result depends on beside the state it
 * finds. The same request of the same data has the same id and is done once.
 */
final class RunId {
  private static final int BYTES = 8;

  private RunId() {}

  /**
   * @param files the batches to add, looked through
   * @param asked the options as they were given, defaults for the rest: not what a state made of
   *     them
   */
  static String of(Job job, List<BatchFile> files, TrainingOptions asked) {
    Request request = job.request();
    List<String> parts = new ArrayList<>();
    files.forEach(file -> parts.add("add " + file.id() + " " + file.fingerprint()));
    request.forget().forEach(id -> parts.add("forget " + id));
    parts.add("decay " + request.decay());
    parts.add("rebuild " + request.rebuild() + ", redraw " + request.redraw());
    parts.addAll(HeldOptions.thatMatter(asked));
    parts.add("code " + job.versions().get("extremum") + " " + job.versions().get("commit"));
    parts.add("judged on " + request.holdout());
    parts.add("run " + request.runId());
    return digest(parts);
  }

  /** 16 hexadecimal digits of SHA-256 of texts, in order. */
  static String digest(List<String> parts) {
    MessageDigest digest = Sha256.begin();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }
}
