package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong arguments: one line, exit code 2, before Spark is asked for anything. */
class UsageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                                | expected one of train, evaluate",
        "trian              | expected one of train, evaluate, predict, inspect, retrain, export, report, got 'trian'; did you mean 'train'? see extremum --help",
        "frobnicate                                      | got 'frobnicate'; see extremum --help",
        "train --data d.csv --label y --model m stray    | got 'stray'; see extremum train --help",
        "train                                           | see extremum train --help",
        "retrain --state s                              | --add, --forget, --decay, --rebuild, --rollback or --break-lock",
        "retrain --add d.csv                            | --state",
        "retrain --state s --add a.csv --add b.csv --batch-id a | one for each of 2 --add",
        "retrain --state s --add a.csv --batch-id a/b   | --batch-id: expected 1 to 128 of",
        "retrain --state s --decay 1.5                  | --decay: expected a number above 0",
        "retrain --state s --decay 0                    | --decay: expected a number above 0",
        "retrain --state s --rollback --add a.csv       | --rollback: expected nothing else",
        "retrain --state s --rebuild                    | the files of all batches",
        "retrain --state s --redraw --add a.csv         | --rebuild with it",
        "retrain --state s --rebuild --add a --forget b | neither --forget nor --decay",
        "retrain --state s --forget a --forget a        | every batch once",
        "retrain --state s --add a.csv --forget-data a.csv | the batches they are",
        "retrain --state s --decay 0.5 --set keepVersions=0 | option keepVersions: expected integer >= 1",
        "retrain --state s --decay 0.5 --set minAccuracy=1.5 | option minAccuracy: expected number >= 0 and <= 1",
        "train --data d.csv --model m --lable y          | got '--lable'; did you mean '--label'?",
        "train --data d.csv --model m                    | say --label COLUMN",
        "train --data d.txt --label y --model m          | say --format csv",
        "train --data d --format xls --label y --model m | --format: expected csv | libsvm",
        "train --data d.csv --label y --model m --test t.csv --test-fraction 0.1 | choose one",
        "train --data d.csv --label y --model m --test-fraction 1                | between 0 and 1",
        "train --data d.csv --label y --model m --test-fraction much             | much",
        "train --data d.csv --label y --model m --set gama=1    | did you mean 'gamma'?",
        "train --data d.csv --label y --model m --set gamma=-1  | option gamma: expected number or auto >= 0",
        "train --data d.csv --label y --model m --set gamma     | expected key=value, got 'gamma'",
        "train --data d.csv --label y --model m --set regParam=NaN | option regParam",
        "train --data d.csv --label y --model m --config gone.conf | expected a HOCON file",
        "predict --model m --data d.csv --output o --output-format xls | xls",
        "export --model m --output o                    | --to",
        "export --model m --output o --to pmml          | expected one of [onnx, mlpc, json]",
        "export --model m --output o --to json --numbers floats | --numbers: expected none with --to json",
      })
  void anError(String arguments, String expected) {
    Cli.Result result = Cli.run(arguments == null ? new String[0] : arguments.trim().split("\\s+"));
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.error()).contains(expected);
  }

  @Test
  void helpAndVersion() {
    Cli.Result help = Cli.run("train", "--help");
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains("--test-fraction")
        .contains("--dry-run")
        .contains("--print-config");
    Cli.Result version = Cli.run("--version");
    assertThat(version.code()).isZero();
    assertThat(version.out()).startsWith("extremum ").contains("Spark 4.1").doesNotContain("${");
  }
}
