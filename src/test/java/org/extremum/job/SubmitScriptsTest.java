package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.extremum.job.StandInSpark.Call;
import org.extremum.job.StandInSpark.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command lines that the scripts make of theirs, with a stand-in for Spark. */
class SubmitScriptsTest extends ScriptsWithStandIn {
  private static final String[] TRAIN = {
    "train", "--data", "hdfs:///in put.csv", "--label=y", "--model", "s3a://b/m", "--set", "seed="
  };
  private static final String MASTER = "spark://one:7077,two:7077";
  private static final String JAR = "hdfs:///apps/extremum.jar";

  private static String[] args(String... options) {
    return Cli.join(options, TRAIN);
  }

  private static void requireFrame(Call call, String target, String master, String mode) {
    assertThat(call.option("--class")).isEqualTo(Main.class.getName());
    assertThat(call.option("--master")).isEqualTo(master);
    assertThat(call.option("--deploy-mode")).isEqualTo(mode);
    assertThat(Path.of(call.option("--properties-file")))
        .isEqualTo(Path.of("conf/spark-defaults-" + target + ".conf").toAbsolutePath())
        .isRegularFile();
    assertThat(call.options()).contains("--load-spark-defaults");
    assertThat(call.command()).as("arguments as they are").containsExactly(TRAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"extremum", "local", "standalone", "yarn", "kubernetes"})
  void helpNeedsNothing(String script) throws Exception {
    for (String help : List.of("--help", "-h")) {
      Ended ended = spark.start(Map.of(), script, help);
      assertThat(ended.code()).isZero();
      assertThat(ended.err()).isEmpty();
      assertThat(ended.out())
          .startsWith("Usage: submit-scripts/" + script)
          .contains("COMMAND", "SPARK_HOME", "JAVA_HOME");
      assertThat(ended.out().lines()).allMatch(line -> line.length() <= 120);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "standalone", "yarn", "kubernetes"})
  void everyOptionOfTheHelpIsTaken(String script) throws Exception {
    String help = spark.start(Map.of(), script, "--help").out();
    List<String> options =
        help.lines().filter(l -> l.startsWith("  --")).map(l -> l.strip().split(" ")[0]).toList();
    assertThat(options).contains("--conf", "--event-log", "--print").doesNotHaveDuplicates();
    for (String option : options) {
      if (!List.of("--print", "--secure").contains(option)) { // which have no values
        assertThat(spark.run(script, option + "=?").err())
            .as(option)
            .doesNotContain("an option of this script");
      }
    }
  }

  @Test
  void local() throws Exception {
    Call call = spark.submitted("local", args("--cores", "3"));
    requireFrame(call, "local", "local[3]", "client");
    assertThat(call.option("--driver-memory")).matches("[0-9]+m");
    assertThat(call.jar()).endsWith("-job.jar");
    assertThat(spark.submitted("local", args("--driver-memory=5g")).option("--driver-memory"))
        .isEqualTo("5g");
    assertThat(spark.submitted("local", args()).option("--master")).isEqualTo("local[*]");
  }

  @Test
  void standalone() throws Exception {
    Call call =
        spark.submitted(
            "standalone",
            args("--master", MASTER, "--total-executor-cores=8", "--executor-memory", "7g"));
    requireFrame(call, "standalone", MASTER, "client");
    assertThat(call.option("--total-executor-cores")).isEqualTo("8");
    assertThat(call.option("--executor-memory")).isEqualTo("7g");
    call =
        spark.submitted(
            "standalone", args("--master", MASTER, "--deploy-mode=cluster", "--jar", JAR));
    requireFrame(call, "standalone", MASTER, "cluster");
    assertThat(call.jar()).isEqualTo(JAR);
  }

  @Test
  void yarn() throws Exception {
    Call call =
        spark.submitted(
            "yarn",
            args(
                "--deploy-mode",
                "cluster",
                "--num-executors=5",
                "--executor-overhead",
                "9g",
                "--driver-overhead=2g",
                "--queue",
                "night",
                "--conf",
                "spark.speculation=false",
                "--event-log=hdfs:///log",
                "--jar",
                JAR));
    requireFrame(call, "yarn", "yarn", "cluster");
    assertThat(call.option("--num-executors")).isEqualTo("5");
    assertThat(call.option("--queue")).isEqualTo("night");
    assertThat(call.conf("spark.executor.memoryOverhead")).isEqualTo("9g");
    assertThat(call.conf("spark.driver.memoryOverhead")).isEqualTo("2g");
    assertThat(call.conf("spark.speculation")).isEqualTo("false");
    assertThat(call.conf("spark.eventLog.enabled")).isEqualTo("true");
    assertThat(call.conf("spark.eventLog.dir")).isEqualTo("hdfs:///log");
    assertThat(call.jar()).isEqualTo(JAR);
  }

