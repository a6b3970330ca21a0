package io.tiffin.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.TimeoutOptions.TimeoutSource;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.Delay;
import io.netty.util.HashedWheelTimer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * How Lettuce is used, in place of its own ways: by default it waits 60 s for an answer, keeps
 * whatever is asked while it is disconnected, without bound, and sends it again afterwards, writes
 * included. Beans of the context that {@link RedisConnections} makes; no stereotype, so that the
 * application's scan passes over it.
 */
class LettuceSettings {

  /**
   * Spring's properties where nobody sets them. Chosen: a tier that has not answered in 100 ms has
   * failed; a cluster's change is noticed at the first redirection.
   */
  static final Map<String, Object> DEFAULTS =
      Map.of(
          "spring.data.redis.timeout", "100ms",
          "spring.data.redis.connect-timeout", "100ms",
          "spring.data.redis.client-type", "lettuce",
          "spring.data.redis.lettuce.pool.enabled", "false",
          "spring.data.redis.lettuce.shutdown-timeout", "0ms",
          "spring.data.redis.lettuce.cluster.refresh.adaptive", "true",
          "spring.data.redis.lettuce.cluster.refresh.period", "15s");

  /** Chosen: ample for TLS in a process that has just started. */
  private static final Duration GREETINGS = Duration.ofMillis(500);

  /** Commands under way on one connection; more are refused. Chosen: some MB at most. */
  private static final int UNDER_WAY = 4_096;

  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  LettuceClientOptionsBuilderCustomizer failFast(DataRedisProperties properties) {
    Duration timeout = Objects.requireNonNull(properties.getTimeout(), "has a default");
    return builder -> failFast(builder, new PatientPings(timeout));
  }

  /** Nobody waits for a connection, so that its greetings may take longer than a command. */
  @Bean
  LettuceClientConfigurationBuilderCustomizer patientGreetings() {
    return builder -> builder.commandTimeout(GREETINGS);
  }

  private static void failFast(ClientOptions.Builder builder, TimeoutSource timeouts) {
    // A Cluster's connections to its nodes are Lettuce's to keep; others are replaced by RedisLink.
    builder
        .autoReconnect(builder instanceof ClusterClientOptions.Builder)
        .replayFilter(_ -> true)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(UNDER_WAY)
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .timeoutOptions(TimeoutOptions.builder().timeoutSource(timeouts).build());
  }

  /** Lettuce's own timer looks every 100 ms, so that its time-outs are up to twice as long. */
  @Bean(destroyMethod = "stop")
  HashedWheelTimer timeOuts() {
    ThreadFactory daemon = Thread.ofPlatform().daemon().name("redis-time-outs").factory();
    return new HashedWheelTimer(daemon, 10, MILLIS);
  }

  @Bean
  ClientResourcesBuilderCustomizer reconnectSoon(HashedWheelTimer timeOuts) {
    return builder ->
        builder
            .timer(timeOuts)
            .reconnectDelay(
                Delay.fullJitter(Duration.ofMillis(50), Duration.ofMillis(150), 50, MILLIS));
  }

  private static final TimeUnit MILLIS = TimeUnit.MILLISECONDS;

  /** Pings may take longer, so that a slow server is told from a silent one. */
  private static final class PatientPings extends TimeoutSource {

    private final long usual;
    private final long ping;

    PatientPings(Duration timeout) {
      usual = timeout.toMillis();
      ping = Math.max(usual, RedisLink.Rhythm.USUAL.pulsePatience().toMillis());
    }

    @Override
    public long getTimeout(RedisCommand<?, ?, ?> command) {
      ProtocolKeyword type = command.getType();
      return type == CommandType.PING ? ping : usual;
    }
  }
}
