package org.extremum.spark;

import com.codahale.metrics.Gauge;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Shows {@link RetrainingMetrics} in Spark's metrics system, as gauges of the driver: {@code
 * <application>.driver.plugin.org.extremum.spark.RetrainingPlugin.<figure>}. Switched on by {@code
 * spark.plugins} before the session starts; which sinks there are is configured as for Spark's own
 * metrics.
 */
public final class RetrainingPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public void registerMetrics(String application, PluginContext context) {
        for (RetrainingMetrics.Figure figure : RetrainingMetrics.Figure.values()) {
          Gauge<Double> gauge = () -> RetrainingMetrics.get(figure);
          context.metricRegistry().register(figure.gauge(), gauge);
        }
      }
    };
  }

  /** None: nothing is measured on executors. */
  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }
}
