package io.tiffin.store.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisCommandTimeoutException;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.MicroBatcher;
import io.tiffin.batching.MicroBatcher.Limits;
import io.tiffin.store.Outcome.Failed.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Looks keys up: what concurrent callers ask shares one MGET, and of those only a few are under way
 * at once. In a Cluster, where an MGET takes keys of one slot only, it is one per slot, all sent
 * together. Thread-safe.
 */
final class LookUps {

  private static final Reply NOTHING = new Nothing();
  private static final Reply NOT_ASKED =
      new Failure(
          Reason.ERROR, new RedisUnavailableException("too many look-ups wait for Redis", null));
  private static final Reply TIMED_OUT = new Failure(Reason.TIMED_OUT, null);

  /** What Redis answered for one key: a value, none, or nothing at all. */
  sealed interface Reply {}

  /** Bytes, which may be no row. */
  static final class Value implements Reply {

    private final byte[] bytes;

    private Value(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /** There is no value. */
  record Nothing() implements Reply {}

  /** Nobody knows. */
  record Failure(Reason reason, @Nullable Throwable cause) implements Reply {

    static Failure of(Throwable cause) {
      return new Failure(
          cause instanceof RedisCommandTimeoutException ? Reason.TIMED_OUT : Reason.ERROR, cause);
    }
  }

  private final RedisLink link;
  private final int keysPerCommand;
  private final MicroBatcher<List<byte[]>, List<Reply>> batcher;

  /**
   * @param limits the weight of a batch is its number of keys
   */
  LookUps(RedisLink link, Limits limits) {
    this.link = link;
    this.keysPerCommand = limits.batchWeight();
    this.batcher = new MicroBatcher<>(this::ask, List::size, limits);
  }

  /**
   * Looks keys up; returns by the deadline.
   *
   * @return one reply per key, in order
   */
  List<Reply> find(List<byte[]> keys, Deadline deadline) {
    if (keys.size() <= keysPerCommand) {
      return found(keys, deadline);
    }
    List<Reply> replies = new ArrayList<>(keys.size());
    for (int from = 0; from < keys.size(); from += keysPerCommand) {
      int to = Math.min(from + keysPerCommand, keys.size());
      replies.addAll(found(keys.subList(from, to), deadline));
    }
    return replies;
  }

  private List<Reply> found(List<byte[]> keys, Deadline deadline) {
    return switch (batcher.submit(keys, deadline)) {
      case MicroBatcher.Result.Answered<List<Reply>>(List<Reply> replies) -> replies;
      case MicroBatcher.Result.TimedOut<List<Reply>> _ -> all(keys, TIMED_OUT);
      case MicroBatcher.Result.Refused<List<Reply>> _ -> all(keys, NOT_ASKED);
      case MicroBatcher.Result.Failed<List<Reply>>(Throwable cause) -> all(keys, Failure.of(cause));
    };
  }

  private static List<Reply> all(List<byte[]> keys, Reply reply) {
    return Collections.nCopies(keys.size(), reply);
  }

  private CompletionStage<List<List<Reply>>> ask(List<List<byte[]>> items) {
    List<byte[]> keys = items.size() == 1 ? items.getFirst() : new ArrayList<>();
    if (items.size() > 1) {
      items.forEach(keys::addAll);
    }
    Reply[] replies = new Reply[keys.size()];
    CompletableFuture<?>[] answers =
        byShard(keys).stream()
            .map(shard -> ask(keys, shard, replies))
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(answers).thenApply(_ -> split(items, replies));
  }

  /** The places in {@code keys} that one command takes. */
  private List<List<Integer>> byShard(List<byte[]> keys) {
    Map<Integer, List<Integer>> shards = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      shards.computeIfAbsent(link.shard(keys.get(i)), _ -> new ArrayList<>()).add(i);
    }
    return List.copyOf(shards.values());
  }

  private CompletableFuture<?> ask(List<byte[]> keys, List<Integer> places, Reply[] replies) {
    byte[][] asked = new byte[places.size()][];
    for (int i = 0; i < asked.length; i++) {
      asked[i] = keys.get(places.get(i));
    }
    return link.<List<KeyValue<byte[], byte[]>>>ask(commands -> commands.mget(asked))
        .handle((values, failure) -> {
          for (int i = 0; i < asked.length; i++) {
            replies[places.get(i)] = reply(values, i, failure);
          }
          return replies;
        });
  }

  private static Reply reply(
      @Nullable List<KeyValue<byte[], byte[]>> values, int index, @Nullable Throwable failure) {
    if (values == null || index >= values.size()) {
      return Failure.of(cause(failure));
    }
    KeyValue<byte[], byte[]> value = values.get(index);
    return value.hasValue() ? new Value(value.getValue()) : NOTHING;
  }

  private static Throwable cause(@Nullable Throwable failure) {
    if (failure == null) {
      return new RedisUnavailableException("Redis answered fewer values than were asked", null);
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause == null ? failure : cause;
  }

  private static List<List<Reply>> split(List<List<byte[]>> items, Reply[] replies) {
    List<List<Reply>> split = new ArrayList<>(items.size());
    int from = 0;
    for (List<byte[]> item : items) {
      split.add(Arrays.asList(replies).subList(from, from + item.size()));
      from += item.size();
    }
    return split;
  }
}