  @Test
  void kubernetes() throws Exception {
    String[] where = {
      "--master=k8s://https://api:6443", "--image=r/e:1", "--namespace=ml", "--service-account=sa"
    };
    Call call = spark.submitted("kubernetes", args(Cli.join(where, "--claim", "a.state:/state")));
    requireFrame(call, "kubernetes", "k8s://https://api:6443", "client");
    assertThat(call.jar()).endsWith("-job.jar");
    call = spark.submitted("kubernetes", args(Cli.join(where, "--deploy-mode", "cluster")));
    requireFrame(call, "kubernetes", "k8s://https://api:6443", "cluster");
    assertThat(call.jar()).isEqualTo("local:///opt/extremum/extremum-job.jar");
    assertThat(call.conf("spark.kubernetes.container.image")).isEqualTo("r/e:1");
    assertThat(call.conf("spark.kubernetes.namespace")).isEqualTo("ml");
    assertThat(call.conf("spark.kubernetes.authenticate.driver.serviceAccountName"))
        .isEqualTo("sa");
    assertThat(Files.readString(Path.of("submit-scripts/image/Dockerfile")))
        .contains(" /opt/extremum/extremum-job.jar\n");
  }

  @Test
  void aClaimIsMountedEverywhereAndShared() throws Exception {
    Call call =
        spark.submitted(
            "kubernetes",
            "--master=k8s://api",
            "--image=i",
            "--claim=a.state:/state",
            "--deploy-mode=cluster",
            "retrain",
            "--state=/state/digits",
            "--add",
            "file:///state/in.csv");
    for (String who : List.of("driver", "executor")) {
      String volume = "spark.kubernetes." + who + ".volumes.persistentVolumeClaim.a-state.";
      assertThat(call.conf(volume + "options.claimName")).isEqualTo("a.state");
      assertThat(call.conf(volume + "mount.path")).isEqualTo("/state");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 23:59:59 INFO ClientEndpoint: State of driver driver-1-0001 is FINISHED, exiting | 0",
        "0 | 23:59:59 INFO ClientEndpoint: State of driver driver-1-0001 is FAILED, exiting | 1",
        "0 | 23:59:59 INFO LoggingPodStatusWatcherImpl: \texit code: 5 | 5",
        "0 | 23:59:59 INFO LoggingPodStatusWatcherImpl: \texit code: 137 | 137",
        "0 | 23:59:59 INFO LoggingPodStatusWatcherImpl: \texit code: 0 | 0",
        "1 | ERROR Client: Application diagnostics message: User application exited with status 75"
            + " | 75",
        "1 | no word of it | 1",
      })
  void exitCodesOfDriversOnAClusterAreTakenFromTheLog(int code, String says, int expected)
      throws Exception {
    Map<String, String> environment = Map.of("CODE", "" + code, "SAYS", says);
    Ended ended = spark.run(environment, "yarn", args("--jar", JAR, "--deploy-mode=cluster"));
    assertThat(ended.code()).isEqualTo(expected);
    assertThat(ended.out()).isEqualTo("a result\n");
    assertThat(ended.err()).startsWith(says);
    List<String> errors = ended.err().lines().filter(l -> l.startsWith("error: ")).toList();
    assertThat(errors).hasSize(expected == 0 ? 0 : 1);
  }

  @Test
  void exitCodesOfDriversHereAreTheirOwn() throws Exception {
    for (String code : List.of("0", "3", "75", "130")) {
      Ended ended = spark.run(Map.of("CODE", code), "yarn", args("--jar", JAR));
      assertThat(ended.code()).isEqualTo(Integer.parseInt(code));
      assertThat(ended.err()).isEmpty();
    }
  }

  /** What is installed here may be an older or newer one: clean means clean for both. */
  @Test
  void scriptsAreValidAndClean() throws Exception {
    List<String> scripts = new ArrayList<>(List.of(".ci/run"));
    for (String name :
        List.of(
            "extremum",
            "local",
            "standalone",
            "yarn",
            "kubernetes",
            "new-secret",
            "submission.bash",
            "clusters.bash")) {
      scripts.add("submit-scripts/" + name);
    }
    for (String script : scripts) {
      assertThat(exit("bash", "-n", script)).as(script).isZero();
      assertThat(Files.isExecutable(Path.of(script)))
          .as(script)
          .isEqualTo(!script.endsWith(".bash"));
    }
    StandIn.assumeThere("shellcheck");
    scripts.addAll(0, List.of("shellcheck", "-x", "-P", "SCRIPTDIR"));
    assertThat(exit(scripts.toArray(String[]::new))).isZero();
  }

  private static int exit(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
