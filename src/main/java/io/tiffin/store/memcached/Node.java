package io.tiffin.store.memcached;

import com.spotify.folsom.GetResult;
import com.spotify.folsom.MemcacheClient;
import com.spotify.folsom.MemcacheStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * One server and the connection to it, which is made again whenever it is lost. Thread-safe; no
 * method waits and none throws: what goes wrong is in the stage returned.
 */
final class Node {

  private final String address;
  private final MemcacheClient<byte[]> client;
  private final ConnectionLog connection;

  Node(String address, MemcacheClient<byte[]> client, ConnectionLog connection) {
    this.address = address;
    this.client = client;
    this.connection = connection;
  }

  /** {@code host:port}. */
  String address() {
    return address;
  }

  /** What stands under each key, in order; null where nothing does. */
  CompletionStage<List<GetResult<byte[]>>> get(List<String> keys) {
    return send(to -> to.casGet(keys));
  }

  CompletionStage<MemcacheStatus> add(String key, byte[] value, int seconds) {
    return send(to -> to.add(key, value, seconds));
  }

  /** Replaces what was read, if it stands still. */
  CompletionStage<MemcacheStatus> replace(String key, long read, byte[] value, int seconds) {
    return send(to -> to.set(key, value, seconds, read));
  }

  /** Removes what was read, if it stands still. */
  CompletionStage<MemcacheStatus> remove(String key, long read) {
    return send(to -> to.delete(key, read));
  }

  void close() {
    connection.end();
    client.shutdown();
  }

  /** The first requests wait for the connection, for as long as their callers do. */
  private <T> CompletionStage<T> send(
      Function<MemcacheClient<byte[]>, CompletionStage<T>> request) {
    CompletableFuture<Void> tried = connection.tried();
    if (!tried.isDone()) {
      return tried.thenCompose(_ -> request.apply(client));
    }
    try {
      return request.apply(client);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(new CompletionException(e));
    }
  }
}
