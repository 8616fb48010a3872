package org.extremum.job.retraining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.extremum.spark.Pointer;

/**
 * What {@code lock.json} says.
 *
 * @param owner user@host
 * @param machine tells whether {@code pid} is a number of ours: boot and name space of processes; a
 *     host's name alone does not, as containers may share it
 * @param pid number of the process; 0 when unknown
 * @param processStart when it began, since numbers are used again; null when unknown
 * @param token of this one lock
 * @param since when it was taken
 * @param renewed when it was last renewed
 * @param timeToLive after the last renewal
 */
record LockEntry(
    String owner,
    String machine,
    long pid,
    Instant processStart,
    String token,
    Instant since,
    Instant renewed,
    Duration timeToLive) {
  private static final int FORMAT_VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Starts are computed from the clock, which is put right now and then. */
  private static final Duration SAME_START = Duration.ofSeconds(2);

  /** For a lock that does not say it. */
  private static final Duration USUAL_TIME_TO_LIVE = Duration.ofMinutes(60);

  static LockEntry ofThisProcess(Instant now, Duration timeToLive) {
    ProcessHandle self = ProcessHandle.current();
    return new LockEntry(
        System.getProperty("user.name") + "@" + host(),
        thisMachine(),
        self.pid(),
        self.info().startInstant().orElse(null),
        UUID.randomUUID().toString(),
        now,
        now,
        timeToLive);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static String thisMachine() {
    try {
      return host()
          + " "
          + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return host();
    }
  }

  LockEntry renewed(Instant now) {
    return new LockEntry(owner, machine, pid, processStart, token, since, now, timeToLive);
  }

  byte[] bytes() {
    ObjectNode json = JSON.createObjectNode();
    json.put("formatVersion", FORMAT_VERSION);
    json.put("owner", owner);
    json.put("machine", machine);
    json.put("pid", pid);
    json.put("processStart", processStart == null ? null : processStart.toString());
    json.put("token", token);
    json.put("since", since.toString());
    json.put("renewed", renewed.toString());
    json.put("timeToLiveSeconds", timeToLive.toMillis() / 1e3);
    return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads an entry. One that cannot be read is somebody's all the same: it counts from when it was
   * written.
   *
   * @param modified when the file was last written
   */
  static LockEntry read(byte[] content, Instant modified) {
    try {
      JsonNode json = JSON.readTree(content);
      String token = json.path("token").textValue();
      double seconds = json.path("timeToLiveSeconds").asDouble(Double.NaN);
      if (Pointer.isId(token) && seconds >= 0) {
        JsonNode start = json.path("processStart");
        return new LockEntry(
            json.path("owner").asText(),
            json.path("machine").asText(),
            json.path("pid").asLong(),
            start.isTextual() ? Instant.parse(start.textValue()) : null,
            token,
            Instant.parse(json.path("since").asText()),
            Instant.parse(json.path("renewed").asText()),
            Duration.ofMillis(Math.round(1e3 * seconds)));
      }
    } catch (IOException | DateTimeException e) {
      // as below
    }
    String token = "unreadable-" + UUID.nameUUIDFromBytes(content);
    return new LockEntry("unknown", "", 0, null, token, modified, modified, USUAL_TIME_TO_LIVE);
  }

  /** Why it may be taken over; empty when it may not. */
  Optional<String> staleness(Instant now) {
    if (now.isAfter(renewed.plus(timeToLive))) {
      return Optional.of("it was not renewed for " + words(Duration.between(renewed, now)));
    }
    if (pid > 0 && machine.equals(thisMachine()) && !isAlive()) {
      return Optional.of("that process is no more");
    }
    return Optional.empty();
  }

  private boolean isAlive() {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process == null || !process.isAlive()) {
      return false;
    }
    Instant start = process.info().startInstant().orElse(null);
    return start == null
        || processStart == null
        || Duration.between(start, processStart).abs().compareTo(SAME_START) <= 0;
  }

  /** Who, and for how long. */
  String words(Instant now) {
    return owner
        + (pid > 0 ? " (process " + pid + ")" : "")
        + ", "
        + words(Duration.between(since, now))
        + " old, renewed "
        + words(Duration.between(renewed, now))
        + " ago";
  }

  private static String words(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }
}
