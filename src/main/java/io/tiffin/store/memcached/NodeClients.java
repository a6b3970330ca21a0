package io.tiffin.store.memcached;

import com.spotify.folsom.MemcacheClient;
import com.spotify.folsom.MemcacheClientBuilder;
import com.spotify.folsom.client.tls.SSLEngineFactory;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Opens one Folsom client per node, all on one thread of I/O. Set for a cache: nothing is sent
 * again, what is not connected fails at once, and a lost connection is made again within a fraction
 * of a second.
 */
final class NodeClients implements AutoCloseable {

  /** Between two attempts to connect, plus up to twice as much at random. Chosen. */
  private static final int RECONNECT_MILLIS = 50;

  /** Requests that wait for one node; more fail at once. Chosen: a second's worth, at most. */
  private static final int OUTSTANDING = 20_000;

  private final MemcachedStoreProperties properties;
  private final @Nullable SSLContext tls;
  private final EventLoopGroup io;

  /**
   * @param tls null for connections without
   */
  NodeClients(MemcachedStoreProperties properties, @Nullable SSLContext tls) {
    this.properties = properties;
    this.tls = tls;
    io = new ConnectLimit(properties.connectTimeout());
  }

  /** Begins to connect. */
  Node open(String address) {
    int colon = address.lastIndexOf(':');
    var connection = new ConnectionLog(address);
    MemcacheClientBuilder<byte[]> builder =
        MemcacheClientBuilder.newByteArrayClient()
            .withKeyCharset(StandardCharsets.US_ASCII)
            .withAddress(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))
            .withRetry(false)
            .withMaxOutstandingRequests(OUTSTANDING)
            .withMaxSetLength((int) properties.itemSizeLimit().toBytes())
            .withConnectionTimeoutMillis(properties.silence().toMillis())
            .withBackoff(_ -> backOffMillis())
            .withReplyExecutor(Runnable::run)
            .withEventLoopGroup(io)
            .withReconnectionListener(connection);
    if (properties.username() != null && properties.password() != null) {
      builder.withUsernamePassword(properties.username(), properties.password());
    }
    if (tls != null) {
      builder.withSSLEngineFactory(verifyingNames(tls));
    }
    MemcacheClient<byte[]> client =
        switch (properties.protocol()) {
          case BINARY -> builder.connectBinary();
          case ASCII -> builder.connectAscii();
        };
    var _ = client.connectFuture().thenRun(connection::begin);
    return new Node(address, client, connection);
  }

  private static long backOffMillis() {
    return (long) RECONNECT_MILLIS + ThreadLocalRandom.current().nextInt(2 * RECONNECT_MILLIS);
  }

  /** Folsom's own factory does not compare the certificate's name with the server's. */
  private static SSLEngineFactory verifyingNames(SSLContext context) {
    return (host, port) -> {
      SSLEngine engine = context.createSSLEngine(host, port);
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
      return engine;
    };
  }

  @Override
  public void close() {
    var _ = io.shutdownGracefully(100, 1_000, TimeUnit.MILLISECONDS);
  }

  /** A thread of I/O whose connections give up connecting soon; Folsom has no setting for it. */
  private static final class ConnectLimit extends MultiThreadIoEventLoopGroup {

    private final int millis;

    ConnectLimit(Duration limit) {
      super(1, new DefaultThreadFactory("memcached", true), NioIoHandler.newFactory());
      millis = (int) limit.toMillis();
    }

    @Override
    public ChannelFuture register(Channel channel) {
      var _ = channel.config().setConnectTimeoutMillis(millis);
      return super.register(channel);
    }
  }
}
