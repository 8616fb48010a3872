package org.extremum.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * As much of a Kubernetes API server as Spark needs to submit a driver: keeps what it is sent, runs
 * nothing, and says of the pod that its container has ended with a given exit code.
 */
final class StandInApiServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int exitCode;
  private final Map<String, JsonNode> resources = new ConcurrentHashMap<>();
  private final CountDownLatch made = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  StandInApiServer(int exitCode) throws IOException {
    this.exitCode = exitCode;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** For --master. */
  String url() {
    return "k8s://http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The last resource of a kind that it was sent, as it was sent. */
  JsonNode sent(String kind) {
    return resources.get(kind);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    if (body.length > 0) {
      JsonNode resource = JSON.readTree(body);
      resources.put(resource.path("kind").asText(), resource);
      if (resource.path("kind").asText().equals("Pod")) {
        made.countDown();
        send(exchange, 201, ended(resource));
      } else {
        send(exchange, 200, resource);
      }
    } else if (exchange.getRequestHeaders().containsKey("Upgrade")) {
      exchange.sendResponseHeaders(200, -1); // no web sockets here: the client watches without
    } else if (query.contains("watch=true")) {
      watch(exchange);
    } else if (sent("Pod") != null && exchange.getRequestURI().getPath().contains("/pods/")) {
      send(exchange, 200, ended(sent("Pod")));
    } else {
      send(exchange, 404, JSON.createObjectNode().put("kind", "Status").put("code", 404));
    }
  }

  private static void send(HttpExchange exchange, int code, JsonNode answer) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(answer);
    exchange.sendResponseHeaders(code, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** One event: the pod has ended. */
  private void watch(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      made.await();
      ObjectNode event = JSON.createObjectNode().put("type", "MODIFIED");
      event.set("object", ended(sent("Pod")));
      out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode ended(JsonNode sent) {
    ObjectNode pod = sent.deepCopy();
    pod.withObject("/metadata").put("uid", "1").put("namespace", "ml").put("resourceVersion", "1");
    pod.withObject("/status")
        .put("phase", exitCode == 0 ? "Succeeded" : "Failed")
        .withArray("containerStatuses")
        .addObject()
        .put("name", "spark-kubernetes-driver")
        .withObject("/state/terminated")
        .put("exitCode", exitCode);
    return pod;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
