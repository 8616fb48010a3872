package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.extremum.job.StandIn.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The crontab, run as cron would: quiet unless there is an error. */
class CronScheduleTest {
  @TempDir Path folder;
  private StandIn standIn;

  @BeforeEach
  void makeTheLauncher() throws IOException {
    standIn = new StandIn(folder);
  }

  private Map<String, String> cronEnvironment(Crontab crontab, int code) {
    Map<String, String> environment = new HashMap<>(crontab.settings());
    environment.put("PATH", System.getenv("PATH"));
    environment.put("EXTREMUM", standIn.launcher());
    environment.put("STATE", folder.resolve("state").toString());
    environment.put("LOG", folder.resolve("log").toString());
    environment.put("STAND_IN_CODE", String.valueOf(code));
    return environment;
  }

  private static Crontab crontab() throws IOException {
    return Crontab.read(Files.readAllLines(StandIn.file("extremum-retrain.cron")));
  }

  @Test
  void cronMailsErrorsOnly() throws Exception {
    Crontab crontab = crontab();
    assertThat(crontab.commands()).hasSize(1);
    String shell = crontab.settings().get("SHELL");
    String command = crontab.commands().get(0);
    assertThat(standIn.run(Map.of(), shell, "-n", "-c", command)).isEqualTo(new Ended(0, ""));
    StandIn.assumeThere("flock");
    for (int code : new int[] {0, 75, 3}) {
      Ended ended = standIn.run(cronEnvironment(crontab, code), shell, "-c", command);
      assertThat(ended.text()).isEqualTo(code == 3 ? "error: the last line\n" : "");
      standIn.requireRetraining(
          folder.resolve("state").toString(),
          "--add",
          "/srv/extremum/incoming/" + standIn.yesterday() + ".parquet",
          "--batch-id",
          standIn.yesterday());
    }
    assertThat(Files.readAllLines(folder.resolve("log"))).hasSize(6);
  }

  @Test
  void cronIsQuietWhileLastNightsRunGoesOn() throws Exception {
    StandIn.assumeThere("flock");
    Crontab crontab = crontab();
    Path lock = folder.resolve("state.flock");
    Process holder =
        new ProcessBuilder("flock", "-n", lock.toString(), "sh", "-c", "echo held; cat").start();
    try (BufferedReader says =
        new BufferedReader(
            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(says.readLine()).isEqualTo("held");
      Ended ended =
          standIn.run(
              cronEnvironment(crontab, 0),
              crontab.settings().get("SHELL"),
              "-c",
              crontab.commands().get(0));
      assertThat(ended).isEqualTo(new Ended(0, ""));
      assertThat(standIn.wasCalled()).isFalse();
    } finally {
      holder.getOutputStream().close(); // ends cat
      holder.waitFor();
    }
  }

  @Test
  void theCrontabReaderFindsMistakes() {
    assertThatThrownBy(() -> Crontab.read(List.of("60 2 * * * true"))).hasMessageContaining("60");
    assertThatThrownBy(() -> Crontab.read(List.of("0 2 * * true")))
        .hasMessageContaining("a setting or a job");
    assertThatThrownBy(() -> Crontab.read(List.of("0 2 * * * date +%F")))
        .hasMessageContaining("not escaped");
    assertThat(Crontab.read(List.of("*/5 2-4 1,15 * 0 date +\\%F")).commands())
        .containsExactly("date +%F");
  }
}
