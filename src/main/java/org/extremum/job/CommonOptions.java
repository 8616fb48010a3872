package org.extremum.job;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.extremum.job.input.InputFormat;
import org.extremum.training.TrainingOptions;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "options in HOCON, as in conf/extremum.conf")
  File config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "one option; repeatable, wins over the file")
  List<String> settings = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of every random draw (default 42)")
  Long seed;

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "where Spark runs (default: as submitted, else local[*])")
  String master;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "of the input: csv, libsvm, parquet or json (default: by the file's ending)")
  String format;

  @Option(names = "--overwrite", description = "replace an existing output")
  boolean overwrite;

  @Option(names = "--print-config", description = "print the options in force and stop")
  boolean printConfig;

  @Option(names = "--dry-run", description = "check everything, do nothing")
  boolean dryRun;

  @Option(
      names = "--json-logs",
      description = "progress, notes and errors on stderr as one JSON object a line")
  boolean jsonLogs;

  @Option(names = "--debug", description = "show stack traces and what Spark logs")
  boolean debug;

  /** The options of this run, from all places. */
  TrainingOptions resolve() {
    return Configuration.resolve(config, settings, seed);
  }

  /** Those of them that were given, in any place; the rest are defaults. */
  Map<String, Object> asked() {
    return Configuration.asked(config, settings, seed);
  }

  InputFormat formatOf(String path) {
    return InputFormat.of(format, path);
  }
}
