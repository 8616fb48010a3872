package org.extremum.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.extremum.cluster.SparkHome.Launch;

/**
 * A standalone cluster of Spark with a master and workers in processes of their own, made of the
 * jars of the build, to which applications are submitted as users do. Everything it writes is in
 * {@code target/cluster/NAME} and stays there to be looked at until the next cluster of that name.
 * All processes are killed by {@link #close()}.
 *
 * <p>Workers are at addresses of their own, from 127.0.0.2 on: Spark takes them for as many hosts,
 * without which there would be no speculation. Neither OpenBLAS's nor Spark's variables of the
 * test's environment reach any process.
 */
public final class StandaloneCluster implements AutoCloseable {
  /** A master that is stopped takes connections and never answers. */
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(ANSWER).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<StandaloneCluster> OPEN = new CopyOnWriteArrayList<>();

  private final SparkHome home;
  private final Builder asked;
  private final List<ClusterProcess> all = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final int port = freePort();
  private final int uiPort = freePort();
  private int workersEver;
  private int submissions;

  /** A worker, and what it has started. */
  public record Worker(ClusterProcess process, String host, Path folder) {
    /** Processes of the executors that it runs now. */
    public List<Long> executors() {
      return process.descendants("CoarseGrainedExecutorBackend");
    }

    /** Processes of the drivers that it runs now, of applications in cluster deploy mode. */
    public List<Long> drivers() {
      return process.descendants("DriverWrapper");
    }

    /** Where its executors have shuffle files and blocks. */
    public Path localFolder() {
      return folder.resolve("local");
    }
  }

  /** What a cluster should be like; as it is: two workers of two cores and 3 GiB. */
  public static final class Builder {
    private final String name;
    private final Map<String, String> conf = new LinkedHashMap<>();
    private int workers = 2;
    private int cores = 2;
    private String memory = "3g";
    private String host = "127.0.0.1";

    private Builder(String name) {
      this.name = name;
      // Short tests: what C1 makes is enough. Options of an application's own come on top.
      set("spark.driver.defaultJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseParallelGC");
      set("spark.executor.defaultJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseParallelGC");
      set("spark.executor.cores", "1");
      set("spark.executor.memory", "768m");
      set("spark.driver.memory", "768m");
      set("spark.cores.max", "2");
      set("spark.ui.enabled", "false");
      set("spark.master.rest.enabled", "false");
      set("spark.standalone.submit.waitAppCompletion", "true");
      set("spark.scheduler.minRegisteredResourcesRatio", "1");
    }

    /** A default of Spark's, for daemons and applications ({@code spark-defaults.conf}). */
    public Builder set(String key, String value) {
      conf.put(key, value);
      return this;
    }

    /** Workers to begin with. */
    public Builder workers(int count) {
      workers = count;
      return this;
    }

    /** Of each worker. */
    public Builder cores(int count) {
      cores = count;
      return this;
    }

    /** Of each worker for executors and drivers, such as 3g. */
    public Builder memory(String amount) {
      memory = amount;
      return this;
    }

    /** Address of master and drivers in client deploy mode. */
    public Builder host(String address) {
      host = address;
      return this;
    }

    /** Starts it and waits until all workers are there. */
    public StandaloneCluster start() throws IOException, InterruptedException {
      StandaloneCluster cluster = new StandaloneCluster(this);
      try {
        cluster.startMaster();
        for (int i = 0; i < workers; i++) {
          cluster.launchWorker(cluster.nextHost(), List.of(), Map.of());
        }
        cluster.awaitWorkers(workers);
        return cluster;
      } catch (Throwable failure) {
        cluster.close();
        throw failure;
      }
    }
  }

  private StandaloneCluster(Builder asked) throws IOException {
    this.asked = asked;
    this.home = SparkHome.make(asked.name, asked.conf);
    OPEN.add(this);
  }

  /** A cluster by the name of its folder in {@code target/cluster}. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void startMaster() throws IOException {
    List<String> program =
        List.of(
            "org.apache.spark.deploy.master.Master",
            "--host",
            asked.host,
            "--port",
            Integer.toString(port),
            "--webui-port",
            Integer.toString(uiPort));
    Launch launch = new Launch(List.of(), List.of("-Xmx384m"), asked.host, Map.of(), program);
    all.add(home.start("master", launch));
    Await.until("the master", () -> state() != null);
  }

  private String nextHost() {
    return "127.0.0." + (workersEver + 2);
  }

  /** Starts one more worker and waits until it is there. */
  public Worker addWorker() throws IOException, InterruptedException {
    return addWorker(nextHost(), List.of(), Map.of());
  }

