package org.extremum.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.job.retraining.Ending;
import org.extremum.job.retraining.Job;
import org.extremum.job.retraining.Night;
import org.extremum.job.retraining.Preview;
import org.extremum.job.retraining.Request;
import org.extremum.training.Problem;
import org.extremum.training.TrainingOptions;
import picocli.CommandLine.Option;

/** Scheduled retraining: adds and forgets batches, and publishes what does well enough. */
@picocli.CommandLine.Command(
    name = "retrain",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description =
        "Adds batches to a state, forgets and decays them, solves anew without old rows, and"
            + " publishes the model where it does well enough on the holdout.")
final class RetrainCommand extends Command implements Job.Host {
  @Option(
      names = "--state",
      required = true,
      paramLabel = "DIR",
      description = "folder of the job: state, versions, lock, status.json")
  private String state;

  @Option(
      names = "--add",
      paramLabel = "FILE",
      description = "a batch to add; repeatable; the first run makes the state of them")
  private List<String> add = new ArrayList<>();

  @Option(
      names = "--batch-id",
      paramLabel = "ID",
      description = "what the batch is called, once for each --add (default: by its content)")
  private List<String> batchIds = new ArrayList<>();

  @Option(names = "--forget", paramLabel = "ID", description = "a batch to forget; repeatable")
  private List<String> forget = new ArrayList<>();

  @Option(
      names = "--forget-data",
      paramLabel = "FILE",
      description = "the rows of a batch to forget, where its sums were not kept; repeatable")
  private List<String> forgetData = new ArrayList<>();

  @Option(
      names = "--decay",
      paramLabel = "R",
      description = "multiplies the weight of everything that is there, before adding")
  private Double decay;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "column of the class, at the first run (not for libsvm)")
  private String label;

  @Option(
      names = "--holdout",
      paramLabel = "FILE",
      description = "labelled data to judge champion and challenger on (default: held-out rows)")
  private String holdout;

  @Option(
      names = "--rebuild",
      description = "makes the sums anew from the --add files, all batches that are there")
  private boolean rebuild;

  @Option(
      names = "--redraw",
      description = "with --rebuild: draws the neurons and chooses the penalty anew, too")
  private boolean redraw;

  @Option(names = "--rollback", description = "lets the champion before this one serve again")
  private boolean rollback;

  @Option(names = "--break-lock", description = "removes the lock first, whoever holds it")
  private boolean breakLock;

  @Option(
      names = "--run-id",
      paramLabel = "TEXT",
      description = "tells apart runs that ask for the same, such as a date for a daily --decay")
  private String runId = "";

  RetrainCommand(Console console) {
    super(console);
  }

  @Override
  void execute(TrainingOptions options) throws Exception {
    Request request = request();
    request.check();
    try (Sessions sessions = Sessions.openWithMetrics("retrain", common.master, common.debug);
        ProgressLine progress = ProgressLine.watching(console, sessions.session())) {
      warnOfSlowBlas();
      Job job =
          new Job(
              request,
              common.asked(),
              sessions.session(),
              common::formatOf,
              progress,
              Versions.manifest(),
              this);
      if (common.dryRun) {
        enter(Stage.READING);
        Map<String, String> plan = new Preview(job, options).lines();
        progress.endLine();
        plan.forEach((label, words) -> console.out().print(Summary.line(label, words)));
      } else {
        run(new Night(job, options), progress);
      }
    }
  }

  private void run(Night night, ProgressLine progress) {
    Interruption.orElseSaying(
        () -> night.failed(INTERRUPTED, Interruption.REASON),
        () -> {
          Ending ending = night.run();
          progress.endLine();
          console.out().print(RetrainSummary.of(ending, night));
        });
  }

  private Request request() {
    if (!batchIds.isEmpty() && batchIds.size() != add.size()) {
      throw Problem.of(
          Problem.Kind.USAGE,
          "--batch-id",
          "one for each of " + add.size() + " --add, in the same order",
          batchIds.size(),
          "name all batches or none");
    }
    return new Request(
        state,
        IntStream.range(0, add.size())
            .mapToObj(
                i -> new Request.Addition(add.get(i), batchIds.isEmpty() ? null : batchIds.get(i)))
            .toList(),
        List.copyOf(forget),
        List.copyOf(forgetData),
        decay == null ? 1 : decay,
        label,
        holdout,
        rebuild,
        redraw,
        rollback,
        breakLock,
        runId);
  }
}
