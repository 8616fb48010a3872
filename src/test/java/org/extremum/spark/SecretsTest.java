package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static SparkConf conf() {
    return new SparkConf(false)
        .set("spark.authenticate.secret", "plan\"ted\\1")
        .set("spark.hadoop.fs.s3a.access.key", "AKIAplanted2")
        .set("spark.ssl.keyPassword", "true")
        .set("spark.app.name", "innocent");
  }

  private static Secrets secrets() {
    return Secrets.of(conf(), Map.of("AWS_SECRET_ACCESS_KEY", "planted/3", "HOME", "/home/me"));
  }

  @Test
  void knownValuesAreHiddenWhereverTheyAre() {
    String said =
        secrets().hide("no access for AKIAplanted2 with planted/3, {\"a\": \"plan\\\"ted\\\\1\"}");
    assertThat(said)
        .isEqualTo("no access for %1$s with %1$s, {\"a\": \"%1$s\"}".formatted(Secrets.HIDDEN));
    assertThat(secrets().hide("it is true that innocent is at /home/me"))
        .isEqualTo("it is true that innocent is at /home/me");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3a://key:hush@bucket/a.csv | s3a://key:#@bucket/a.csv",
        "jdbc:postgresql://host/db?user=me&password=hush&ssl=true | jdbc:postgresql://host/db?user=me&password=#&ssl=true",
        "jdbc:sqlserver://host;PassWord=hush;x=1 | jdbc:sqlserver://host;PassWord=#;x=1",
        "https://account.blob/a.csv?sv=1&sig=hush%3D | https://account.blob/a.csv?sv=1&sig=#",
        "-Dspark.authenticate.secret=hush -Xmx1g | -Dspark.authenticate.secret=# -Xmx1g",
        "fs.azure.account.key=hush | fs.azure.account.key=#",
        "{\"x\" : \"api_token=hush\"} | {\"x\" : \"api_token=#\"}",
      })
  void addressesAndSettings(String told, String shown) {
    assertThat(secrets().hide(told)).isEqualTo(shown.replace("#", Secrets.HIDDEN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://host:8020/user/me/a.csv",
        "abfss://container@account.dfs/a.csv",
        "spark://127.0.0.1:7077",
        "option gamma: expected a number, got 'x'; see --help",
        "unexpected token: expected '}', got ']'",
        "{\"password\" : 3}"
      })
  void whatIsNoSecretStays(String text) {
    assertThat(secrets().hide(text)).isEqualTo(text);
  }

  @Test
  void sparksOwnPatternsCount() {
    Secrets secrets =
        Secrets.of(
            conf()
                .set("spark.redaction.regex", "(?i)private")
                .set("spark.redaction.string.regex", "card \\d+")
                .set("spark.my.private.thing", "planted4"),
            Map.of());
    assertThat(secrets.hide("planted4, card 1234, AKIAplanted2"))
        .isEqualTo("%1$s, %1$s, AKIAplanted2".formatted(Secrets.HIDDEN));
    assertThat(secrets.hide("spark.my.private.thing", "x")).isEqualTo(Secrets.HIDDEN);
    assertThat(secrets.hide("spark.master", "local")).isEqualTo("local");
  }
}
