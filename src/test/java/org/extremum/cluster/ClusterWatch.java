package org.extremum.cluster;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Says which test begins and ends, and when, so that one that hangs is known by its name; and adds
 * to every failure what the clusters' processes have logged last.
 */
final class ClusterWatch
    implements BeforeAllCallback,
        BeforeTestExecutionCallback,
        AfterTestExecutionCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  @Override
  public void beforeAll(ExtensionContext context) {
    say(context, "starts its cluster");
  }

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    say(context, "begins");
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    say(context, context.getExecutionException().isPresent() ? "has failed" : "has passed");
  }

  private static void say(ExtensionContext context, String what) {
    String name =
        context.getRequiredTestClass().getSimpleName()
            + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
    String shown = context.getDisplayName();
    boolean adds = context.getTestMethod().isPresent() && !shown.endsWith("()");
    System.out.println(
        LocalTime.now().truncatedTo(ChronoUnit.SECONDS)
            + " "
            + name
            + (adds ? " (" + shown + ")" : "")
            + " "
            + what);
    System.out.flush();
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withLogs(failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw withLogs(failure);
  }

  private static Throwable withLogs(Throwable failure) {
    if (!(failure instanceof org.opentest4j.TestAbortedException)) {
      for (StandaloneCluster cluster : StandaloneCluster.open()) {
        failure.addSuppressed(new Logs(cluster.logs()));
      }
    }
    return failure;
  }

  /** Shows where failures are shown, without a trace of its own. */
  private static final class Logs extends Exception {
    private static final long serialVersionUID = 1L;

    Logs(String text) {
      super(text, null, false, false);
    }
  }
}
