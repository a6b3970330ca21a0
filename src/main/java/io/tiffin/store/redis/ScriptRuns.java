package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisCommandTimeoutException;
import io.tiffin.batching.Deadline;
import io.tiffin.store.RefusedRowException;
import io.tiffin.store.WriteOutcome;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script for any number of keys: in commands of bounded size, each of one shard, a few of
 * them under way at once. Thread-safe.
 */
final class ScriptRuns {

  /** Bytes in one command, about; a larger row goes alone. Chosen: well below 1 ms of Redis. */
  private static final int COMMAND = 1 << 16;

  /** Bytes under way at once, about. Chosen: a round trip's worth. */
  private static final int UNDER_WAY = 1 << 18;

  private static final int REVISION_BYTES = 8;
  private static final String REFUSED = "refused: ";
  private static final String NO_ROW = "what is stored is no row";

  private final RedisLink link;

  ScriptRuns(RedisLink link) {
    this.link = link;
  }

  /**
   * Runs the script; returns by the deadline.
   *
   * @return one outcome per call, in order; unmodifiable
   */
  List<WriteOutcome> run(RedisScript script, List<ScriptCall> calls, Deadline deadline) {
    WriteOutcome[] outcomes = new WriteOutcome[calls.size()];
    Arrays.fill(outcomes, new WriteOutcome.Failed("not sent before the deadline", null));
    Deque<Command> underWay = new ArrayDeque<>();
    int weight = 0;
    for (Command command : commands(calls)) {
      while (!underWay.isEmpty() && weight + command.weight > UNDER_WAY) {
        weight -= underWay.element().weight;
        settle(underWay.remove(), deadline, outcomes);
      }
      if (deadline.hasPassed()) {
        break;
      }
      command.answer = script.run(link, command.calls);
      underWay.add(command);
      weight += command.weight;
    }
    underWay.forEach(command -> settle(command, deadline, outcomes));
    return Collections.unmodifiableList(Arrays.asList(outcomes));
  }

  private List<Command> commands(List<ScriptCall> calls) {
    Map<Integer, Command> open = new LinkedHashMap<>();
    List<Command> full = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      ScriptCall call = calls.get(i);
      int shard = link.shard(call.firstKey());
      Command command = open.computeIfAbsent(shard, _ -> new Command());
      command.add(i, call);
      if (command.weight >= COMMAND) {
        full.add(command);
        open.remove(shard);
      }
    }
    full.addAll(open.values());
    return full;
  }

  private static void settle(Command command, Deadline deadline, WriteOutcome[] outcomes) {
    try {
      List<Object> answers =
          command.answer.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
      for (int i = 0; i < command.indices.size(); i++) {
        outcomes[command.indices.get(i)] = outcome(i < answers.size() ? answers.get(i) : null);
      }
    } catch (TimeoutException e) {
      command.fail("not acknowledged before the deadline", e, outcomes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      command.fail("interrupted before the acknowledgement", e, outcomes);
    } catch (CancellationException e) {
      command.fail("Redis' connection was closed", e, outcomes);
    } catch (ExecutionException e) {
      command.fail(message(e.getCause()), e.getCause(), outcomes);
    }
  }

  private static String message(@Nullable Throwable cause) {
    return cause instanceof RedisCommandTimeoutException
        ? "Redis did not acknowledge in time"
        : "Redis did not take it: " + (cause == null ? "for no reason" : cause.getMessage());
  }

  private static WriteOutcome outcome(@Nullable Object answer) {
    return switch (answer) {
      case Long _ -> new WriteOutcome.Applied();
      case byte[] revision when revision.length == REVISION_BYTES ->
          new WriteOutcome.Superseded(ByteBuffer.wrap(revision).getLong());
      case byte[] text -> refused(new String(text, UTF_8));
      case null -> refused("the script gave no answer");
      default -> refused("the script answered " + answer);
    };
  }

  private static WriteOutcome refused(String text) {
    String reason = text.startsWith(REFUSED) ? text.substring(REFUSED.length()) : text;
    boolean isOfTheRow = reason.equals(NO_ROW) || reason.startsWith("WRONGTYPE");
    return new WriteOutcome.Failed(
        "Redis refused it: " + reason,
        isOfTheRow ? new RefusedRowException(reason) : new RedisRefusedException(reason));
  }

  /** One command: calls of one shard. */
  private static final class Command {

    private final List<Integer> indices = new ArrayList<>();
    private final List<ScriptCall> calls = new ArrayList<>();
    private int weight;
    private CompletableFuture<List<Object>> answer =
        CompletableFuture.failedFuture(new IllegalStateException("not begun"));

    void add(int index, ScriptCall call) {
      indices.add(index);
      calls.add(call);
      weight += call.weight();
    }

    void fail(String message, @Nullable Throwable cause, WriteOutcome[] outcomes) {
      WriteOutcome failed = new WriteOutcome.Failed(message, cause);
      indices.forEach(index -> outcomes[index] = failed);
    }
  }
}
