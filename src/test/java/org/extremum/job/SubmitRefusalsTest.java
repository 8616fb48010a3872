package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.extremum.job.StandInSpark.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the scripts refuse before Spark starts: exit code 2, one line. */
class SubmitRefusalsTest extends ScriptsWithStandIn {
  private static final String STANDALONE = "standalone --master=spark://h:7077 ";

  @AfterEach
  void nothingWasSubmitted() {
    assertThat(spark.wasCalled()).isFalse();
  }

  private Ended run(String words) throws Exception {
    String[] all = words.split(" ");
    return spark.run(all[0], java.util.Arrays.copyOfRange(all, 1, all.length));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "local | command: expected one of train",
        "local --cores=2 | command: expected one of train",
        "local --cores 0 train | --cores: expected a number",
        "local --deploy-mode=cluster train | --deploy-mode: expected an option of this script",
        "local --cores | --cores: expected a value",
        "local --conf spark.x train | --conf: expected KEY=VALUE",
        "local --properties /none train | --properties: expected a file, got '/none'",
        "yarn --master=yarn train | --master: expected an option of this script",
        "yarn train --master=yarn | --master: expected before train",
        "yarn --deploy-mode=remote train | --deploy-mode: expected client or cluster, got 'remote'",
        "yarn --shared x train | --shared: expected an absolute path, got 'x'",
        "standalone train | --master: expected spark://HOST:PORT, got none",
        "standalone --master=local train | --master: expected spark://HOST:PORT, got 'local'",
        "kubernetes --image=i train | --master: expected k8s://https://HOST:PORT, got none",
        "kubernetes --master=https://a train | --master: expected k8s://",
        "kubernetes --master=k8s://a train | --image: expected an image",
        "kubernetes --claim=x train | --claim: expected NAME:/PATH, got 'x'",
        "kubernetes --claim=x:y train | --claim: expected NAME:/PATH, got 'x:y'",
      })
  void arguments(String words, String error) throws Exception {
    assertThat(run(words).usageError()).startsWith("error: " + error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.authenticate.secret=hunter2",
        "spark.hadoop.fs.s3a.access.key=hunter2",
        "spark.hadoop.fs.s3a.secret.key=hunter2",
        "spark.ssl.keyPassword=hunter2",
        "spark.kubernetes.authenticate.submission.oauthToken=hunter2"
      })
  void secretsThatEverybodyCouldRead(String setting) throws Exception {
    String error = spark.run("yarn", "--conf", setting, "train").usageError();
    assertThat(error).contains(setting.split("=")[0]).doesNotContain("hunter2");
  }

  @Test
  void aRelativePathBelowASharedFolder() throws Exception {
    Path here = spark.home().getParent();
    assertThat(run(STANDALONE + "--shared=" + here + " train --data=a.csv").usageError())
        .isEqualTo(
            "error: --data: expected an absolute path, as it is on every machine, got 'a.csv'; write "
                + here
                + "/a.csv\n");
  }

  @Test
  void placesOfSecretsAreNoSecrets() throws Exception {
    for (String setting :
        List.of(
            "spark.kubernetes.authenticate.submission.oauthTokenFile=/f",
            "spark.kubernetes.driver.secrets.aws=/etc/secrets",
            "spark.kubernetes.executor.secretKeyRef.KEY=aws:key")) {
      assertThat(spark.run("yarn", "--print", "--conf", setting, "train").code()).isZero();
    }
  }

  @Test
  void anotherSpark() throws Exception {
    Files.move(spark.jar("core"), spark.jar("core").resolveSibling("spark-core_2.12-3.5.1.jar"));
    for (String words : List.of("local train", STANDALONE + "train", "yarn train")) {
      assertThat(run(words).usageError())
          .startsWith("error: SPARK_HOME=" + spark.home())
          .contains("expected Spark 4.1 for Scala 2.13, got 2.12-3.5.1");
    }
  }

  @Test
  void noSparkForAClusterThatNeedsMoreThanTheBuildHas() throws Exception {
    assertThat(spark.start(Map.of("HADOOP_CONF_DIR", "/"), "yarn", "train").usageError())
        .startsWith("error: SPARK_HOME: expected")
        .contains("spark-yarn");
    Files.delete(spark.jar("yarn"));
    Files.delete(spark.jar("kubernetes"));
    assertThat(run("yarn train").usageError()).contains("expected jars/spark-yarn_2.13-*.jar");
    assertThat(run("kubernetes --master=k8s://a --image=i train").usageError())
        .contains("expected jars/spark-kubernetes_2.13-*.jar");
  }

  @Test
  void yarnWithoutItsConfiguration() throws Exception {
    Map<String, String> environment = Map.of("SPARK_HOME", spark.home().toString());
    assertThat(spark.start(environment, "yarn", "train").usageError())
        .startsWith("error: HADOOP_CONF_DIR: expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train --data=/x",
        "train --data x.csv",
        "train --data file:///x",
        "train --data=hdfs:///x --test file:/x",
        "train --data=hdfs:///x --model=m",
        "train --data=hdfs:///x --set checkpointDir=/x",
        "train --data=hdfs:///x --set=checkpointDir=x",
        "predict --output out",
        "evaluate --model /m",
        "retrain --state=/s",
        "retrain --state=hdfs:///s --add b.csv",
        "retrain --state=hdfs:///s --holdout b.csv",
        "train --data=/mounted/../x",
        "train --data=/mountedtoo/x"
      })
  void pathsOfOneMachine(String command) throws Exception {
    assertThat(run(STANDALONE + "--shared=/mounted " + command).usageError())
        .contains("expected a path that driver and executors share")
        .contains("--shared DIR before " + command.split(" ")[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train --data=/mounted/x --model hdfs:///m --set checkpointDir=s3a://b/c",
        "train --data file:///mounted/x --config here.conf",
        "export --model /mounted/m --output here.onnx",
        "retrain --state hdfs://n:8020/s --add abfss://c@a/x"
      })
  void pathsThatAllSee(String command) throws Exception {
    Ended ended = run(STANDALONE + "--shared=/mounted/ --print " + command);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void pathsOfTheDefaultFileSystem() throws Exception {
    assertThat(run("yarn --print train --data x --model /m").code()).isZero();
    assertThat(run("yarn train --data file:/x").usageError()).contains("'file:/x'");
    Files.writeString(folder.resolve("core-site.xml"), "<name>fs.defaultFS</name>");
    assertThat(run(STANDALONE + "--print train --data x --model /m").code()).isZero();
  }

  @Test
  void whatADriverOnTheClusterCannotRead() throws Exception {
    assertThat(run(STANDALONE + "--deploy-mode=cluster train").usageError())
        .startsWith("error: --jar: expected the job's jar at a path that every worker sees");
    assertThat(run(STANDALONE + "--deploy-mode=cluster --jar=/x.jar train").usageError())
        .startsWith("error: --jar: expected a path that driver and executors share");
    assertThat(run("yarn --deploy-mode=cluster train --config=x.conf").usageError())
        .startsWith("error: --config: expected a file that the driver can read where it runs");
    assertThat(
            run("yarn --print --deploy-mode=cluster --files=/a/x.conf train --config=x.conf")
                .code())
        .isZero();
    assertThat(run("yarn --deploy-mode=cluster export --output=file:/x").usageError())
        .contains("--output");
  }

  @Test
  void stateInAStoreOfObjectsIsWarnedOf() throws Exception {
    Ended ended = run("yarn --print retrain --state=s3a://bucket/s");
    assertThat(ended.code()).isZero();
    assertThat(ended.err()).startsWith("warning: --state s3a://bucket/s: ").hasLineCount(1);
  }
}
