package org.extremum.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.extremum.cluster.StandaloneCluster.Worker;

/** An application that was submitted through SparkSubmit. */
public final class Submission {
  private static final Pattern DRIVER = Pattern.compile("submitted as (driver-[0-9]+-[0-9]+)");

  private final ClusterProcess process;
  private final List<Worker> workers;

  Submission(ClusterProcess process, List<Worker> workers) {
    this.process = process;
    this.workers = workers;
  }

  /** An application: its arguments, how it is deployed, and what Spark is told. */
  public static final class Builder {
    private final StandaloneCluster cluster;
    private final List<String> arguments;
    private final Map<String, String> conf = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String master;
    private String deployMode = "client";
    private String mainClass = "org.extremum.job.Main";

    Builder(StandaloneCluster cluster, List<String> arguments) {
      this.cluster = cluster;
      this.arguments = arguments;
      this.master = cluster.masterUrl();
    }

    /** The driver runs on a worker. */
    public Builder inClusterMode() {
      deployMode = "cluster";
      return this;
    }

    /** Everything runs in the JVM of SparkSubmit, with so many tasks at a time. */
    public Builder inLocalMode(int tasks) {
      master = "local[" + tasks + "]";
      return this;
    }

    /** A setting of Spark's for this application. */
    public Builder conf(String key, String value) {
      conf.put(key, value);
      return this;
    }

    /** A variable of the environment of SparkSubmit. */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Another class of the job's jar than its command line. */
    public Builder mainClass(Class<?> main) {
      mainClass = main.getName();
      return this;
    }

    Map<String, String> environment() {
      return environment;
    }

    List<String> sparkSubmit() throws IOException {
      List<String> program = new ArrayList<>();
      program.add("org.apache.spark.deploy.SparkSubmit");
      program.addAll(List.of("--master", master, "--deploy-mode", deployMode));
      program.addAll(List.of("--class", mainClass));
      conf.forEach((key, value) -> program.addAll(List.of("--conf", key + "=" + value)));
      program.add(SparkHome.jobJar().toString());
      program.addAll(arguments);
      return program;
    }

    /** Submits it and returns while it runs. */
    public Submission start() throws IOException {
      return cluster.submit(this);
    }

    /** Submits it, waits for its end, and requires that it ends well. */
    public Submission run() throws IOException, InterruptedException {
      return start().requireSuccess();
    }
  }

  /** The process of SparkSubmit; in client deploy mode the driver's. */
  public ClusterProcess process() {
    return process;
  }

  /** Waits for the end: the exit code of SparkSubmit. */
  public int exitCode() throws InterruptedException {
    return process.exitCode();
  }

  /** Waits for the end, which has to be a good one. */
  public Submission requireSuccess() throws IOException, InterruptedException {
    int code = exitCode();
    if (code != 0) {
      throw new AssertionError("exit code: expected 0, got " + code + "\n" + driverErr());
    }
    return this;
  }

  /** What the driver has written to its standard output so far, wherever it runs. */
  public String driverOut() throws IOException {
    return ofDriver("stdout", process.out());
  }

  /** What the driver has written to its standard error so far, wherever it runs. */
  public String driverErr() throws IOException {
    return ofDriver("stderr", process.err());
  }

  /** In cluster deploy mode a worker keeps it. */
  private String ofDriver(String stream, String own) throws IOException {
    Matcher driver = DRIVER.matcher(process.err());
    if (!driver.find()) {
      return own;
    }
    for (Worker worker : workers) {
      Path file = worker.folder().resolve("work").resolve(driver.group(1)).resolve(stream);
      if (Files.exists(file)) {
        return Files.readString(file);
      }
    }
    return "";
  }
}
