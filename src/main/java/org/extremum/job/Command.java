package org.extremum.job;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.apache.spark.SparkConf;
import org.extremum.linalg.NativeLibrary;
import org.extremum.spark.TaskFailures;
import org.extremum.training.TrainingOptions;
import picocli.CommandLine.ArgGroup;
import scala.Tuple2;

/** A command's frame: options, one line for an error, the exit code. */
abstract class Command implements Callable<Integer> {
  /** Interrupted, as a shell counts it. */
  static final int INTERRUPTED = 130;

  @ArgGroup(
      validate = false,
      heading = "Of every command; what does not apply to this one changes nothing:%n")
  CommonOptions common = new CommonOptions();

  Console console;
  private Stage stage = Stage.STARTING;

  Command(Console console) {
    this.console = console;
  }

  /**
   * Does what the command is for.
   *
   * @param options validated
   */
  abstract void execute(TrainingOptions options) throws Exception;

  /** Says so, once, where this machine has to do without the native library. */
  final void warnOfSlowBlas() {
    NativeLibrary.missing().ifPresent(console::warn);
  }

  /** Says what the command is busy with from here on. */
  public final void enter(Stage next) {
    stage = next;
  }

  @Override
  public final Integer call() {
    if (common.jsonLogs) {
      console = console.asJson();
      Interruption.sayThrough(console);
    }
    try {
      TrainingOptions options = common.resolve();
      if (common.printConfig) {
        console
            .out()
            .print(Configuration.render(options, "spark", sparkSettings(), Main.secrets()));
      } else {
        execute(options);
      }
      return 0;
    } catch (Throwable failure) {
      return report(failure);
    }
  }

  private int report(Throwable failure) {
    if (!Interruption.isUnderWay()) {
      console.error(reason(failure));
      if (common.debug) {
        failure.printStackTrace(console.err());
      }
    }
    return exitCode(failure);
  }

  private static boolean isInterruption(Throwable failure) {
    return Interruption.isUnderWay() // whatever fails then fails for that
        || failure instanceof InterruptedException
        || TaskFailures.find(failure, CancellationException.class).isPresent();
  }

  /** {@code what: expected …, got …; remedy} of a failure, in one line. */
  public final String reason(Throwable failure) {
    return isInterruption(failure)
        ? Interruption.REASON
        : ErrorLine.oneLine(ErrorLine.problem(failure, stage).getMessage());
  }

  /** What the program exits with after a failure. */
  public final int exitCode(Throwable failure) {
    return isInterruption(failure)
        ? INTERRUPTED
        : ErrorLine.problem(failure, stage).kind().exitCode();
  }

  /** What Spark was told, by spark-submit or system properties. */
  private Map<String, String> sparkSettings() {
    Map<String, String> settings = new TreeMap<>();
    for (Tuple2<String, String> setting : new SparkConf(true).getAll()) {
      settings.put(setting._1(), setting._2());
    }
    if (common.master != null) {
      settings.put("spark.master", common.master);
    }
    return settings;
  }
}
