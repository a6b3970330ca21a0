package io.tiffin.coherence;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tiffin.batching.Deadline;
import io.tiffin.fixture.Fault;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.fixture.Stalls;
import io.tiffin.fixture.StoreServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two {@link StoreProcess}es that share a Redis, and perhaps a source behind it, each behind
 * proxies of its own.
 */
final class TwoProcesses implements AutoCloseable {

  static final int KEYS = 500;

  private final RedisServer redis;
  private final @Nullable StoreServer source;
  private final List<FaultProxy> proxies = new ArrayList<>();
  private final List<FaultProxy> sourceProxies = new ArrayList<>();
  private final List<Child> children = new ArrayList<>();
  private final Stalls stalls = Stalls.watched();
  private final long begun = new RealTicker().nanos();

  private TwoProcesses(RedisServer redis, @Nullable StoreServer source) {
    this.redis = redis;
    this.source = source;
  }

  /**
   * Starts them on {@code [near-cache, redis]}; returns once both have written their keys.
   *
   * @param planted what is broken in both
   * @param properties more settings of both
   */
  static TwoProcesses start(Path directory, PlantedBug planted, String... properties)
      throws IOException {
    return start(directory, null, planted, properties);
  }

  /**
   * Starts them on {@code [near-cache, redis]} with a source behind; returns once both have written
   * their keys.
   *
   * @param source ended with the processes; null where Redis is the source
   */
  static TwoProcesses start(
      Path directory, @Nullable StoreServer source, PlantedBug planted, String... properties)
      throws IOException {
    TwoProcesses processes = new TwoProcesses(redis(source == null), source);
    try {
      for (int half = 0; half < 2; half++) {
        List<String> settings = processes.settings(half);
        settings.addAll(List.of(properties));
        processes.children.add(Child.start(directory.resolve("ledger"), half, planted, settings));
      }
      for (Child child : processes.children) {
        child.awaitReady();
      }
      return processes;
    } catch (IOException | RuntimeException e) {
      processes.close();
      throw e;
    }
  }

  /**
   * A source keeps what it has acknowledged over its own death: what it has given to the kernel.
   * The disk need not be waited for, the machine stays up.
   */
  private static RedisServer redis(boolean isSource) {
    return isSource
        ? RedisServer.of(RedisBinary.BUNDLED).with("appendonly yes").with("appendfsync no").start()
        : RedisServer.start(RedisBinary.BUNDLED);
  }

  private List<String> settings(int half) {
    FaultProxy toRedis = new FaultProxy(redis.host(), redis.port(), half);
    proxies.add(toRedis);
    List<String> settings = new ArrayList<>();
    settings.add("tiffin.store.replicas=2");
    settings.add("spring.data.redis.port=" + toRedis.port());
    if (source == null) {
      settings.add("tiffin.store.tiers=near-cache,redis");
    } else {
      FaultProxy toSource = new FaultProxy("127.0.0.1", source.port(), 2 + half);
      sourceProxies.add(toSource);
      settings.add("tiffin.store.tiers=near-cache,redis," + source.tier());
      settings.addAll(source.foundAt(toSource.port()));
    }
    return settings;
  }

  RedisServer redis() {
    return redis;
  }

  FaultProxy proxy(int half) {
    return proxies.get(half);
  }

  /** The way to the source behind Redis. */
  FaultProxy sourceProxy(int half) {
    return sourceProxies.get(half);
  }

  /** How long this process, through which all they hear of each other passes, has stood still. */
  Duration stalled() {
    return stalls.since(begun);
  }

  /** Lets something be wrong with the way to Redis for a while. */
  void during(int half, Fault fault, Duration duration) {
    proxy(half).inject(fault);
    pause(duration);
    proxy(half).heal();
  }

  static void pause(Duration duration) {
    Deadline over = Deadline.in(duration, new RealTicker());
    for (long left = duration.toNanos(); left > 0; left = over.remainingNanos()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Begins to read and write. */
  void go() throws IOException {
    for (Child child : children) {
      child.say();
    }
  }

  /** Keys that both have looked up so far, but for those whose look-up failed. */
  long reads() throws IOException {
    long reads = 0;
    for (Child child : children) {
      reads += child.reads();
    }
    return reads;
  }

  /** Ends both, and tells what each saw. */
  List<Report> reports() throws IOException {
    List<Report> reports = new ArrayList<>();
    for (Child child : children) {
      child.input.close();
    }
    for (Child child : children) {
      reports.add(child.report());
    }
    return reports;
  }

  @Override
  public void close() {
    stalls.close();
    children.forEach(child -> child.process.destroyForcibly());
    proxies.forEach(FaultProxy::close);
    sourceProxies.forEach(FaultProxy::close);
    redis.close();
    if (source != null) {
      source.close();
    }
  }

  private record Child(Process process, BufferedReader output, BufferedWriter input) {

    static Child start(Path ledger, int half, PlantedBug planted, List<String> settings)
        throws IOException {
      Stream<String> command =
          Stream.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-Xmx256m",
              "--enable-native-access=ALL-UNNAMED",
              "--sun-misc-unsafe-memory-access=allow",
              "-cp",
              System.getProperty("java.class.path"),
              StoreProcess.class.getName(),
              ledger.toString(),
              Integer.toString(KEYS),
              Integer.toString(half),
              planted.name());
      Process process =
          new ProcessBuilder(Stream.concat(command, settings.stream()).toList())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new Child(
          process,
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)),
          process.outputWriter(UTF_8));
    }

    void awaitReady() throws IOException {
      var _ = await("ready");
    }

    void say() throws IOException {
      input.write('.');
      input.flush();
    }

    long reads() throws IOException {
      say();
      return Long.parseLong(await("reads;").substring("reads;".length()));
    }

    Report report() throws IOException {
      String line = await("report;");
      try {
        var _ = process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return Report.parse(line);
    }

    private String await(String prefix) throws IOException {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(prefix)) {
          return line;
        }
      }
      throw new IOException("the process ended before it said " + prefix);
    }
  }
}
