package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.extremum.job.StandInSpark.Call;
import org.extremum.job.StandInSpark.Ended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The switch {@code --secure} of the scripts, and where a standalone cluster's secret comes from.
 */
class SecureScriptsTest extends ScriptsWithStandIn {
  private static final String[] TRAIN = {
    "train", "--data=hdfs:///a.csv", "--label=y", "--model=hdfs:///m"
  };

  private static String[] args(String... options) {
    return Cli.join(options, TRAIN);
  }

  private static void requireSecure(Call call) {
    assertThat(call.conf("spark.authenticate")).isEqualTo("true");
    assertThat(call.conf("spark.network.crypto.enabled")).isEqualTo("true");
    assertThat(call.conf("spark.io.encryption.enabled")).isEqualTo("true");
    assertThat(call.conf("spark.authenticate.secret")).isNull();
    assertThat(String.join(" ", call.options())).doesNotContain("#");
  }

  private Path secret() throws Exception {
    Path file = folder.resolve("new.conf");
    Ended ended = spark.start(Map.of(), "new-secret", file.toString());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out() + ended.err()).isEmpty();
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "yarn"})
  void sparkMakesTheSecretItself(String script) throws Exception {
    requireSecure(spark.submitted(script, args("--secure")));
    assertThat(spark.submitted(script, args()).conf("spark.authenticate")).isNull();
  }

  @Test
  void kubernetesToo() throws Exception {
    requireSecure(
        spark.submitted(
            "kubernetes",
            args("--secure", "--master=k8s://https://h:6443", "--image=i", "--jar=local:///j")));
  }

  @Test
  void whatTheUserSetsWins() throws Exception {
    Call call =
        spark.submitted("yarn", args("--conf=spark.io.encryption.enabled=false", "--secure"));
    assertThat(call.conf("spark.io.encryption.enabled")).isEqualTo("false");
  }

  @Test
  void aStandaloneClusterHasASecretOfItsOwn() throws Exception {
    String master = "--master=spark://one:7077";
    assertThat(spark.run("standalone", args("--secure", master)).usageError())
        .contains("expected spark.authenticate.secret", "new-secret");
    Path file = secret();
    requireSecure(spark.submitted("standalone", args("--secure", master, "--properties=" + file)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(
            spark.run("standalone", args("--secure", master, "--properties=" + file)).usageError())
        .contains("chmod 600", file.toString());
  }

  @Test
  void noSecretAmongTheArguments() throws Exception {
    assertThat(
            spark
                .run("yarn", args("--secure", "--conf=spark.authenticate.secret=PLANTED"))
                .usageError())
        .contains("a secret among the arguments")
        .doesNotContain("PLANTED");
  }

  @Test
  void secretsDifferAndOnlyTheirOwnerReadsThem() throws Exception {
    Path file = secret();
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    String settings = Files.readString(file);
    assertThat(settings)
        .startsWith(Files.readString(Path.of("conf/spark-secure.conf")))
        .containsPattern("(?m)^spark\\.authenticate\\.secret +[0-9a-f]{64}$");
    assertThat(spark.run("new-secret", file.toString()).usageError()).contains("where nothing is");
    Files.delete(file);
    assertThat(Set.of(settings, Files.readString(secret()))).hasSize(2);
  }
}
