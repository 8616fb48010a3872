package org.extremum.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What Spark says of the tasks and executors of one application. */
record EventLog(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Asks an application for a log in a folder of its own. */
  static EventLog of(Submission.Builder application, Path folder) throws IOException {
    Files.createDirectories(folder);
    application
        .conf("spark.eventLog.enabled", "true")
        .conf("spark.eventLog.compress", "false")
        .conf("spark.eventLog.rolling.enabled", "false")
        .conf("spark.eventLog.dir", folder.toUri().toString());
    return new EventLog(folder);
  }

  private long count(String event, Predicate<JsonNode> like) {
    long count = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        for (JsonNode line : events(file)) {
          if (line.path("Event").asText().equals("SparkListener" + event) && like.test(line)) {
            count++;
          }
        }
      }
    } catch (IOException e) {
      return 0; // renamed meanwhile
    }
    return count;
  }

  private static List<JsonNode> events(Path file) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      try {
        events.add(JSON.readTree(line));
      } catch (JsonProcessingException e) {
        break; // the line that is being written
      }
    }
    return events;
  }

  /** Executors that Spark gave up before the application's end. */
  long executorsLost() {
    return count("ExecutorRemoved", event -> true);
  }

  /** Executors that were there at some time. */
  long executors() {
    return count("ExecutorAdded", event -> true);
  }

  /** Tasks that ended without a result that was used. */
  long tasksInVain() {
    return count(
        "TaskEnd",
        event -> !event.path("Task End Reason").path("Reason").asText().equals("Success"));
  }

  /** Stages that were run again since their files were gone. */
  long stagesAgain() {
    return count(
        "StageSubmitted", event -> event.path("Stage Info").path("Stage Attempt ID").asInt() > 0);
  }

  /** Copies of slow tasks whose results were used. */
  long copiesThatWon() {
    return count(
        "TaskEnd",
        event ->
            event.path("Task Info").path("Speculative").asBoolean()
                && event.path("Task End Reason").path("Reason").asText().equals("Success"));
  }

  /** All of this in one line. */
  String summary() {
    return String.format(
        "%d of %d executors lost, %d tasks in vain, %d stages run again, %d copies won",
        executorsLost(), executors(), tasksInVain(), stagesAgain(), copiesThatWon());
  }
}
