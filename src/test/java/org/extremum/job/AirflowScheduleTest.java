package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.extremum.job.StandIn.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The DAG, loaded with stand-ins for what it imports of Airflow 2 and 3, and its command. */
class AirflowScheduleTest {
  @TempDir Path folder;
  private StandIn standIn;

  @BeforeEach
  void makeTheLauncher() throws IOException {
    standIn = new StandIn(folder);
  }

  /** Airflow's names that the DAG imports, which write down what they are given. */
  private void makeAirflow(String operators) throws IOException {
    Path airflow = Files.createDirectories(folder.resolve("python/airflow"));
    Files.writeString(
        airflow.resolve("__init__.py"),
        """
        class DAG:
            def __init__(self, **given):
                self.given = given
            def __enter__(self):
                return self
            def __exit__(self, *failure):
                return False
        """);
    Path module = airflow.resolve(operators);
    Files.createDirectories(module.getParent());
    for (Path at = module.getParent(); !at.equals(airflow); at = at.getParent()) {
      Files.writeString(at.resolve("__init__.py"), "");
    }
    Files.writeString(
        module,
        """
        class BashOperator:
            def __init__(self, **given):
                self.given = given
        """);
  }

  @Test
  void airflowSkipsALockedState() throws Exception {
    StandIn.assumeThere("python3");
    for (String operators :
        List.of("operators/bash.py", "providers/standard/operators/bash.py")) { // 2 and 3
      makeAirflow(operators);
      Files.copy(
          StandIn.file("extremum_retrain_dag.py"),
          folder.resolve("python/night.py"),
          StandardCopyOption.REPLACE_EXISTING);
      Ended compiled =
          standIn.run(
              Map.of(),
              "python3",
              "-m",
              "py_compile",
              folder.resolve("python/night.py").toString());
      assertThat(compiled).isEqualTo(new Ended(0, ""));
      Ended loaded =
          standIn.run(
              Map.of("PYTHONPATH", folder.resolve("python").toString()),
              "python3",
              "-c",
              """
              import night
              dag, task = night.dag.given, night.retrain.given
              assert dag["max_active_runs"] == 1 and dag["schedule"] == "30 2 * * *", dag
              assert task["skip_on_exit_code"] == 75 and task["append_env"], task
              print(task["bash_command"], end="")
              """);
      assertThat(loaded.code()).as(loaded.text()).isZero();
      String command =
          loaded
              .text()
              .replace("{{ (data_interval_end - macros.timedelta(days=1)) | ds }}", "2026-02-01")
              .replace("/opt/extremum/submit-scripts/extremum", standIn.launcher());
      assertThat(command).doesNotContain("{{").doesNotContain("}}");
      assertThat(standIn.run(Map.of("STAND_IN_CODE", "75"), "bash", "-c", command).code())
          .isEqualTo(75);
      standIn.requireRetraining(
          "/srv/extremum/digits",
          "--add",
          "/srv/extremum/incoming/2026-02-01.parquet",
          "--batch-id",
          "2026-02-01");
      deleteTree(folder.resolve("python"));
    }
  }

  private static void deleteTree(Path top) throws IOException {
    try (Stream<Path> all = Files.walk(top)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
