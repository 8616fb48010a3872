package org.extremum.cluster;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Does harm in executors at the beginning of one task of one pass, once, however many executors
 * there are: so the harm is in the middle of a pass, whatever the machine's speed. Or at every
 * beginning of the tasks of one partition in that pass: so they never succeed. What is asked for is
 * in Spark's settings ({@link Fault}); what was done is in files of a folder that all see.
 */
public final class FaultPlugin implements SparkPlugin {
  static final String FOLDER = "spark.extremumFault.folder";
  static final String PASS = "spark.extremumFault.pass";
  static final String TASK = "spark.extremumFault.task";
  static final String PARTITION = "spark.extremumFault.partition";
  static final String HOST = "spark.extremumFault.host";
  static final String DEED = "spark.extremumFault.deed";

  /** The file that says that it has happened: the process and its address. */
  static final String STRUCK = "struck";

  /** The file that has a character for every time that it happened. */
  static final String TIMES = "times";

  /** What a task fails with that has to. */
  static final String REASON = "a fault that was asked for";

  private static final TaskCompletionListener FAILURE =
      context -> {
        throw new IllegalStateException(REASON);
      };

  /** The file that lets a task that is held go on. */
  static final String GO = "go";

  /** The file that says that the task that was held has ended well. */
  static final String ENDED = "ended";

  /** What is done. */
  enum Deed {
    /** SIGKILL for the executor. */
    KILL,
    /** SIGSTOP for the executor. */
    STOP,
    /** The task waits until it may go on. */
    HOLD,
    /** The task throws an exception once it has done its work. */
    FAIL
  }

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Harm();
  }

  private static final class Harm implements ExecutorPlugin {
    private final ThreadLocal<Boolean> wasHeld = ThreadLocal.withInitial(() -> false);
    private SparkConf conf;
    private Path folder;
    private String host;

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      conf = context.conf();
      folder = Path.of(conf.get(FOLDER));
      host = System.getenv("SPARK_LOCAL_IP"); // of the worker; the context's own fails here
    }

    @Override
    public void onTaskStart() {
      String pass = TaskContext.get().getLocalProperty("spark.job.description");
      if (!("extremum: " + conf.get(PASS)).equals(pass)
          || !conf.get(HOST, host).equals(host)
          || !isTheTask()) {
        return;
      }
      try {
        strike(Deed.valueOf(conf.get(DEED)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) { // a copy of this task was faster
        Thread.currentThread().interrupt();
      }
    }

    private boolean isTheTask() {
      return conf.contains(PARTITION)
          ? TaskContext.get().partitionId() == conf.getInt(PARTITION, 0)
          : numberOfThisTask() == conf.getInt(TASK, 1);
    }

    /** From 1, among the tasks of the pass (on the host that is asked for). */
    private int numberOfThisTask() {
      for (int number = 1; ; number++) {
        try {
          Files.createFile(folder.resolve("task-" + number));
          return number;
        } catch (FileAlreadyExistsException e) {
          continue;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    private void strike(Deed deed) throws IOException, InterruptedException {
      long pid = ProcessHandle.current().pid();
      Path said = Files.writeString(folder.resolve("saying"), pid + " " + host);
      Files.move(said, folder.resolve(STRUCK), StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(folder.resolve(TIMES), "+", CREATE, APPEND);
      switch (deed) {
        case KILL -> Signals.send("KILL", pid);
        case STOP -> Signals.send("STOP", pid);
        // What this plugin throws itself is only logged.
        case FAIL -> TaskContext.get().addTaskCompletionListener(FAILURE);
        case HOLD -> {
          while (!Files.exists(folder.resolve(GO))) {
            TimeUnit.MILLISECONDS.sleep(20);
          }
          wasHeld.set(true);
        }
        default -> throw new IllegalStateException("deed " + deed);
      }
    }

    @Override
    public void onTaskSucceeded() {
      if (wasHeld.get()) {
        wasHeld.set(false);
        try {
          Files.createFile(folder.resolve(ENDED));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Signals for processes, of this machine's command. */
  static final class Signals {
    private Signals() {}

    /** Sends a signal, such as {@code STOP}, {@code CONT} or {@code KILL}, to a process. */
    static void send(String name, long pid) throws IOException, InterruptedException {
      int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
      if (code != 0) {
        throw new IOException("kill -" + name + " " + pid + ": expected 0, got " + code);
      }
    }
  }
}
