package io.tiffin.store;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A run of a contract kit within a test, for stores that are to fail it. */
final class KitRun {

  private KitRun() {}

  /** Runs the kit that {@code broken} adopts; the names of the tests that failed. */
  static Set<String> failedTests(Class<?> broken) {
    Set<String> failed = Collections.synchronizedSet(new HashSet<>());
    var request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(broken)).build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                  failed.add(identifier.getDisplayName().replace("()", ""));
                }
              }
            });
    return failed;
  }
}
