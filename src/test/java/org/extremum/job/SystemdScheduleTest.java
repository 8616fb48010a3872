package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.extremum.job.StandIn.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The units, verified by systemd, and their command, run as systemd would. */
class SystemdScheduleTest {
  @TempDir Path folder;
  private StandIn standIn;

  @BeforeEach
  void makeTheLauncher() throws IOException {
    standIn = new StandIn(folder);
  }

  /** The value of a key that is there once; all values of one that may be repeated. */
  private static List<String> values(String unit, String key) {
    return unit.lines()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .toList();
  }

  @Test
  void systemdAcceptsTheUnits() throws Exception {
    StandIn.assumeThere("systemd-analyze");
    Path units = Files.createDirectory(folder.resolve("units"));
    for (String name : List.of("extremum-retrain.service", "extremum-retrain.timer")) {
      Files.copy(StandIn.file(name), units.resolve(name));
    }
    Ended verified =
        standIn.run(
            Map.of(),
            "systemd-analyze",
            "verify",
            "--man=no",
            units.resolve("extremum-retrain.service").toString(),
            units.resolve("extremum-retrain.timer").toString());
    assertThat(verified).isEqualTo(new Ended(0, ""));
    String calendar =
        values(Files.readString(StandIn.file("extremum-retrain.timer")), "OnCalendar").get(0);
    Ended when = standIn.run(Map.of(), "systemd-analyze", "calendar", calendar);
    assertThat(when.code()).as(when.text()).isZero();
  }

  @Test
  void systemdTakesALockedStateForASuccess() throws Exception {
    String unit = Files.readString(StandIn.file("extremum-retrain.service"));
    assertThat(values(unit, "SuccessExitStatus")).containsExactly("75");
    assertThat(values(unit, "Type")).containsExactly("oneshot");
    Map<String, String> environment = new HashMap<>();
    for (String setting : values(unit, "Environment")) {
      environment.put(setting.replaceAll("=.*", ""), setting.replaceAll("^[^=]*=", ""));
    }
    assertThat(environment.put("EXTREMUM", standIn.launcher())).endsWith("/extremum");
    for (String code : List.of("0", "75", "3")) {
      environment.put("STAND_IN_CODE", code);
      assertThat(standIn.run(environment, execStart(unit)).code())
          .isEqualTo(Integer.parseInt(code));
      standIn.requireRetraining(
          environment.get("STATE"),
          "--add",
          environment.get("INCOMING") + "/" + standIn.yesterday() + ".parquet",
          "--batch-id",
          standIn.yesterday());
    }
  }

  /** The words of the command line, as systemd.service(5) makes them: bash -c '…', %% and $$. */
  private static String[] execStart(String unit) {
    String line = values(unit, "ExecStart").get(0);
    String start = "/bin/bash -c '";
    assertThat(line).startsWith(start).endsWith("'");
    String script = line.substring(start.length(), line.length() - 1);
    assertThat(script).doesNotContain("'").doesNotContain("\\");
    assertThat(script.replace("$$", "")).as("for systemd itself").doesNotContain("$");
    assertThat(script.replace("%%", "")).as("specifiers").doesNotContain("%");
    return new String[] {"/bin/bash", "-c", script.replace("$$", "$").replace("%%", "%")};
  }
}
