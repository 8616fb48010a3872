package org.extremum.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.extremum.cluster.FaultPlugin.Deed;

/**
 * One fault of one application, done by {@link FaultPlugin} at the beginning of a task.
 *
 * @param pass as progress lines name it, such as "statistics"
 * @param task its number from 1 among the tasks of passes of that name
 * @param partition whose tasks all of that pass meet the fault, whatever their number; -1: it
 *     happens once
 * @param deed what is done
 * @param host where; null: wherever that task runs
 * @param folder of this fault alone
 */
record Fault(String pass, int task, int partition, Deed deed, String host, Path folder) {
  private static final int ONCE = -1;

  /** A fault whose files are in a new folder under {@code parent}. */
  static Fault of(Deed deed, String pass, int task, Path parent) throws IOException {
    return at(null, deed, pass, task, parent);
  }

  /** The same, of the tasks on one host. */
  static Fault at(String host, Deed deed, String pass, int task, Path parent) throws IOException {
    return new Fault(pass, task, ONCE, deed, host, Files.createTempDirectory(parent, "fault-"));
  }

  /** One that happens to every task of the pass on that partition, wherever it runs. */
  static Fault forGood(Deed deed, String pass, int partition, Path parent) throws IOException {
    return new Fault(pass, 0, partition, deed, null, Files.createTempDirectory(parent, "fault-"));
  }

  /** Has it happen to this application. */
  Submission.Builder to(Submission.Builder application) throws IOException {
    PluginJar.add(application, FaultPlugin.class, folder.resolve("plugin.jar"));
    application
        .conf(FaultPlugin.FOLDER, folder.toString())
        .conf(FaultPlugin.PASS, pass)
        .conf(FaultPlugin.TASK, Integer.toString(task))
        .conf(FaultPlugin.DEED, deed.name());
    if (partition != ONCE) {
      application.conf(FaultPlugin.PARTITION, Integer.toString(partition));
    }
    return host == null ? application : application.conf(FaultPlugin.HOST, host);
  }

  /** Whether it has happened. */
  boolean struck() {
    return Files.exists(folder.resolve(FaultPlugin.STRUCK));
  }

  /** How often it has happened. */
  long times() throws IOException {
    return struck() ? Files.size(folder.resolve(FaultPlugin.TIMES)) : 0;
  }

  /** Waits until it has happened. */
  Fault awaitStrike(Submission in) {
    Await.until(this + " in:\n", () -> struck() || !in.process().isAlive());
    if (!struck()) {
      throw new AssertionError("ended before " + this + ":\n" + in.process().err());
    }
    return this;
  }

  /** The process that it happened to. */
  long pid() throws IOException {
    return Long.parseLong(said()[0]);
  }

  /** The address of the executor that it happened to. */
  String struckHost() throws IOException {
    return said()[1];
  }

  private String[] said() throws IOException {
    return Files.readString(folder.resolve(FaultPlugin.STRUCK)).split(" ");
  }

  /** Lets the task go on that is held. */
  void letGo() throws IOException {
    Files.createFile(folder.resolve(FaultPlugin.GO));
  }

  /** Whether the task that was held has done its work. */
  boolean heldTaskEnded() {
    return Files.exists(folder.resolve(FaultPlugin.ENDED));
  }
}
