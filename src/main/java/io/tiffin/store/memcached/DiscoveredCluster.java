package io.tiffin.store.memcached;

import io.tiffin.batching.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that a configuration endpoint tells, asked again and again. While it does not answer,
 * or answers nonsense, the nodes known stay.
 *
 * <p>When nodes change, keys move to other nodes, and may move back later to nodes that hold rows
 * of before. So <b>the version of the configuration is part of every key</b>: a change of nodes
 * begins with an empty cache, and what was written under another version is never read again.
 * Processes hear of a change one after the other; so that none fills in a row while another writes
 * to the version before, a version's rows are neither filled in nor served until twice the interval
 * has passed. Connections to nodes that stay are kept.
 */
final class DiscoveredCluster implements Cluster {

  private static final Logger LOG = LoggerFactory.getLogger(DiscoveredCluster.class);

  private final ConfigurationEndpoint endpoint;
  private final NodeClients clients;
  private final String keyPrefix;
  private final Duration interval;
  private final Ticker ticker;
  private final Map<String, Node> open = new HashMap<>();
  private final ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("memcached-discovery").factory());
  private volatile Nodes nodes;
  private volatile Exception problem =
      new MemcachedRefusedException("the configuration endpoint has not answered yet");
  private boolean answered = true;
  private boolean closed;

  DiscoveredCluster(
      ConfigurationEndpoint endpoint,
      NodeClients clients,
      String keyPrefix,
      Duration interval,
      Ticker ticker) {
    this.endpoint = endpoint;
    this.clients = clients;
    this.keyPrefix = keyPrefix;
    this.interval = interval;
    this.ticker = ticker;
    nodes = Nodes.of(new MemcachedKeys(keyPrefix, 0), List.of(), ticker.nanos());
  }

  /** Begins to ask. */
  void start() {
    asking.execute(this::askAndGoOn);
  }

  private void askAndGoOn() {
    ask();
    double jitter = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
    try {
      var _ =
          asking.schedule(
              this::askAndGoOn, (long) (interval.toNanos() * jitter), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      // closed
    }
  }

  /** Asks once, and applies the answer. */
  void ask() {
    try {
      apply(endpoint.ask());
      answered = true;
    } catch (IOException | RuntimeException e) {
      problem = e;
      if (answered) {
        LOG.warn(
            "The configuration endpoint {} does not tell the nodes: {}", endpoint, e.toString());
        answered = false;
      }
    }
  }

  private synchronized void apply(ClusterConfiguration told) {
    if (closed || told.version() <= nodes.keys().generation()) {
      return; // known, or from an endpoint that is behind
    }
    List<Node> now = new ArrayList<>();
    for (String address : told.nodes()) {
      now.add(open.computeIfAbsent(address, clients::open));
    }
    long usedFrom = ticker.nanos() + 2 * interval.toNanos();
    nodes = Nodes.of(new MemcachedKeys(keyPrefix, told.version()), now, usedFrom);
    LOG.info("Memcached nodes of version {}: {}", told.version(), told.nodes());
    List<Node> gone = open.values().stream().filter(node -> !now.contains(node)).toList();
    open.values().removeAll(gone);
    var _ = asking.schedule(() -> gone.forEach(Node::close), 1, TimeUnit.SECONDS); // under way
  }

  @Override
  public Nodes now() {
    return nodes;
  }

  @Override
  public Exception whyEmpty() {
    return problem;
  }

  @Override
  public void close() {
    asking.shutdownNow();
    synchronized (this) {
      closed = true;
      open.values().forEach(Node::close);
    }
    clients.close();
  }
}
