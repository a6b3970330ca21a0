package io.tiffin.store.redis;

import io.tiffin.store.redis.RedisLink.Attendant;
import io.tiffin.store.redis.RedisLink.Rhythm;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The process's connections to Redis, each made when a tier asks for it first: one for look-ups,
 * one for writes, so that a bulk load does not hold up readers, and one that is told of changes.
 * Thread-safe.
 *
 * <p>Spring's own auto-configuration of Redis makes the client, in a context of its own below the
 * application's, so that an application without Redis does not pay for it.
 */
final class RedisConnections implements AutoCloseable {

  private final ApplicationContext application;
  private @Nullable AnnotationConfigApplicationContext context;
  private @Nullable RedisLink reads;
  private @Nullable RedisLink writes;
  private @Nullable RedisLink tracking;
  private @Nullable RedisRowChanges changes;
  private boolean closed;

  /**
   * @param application its environment and beans say where Redis is
   */
  RedisConnections(ApplicationContext application) {
    this.application = application;
  }

  /** The connection for look-ups. */
  synchronized RedisLink reads() {
    if (reads == null) {
      reads = link("redis-look-ups", Attendant.NOBODY);
    }
    return reads;
  }

  /** The connection for writes. */
  synchronized RedisLink writes() {
    if (writes == null) {
      writes = link("redis-writes", Attendant.NOBODY);
    }
    return writes;
  }

  /** The connection that is told of changes. */
  synchronized RedisRowChanges changes(RedisKeys keys) {
    if (changes == null) {
      RedisRowChanges told = new RedisRowChanges(keys);
      tracking = link("redis-changes", told);
      changes = told;
    }
    return changes;
  }

  /** Whether a tier has asked for any. */
  synchronized boolean isOpen() {
    return context != null;
  }

  private RedisLink link(String name, Attendant attendant) {
    RedisLink link =
        new RedisLink(name, connector(), Rhythm.USUAL, attendant, new SplittableRandom());
    link.start();
    return link;
  }

  /** How connections are made. */
  synchronized Connector connector() {
    return Connector.of(factory().getRequiredNativeClient());
  }

  private LettuceConnectionFactory factory() {
    if (closed) {
      throw new IllegalStateException("the connections to Redis are closed");
    }
    if (context == null) {
      context = opened();
    }
    return context.getBean(LettuceConnectionFactory.class);
  }

  private AnnotationConfigApplicationContext opened() {
    AnnotationConfigApplicationContext child = new AnnotationConfigApplicationContext();
    ConfigurableEnvironment environment = environment();
    requireAddress(environment.getProperty("spring.data.redis.url"));
    child.setEnvironment(environment);
    child.setParent(application);
    child.setDisplayName("redis");
    child.register(LettuceSettings.class, DataRedisAutoConfiguration.class);
    child.refresh();
    if (child.getBean(DataRedisConnectionDetails.class).getMasterReplica() != null) {
      child.close();
      throw new RedisUnusableException(
          "spring.data.redis.masterreplica is set, but reads and writes both go to the master.",
          "Set spring.data.redis.host and .port to the master's address instead.");
    }
    return child;
  }

  /** Whoever else finds it wrong repeats it, with the password that is in it. */
  private static void requireAddress(@Nullable String url) {
    if (url == null || isAddress(url)) {
      return;
    }
    throw new RedisUnusableException(
        "spring.data.redis.url is no address of a Redis; it is not shown, as passwords are in it.",
        "Set it to redis://user:password@host:6379, or rediss:// for TLS.");
  }

  private static boolean isAddress(String url) {
    try {
      URI address = new URI(url);
      return address.getHost() != null
          && ("redis".equals(address.getScheme()) || "rediss".equals(address.getScheme()));
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private ConfigurableEnvironment environment() {
    StandardEnvironment environment = new StandardEnvironment();
    environment.merge((ConfigurableEnvironment) application.getEnvironment());
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("redis defaults", LettuceSettings.DEFAULTS));
    ConfigurationPropertySources.attach(environment);
    return environment;
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (RedisLink link : Arrays.asList(reads, writes, tracking)) {
      if (link != null) {
        link.close();
      }
    }
    if (context != null) {
      context.close();
    }
  }
}
