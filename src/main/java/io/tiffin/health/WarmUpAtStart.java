package io.tiffin.health;

import io.tiffin.batching.Ticker;
import io.tiffin.model.ServedStatus;
import io.tiffin.quality.InputWatches;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/** Warms the service up once it listens, on a thread of its own, and then lets it be ready. */
final class WarmUpAtStart implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

  private final WarmUpHealthIndicator readiness;
  private final ServedStatus served;
  private final InputWatches watches;
  private final Environment environment;
  private final Duration limit;
  private final WarmUpKey key;
  private final Ticker ticker;
  private @Nullable Thread thread;

  WarmUpAtStart(
      WarmUpHealthIndicator readiness,
      ServedStatus served,
      InputWatches watches,
      Environment environment,
      Duration limit,
      WarmUpKey key,
      Ticker ticker) {
    this.readiness = readiness;
    this.served = served;
    this.watches = watches;
    this.environment = environment;
    this.limit = limit;
    this.key = key;
    this.ticker = ticker;
  }

  /** Without a port (in a test, or where the web is off) there is no path to warm. */
  @Override
  public void onApplicationEvent(ApplicationReadyEvent event) {
    Integer port = environment.getProperty("local.server.port", Integer.class);
    if (port == null || limit.isZero()) {
      key.end();
      becomeWarm();
    } else if (thread == null) {
      thread = Thread.ofVirtual().name("warm-up").start(() -> warmUp(port));
    }
  }

  private void warmUp(int port) {
    served.awaitLoaded(); // the path without its model is not the one to warm
    InetAddress address =
        Binder.get(environment)
            .bind("server.address", InetAddress.class)
            .orElseGet(InetAddress::getLoopbackAddress);
    String contextPath = environment.getProperty("server.servlet.context-path", "");
    InetSocketAddress service = new InetSocketAddress(address, port);
    try (LoopbackRequests requests = new LoopbackRequests(service, contextPath, key)) {
      new WarmUp(requests, limit, ticker).run();
      becomeWarm();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the service is being stopped, and need not become ready
    } finally {
      key.end();
    }
  }

  /** What comes from now on are orders. */
  private void becomeWarm() {
    watches.open();
    readiness.becomeWarm();
  }

  @Override
  public void destroy() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