  /**
   * Starts one more worker and waits until it is there.
   *
   * @param host its address, and that of its executors
   * @param wrapper a command that runs the command after it, such as {@code ip netns exec NAME}
   * @param environment of it and its executors
   */
  public Worker addWorker(String host, List<String> wrapper, Map<String, String> environment)
      throws IOException, InterruptedException {
    Worker worker = launchWorker(host, wrapper, environment);
    Await.until("the worker " + host, () -> hostsAlive().contains(host));
    return worker;
  }

  /** Starts one more worker, whatever becomes of it; see {@link #addWorker}. */
  Worker launchWorker(String host, List<String> wrapper, Map<String, String> environment)
      throws IOException {
    workersEver++;
    String name = "worker-" + workersEver;
    Path folder = home.folder().resolve(name);
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
    List<String> program =
        List.of(
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            host,
            "--webui-port",
            "0",
            "--cores",
            Integer.toString(asked.cores),
            "--memory",
            asked.memory,
            "--work-dir",
            folder.resolve("work").toString(),
            masterUrl());
    Launch launch = new Launch(wrapper, List.of("-Xmx256m"), host, variables, program);
    ClusterProcess process = home.start(name, launch);
    all.add(process);
    Worker worker = new Worker(process, host, folder);
    workers.add(worker);
    return worker;
  }

  private void awaitWorkers(int count) throws InterruptedException {
    Await.until(count + " workers", () -> hostsAlive().size() == count);
  }

  /** What the master says of itself at {@code /json/}; null while it does not answer. */
  public JsonNode state() {
    URI address = URI.create("http://" + asked.host + ":" + uiPort + "/json/");
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(address).timeout(ANSWER).build(),
              HttpResponse.BodyHandlers.ofString());
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Addresses of the workers that the master counts on. */
  List<String> hostsAlive() {
    List<String> hosts = new ArrayList<>();
    JsonNode state = state();
    if (state != null) {
      for (JsonNode worker : state.path("workers")) {
        if (worker.path("state").asText().equals("ALIVE")) {
          hosts.add(worker.path("host").asText());
        }
      }
    }
    return hosts;
  }

  /** The URL of the master, {@code spark://…}. */
  public String masterUrl() {
    return "spark://" + asked.host + ":" + port;
  }

  /** {@code target/cluster/NAME}, the SPARK_HOME of all processes. */
  public Path folder() {
    return home.folder();
  }

  /** The workers that were started and not killed, oldest first. */
  public List<Worker> workers() {
    return List.copyOf(workers);
  }

  /** Processes of all executors there are. */
  public List<Long> executors() {
    return workers.stream().flatMap(worker -> worker.executors().stream()).toList();
  }

  /** SIGKILL for a worker and all it has started, as if its machine had lost its power. */
  public void killWorker(Worker worker) {
    worker.process().close();
    workers.remove(worker);
  }

  /** An application to be submitted to this cluster. */
  public Submission.Builder application(String... arguments) {
    return new Submission.Builder(this, List.of(arguments));
  }

  Submission submit(Submission.Builder application) throws IOException {
    submissions++;
    Launch launch =
        new Launch(
            List.of(),
            List.of("-Xmx768m"), // Spark's own script would set it by spark.driver.memory
            asked.host,
            application.environment(),
            application.sparkSubmit());
    ClusterProcess process = home.start("submission-" + submissions, launch);
    all.add(process);
    return new Submission(process, List.copyOf(workers));
  }

  /** Clusters that were started and not closed. */
  static List<StandaloneCluster> open() {
    return List.copyOf(OPEN);
  }

  /** The last lines of all that its processes have logged. */
  String logs() {
    return LogTails.below(folder());
  }

  /**
   * Waits until no core is in use, as one may be for a while after an application's end: executors
   * of the next one would come to lie on one worker.
   */
  void awaitIdle() {
    Await.until(
        "the end of all executors",
        () -> {
          JsonNode state = state();
          return state != null && state.path("coresused").asInt(1) == 0 && executors().isEmpty();
        });
  }

  @Override
  public void close() {
    OPEN.remove(this);
    for (int i = all.size() - 1; i >= 0; i--) {
      all.get(i).close();
    }
  }
}
