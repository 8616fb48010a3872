package org.extremum.job.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.extremum.spark.TestSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

class ReadingSessionTest {
  private static final List<String> NO_CODE =
      List.of("spark.sql.codegen.wholeStage", "spark.sql.codegen.factoryMode");

  @TempDir Path folder;

  private static Map<String, String> settings(SparkSession session) {
    Map<String, String> all = new HashMap<>(CollectionConverters.asJava(session.conf().getAll()));
    all.keySet().removeAll(NO_CODE);
    return all;
  }

  private SparkSession reading(SparkSession own) throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "x,y\n1,2\n");
    return ReadingSession.of(own, file.toString());
  }

  @Test
  void aSmallFileIsReadByTheUsersSettingsWithoutCode() throws IOException {
    SparkSession own = TestSpark.session().newSession();
    own.conf().set("spark.sql.caseSensitive", "true");
    own.conf().set("spark.sql.session.timeZone", "Pacific/Kiritimati");
    own.conf().set("spark.sql.ansi.enabled", "false");
    own.conf().set("somebody.elses.setting", "kept");
    Map<String, String> before = settings(own);

    SparkSession reading = reading(own);
    assertThat(reading).isNotSameAs(own);
    assertThat(settings(reading)).isEqualTo(before);
    assertThat(reading.conf().get("spark.sql.codegen.wholeStage")).isEqualTo("false");
    assertThat(settings(own)).isEqualTo(before);
    assertThat(own.conf().get("spark.sql.codegen.wholeStage")).isEqualTo("true");
  }

  @Test
  void whatTheUserHasUnsetStaysUnset() throws IOException {
    SparkSession own = TestSpark.session().newSession();
    String set =
        settings(own).keySet().stream()
            .filter(own.conf()::isModifiable)
            .sorted()
            .findFirst()
            .orElseThrow();
    own.conf().unset(set);
    assertThat(settings(reading(own))).doesNotContainKey(set);
  }
}
