package org.extremum.job;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.extremum.spark.Secrets;
import org.extremum.training.Nearest;
import org.extremum.training.Problem;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's entry. */
@CommandLine.Command(
    name = "extremum",
    description =
        "Trains feed-forward classifiers by solving for extrema instead of back-propagation.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    Interruption.watch(System.err);
    int code = run(args, System.out, System.err);
    Interruption.expectEnd();
    System.exit(code);
  }

  /**
   * Runs a command.
   *
   * @param out receives results
   * @param err receives everything else
   * @return the exit code, as README.md lists them
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    Secrets secrets = secrets();
    try (PrintStream hidingOut = HidingStream.around(out, secrets);
        PrintStream hidingErr = HidingStream.around(err, secrets)) {
      return execute(args, hidingOut, hidingErr);
    }
  }

  /** What must not be told of this process's settings. */
  public static Secrets secrets() {
    return Secrets.of(new SparkConf(true), System.getenv());
  }

  private static int execute(String[] args, PrintStream out, PrintStream err) {
    Console console = new Console(out, err, "1".equals(System.getenv("EXTREMUM_TERMINAL")));
    CommandLine line = new CommandLine(new Main());
    line.addSubcommand(new TrainCommand(console))
        .addSubcommand(new EvaluateCommand(console))
        .addSubcommand(new PredictCommand(console))
        .addSubcommand(new InspectCommand(console))
        .addSubcommand(new RetrainCommand(console))
        .addSubcommand(new ExportCommand(console))
        .addSubcommand(new ReportCommand(console))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setParameterExceptionHandler((failure, given) -> usageError(failure, err));
    return line.execute(args);
  }

  private static int usageError(ParameterException failure, PrintStream err) {
    CommandLine given = failure.getCommandLine();
    String see = "see " + given.getCommandSpec().qualifiedName() + " --help";
    Problem problem;
    if (failure instanceof UnmatchedArgumentException unmatched) {
      problem = unmatched(given, unmatched.getUnmatched().get(0), see);
    } else {
      problem = Problem.because(Problem.Kind.USAGE, failure.getMessage(), see);
    }
    err.println("error: " + ErrorLine.oneLine(problem.getMessage()));
    return problem.kind().exitCode();
  }

  private static Problem unmatched(CommandLine given, String argument, String see) {
    Set<String> commands = given.getSubcommands().keySet();
    if (!commands.isEmpty() && !argument.startsWith("-")) {
      return Problem.of(
          Problem.Kind.USAGE,
          "command",
          "one of " + String.join(", ", commands),
          "'" + argument + "'",
          Nearest.question(argument, commands) + see);
    }
    Set<String> options = given.getCommandSpec().optionsMap().keySet();
    return Problem.of(
        Problem.Kind.USAGE,
        "arguments",
        "options of this command",
        "'" + argument + "'",
        Nearest.question(argument, options) + see);
  }

  /** Reached when no command was named. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "command: expected one of "
            + String.join(", ", spec.subcommands().keySet())
            + ", got none");
  }

  /** For {@code --version}. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Versions.line()};
    }
  }
}
