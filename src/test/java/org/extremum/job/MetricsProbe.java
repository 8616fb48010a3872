package org.extremum.job;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.extremum.spark.RetrainingMetrics;
import org.extremum.spark.RetrainingMetrics.Figure;

/**
 * In a JVM of its own: runs a retraining; then opens the session of one, sets figures, and prints
 * what the Prometheus servlet says.
 */
public final class MetricsProbe {
  private MetricsProbe() {}

  /** A plugin that a user asked for. */
  public static final class Users implements SparkPlugin {
    @Override
    public DriverPlugin driverPlugin() {
      System.out.println("the user's plugin too");
      return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
      return null;
    }
  }

  /**
   * @param args a retraining's
   */
  public static void main(String[] args) throws Exception {
    System.out.println("exit code " + Main.run(args, System.out, System.err));
    RetrainingMetrics.reset();
    System.setProperty("spark.metrics.namespace", "probe");
    try (Sessions sessions = Sessions.openWithMetrics("retrain", "local[1]", false)) {
      RetrainingMetrics.set(Figure.SAMPLES, 1797);
      RetrainingMetrics.set(Figure.ACCURACY, 0.9876);
      String address = sessions.session().sparkContext().uiWebUrl().get();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address + "/metrics/prometheus/")).build();
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      System.out.println("status " + response.statusCode());
      System.out.println(response.body());
    }
  }
}
