package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * What the server decides in one step, for many rows in one command. Each script answers one
 * element per call: 1 for done; the 8 bytes of the revision that stands, for superseded; or a text
 * that begins with {@code refused: }. One call's failure is no other's.
 *
 * <p>Revisions are compared byte by byte: Lua's numbers are exact to 53 bits only, and its order of
 * strings depends on the server's locale.
 */
enum RedisScript {

  /**
   * The source's put and delete: the highest revision wins. Envelope, time to live in milliseconds
   * or 0. A value that is no envelope is not overwritten, since nothing orders the two.
   */
  PUT(
      1,
      2,
      """
      local function decide(key, new, ttl)
        local old = redis.pcall('GET', key)
        if type(old) == 'table' then return 'refused: ' .. old.err end
        if old then
          if not readable(old) then return 'refused: what is stored is no row' end
          if not newer(new, old) then return revision(old) end
        end
        return set(key, new, ttl)
      end
      """),

  /**
   * The source's compare-and-set. Envelope, time to live in milliseconds or 0, the 8 bytes of the
   * revision expected.
   */
  REPLACE(
      1,
      3,
      """
      local function decide(key, new, ttl, expected)
        local old = redis.pcall('GET', key)
        if type(old) == 'table' then return 'refused: ' .. old.err end
        local stands = string.rep('\\0', 8)
        if old then
          if not readable(old) then return 'refused: what is stored is no row' end
          stands = revision(old)
        end
        if stands ~= expected then return stands end
        return set(key, new, ttl)
      end
      """),

  /**
   * Brings a cache up to date and ends the lease. Keys: row and lease. Envelope, time to live in
   * milliseconds, or 0 to only remove what is older than the envelope; that is a change, and told,
   * where nothing stands too: what a near cache holds need not be here. What is no envelope gives
   * way.
   */
  UPDATE(
      2,
      2,
      """
      local function decide(key, lease, new, ttl)
        redis.call('DEL', lease)
        local old = redis.pcall('GET', key)
        if type(old) == 'string' and readable(old) and not newer(new, old) then
          return revision(old)
        end
        if ttl ~= '0' then return set(key, new, ttl) end
        if not old then redis.pcall('SET', key, '', 'PX', 1) end
        redis.call('DEL', key)
        return 1
      end
      """),

  /** Grants a lease where nobody holds it. Key: the lease. Token, time to live. */
  LEASE(
      1,
      2,
      """
      local function decide(lease, token, ttl)
        local granted = redis.pcall('SET', lease, token, 'NX', 'PX', ttl)
        return granted and not granted.err and 1 or 'refused: another reader holds it'
      end
      """),

  /**
   * Fills a cache in where the lease stands, and ends it. Keys: row and lease. Envelope, time to
   * live, token. The lease may have been granted after another reader had filled in: by revision.
   */
  FILL(
      2,
      3,
      """
      local function decide(key, lease, new, ttl, token)
        if redis.pcall('GET', lease) ~= token then return 'refused: the lease has ended' end
        redis.call('DEL', lease)
        local old = redis.pcall('GET', key)
        if type(old) == 'string' and readable(old) and not newer(new, old) then
          return revision(old)
        end
        return set(key, new, ttl)
      end
      """),

  /** Removes a value by the SHA-1 of its bytes. The digest in hexadecimal digits. */
  FORGET(
      1,
      1,
      """
      local function decide(key, digest)
        local old = redis.pcall('GET', key)
        if type(old) == 'string' and redis.sha1hex(old) == digest then redis.call('DEL', key) end
        return 1
      end
      """);

  /** What all scripts share; apart, because constants of an enum are made before its statics. */
  private static final class Parts {

    static final String BEFORE =
        """
        local function readable(value)
          return #value >= 22 and string.byte(value, 1) == 1 and string.byte(value, 2) <= 1
              and string.byte(value, 3) < 128
        end
        local function revision(value) return string.sub(value, 3, 10) end
        local function newer(a, b)
          for i = 3, 10 do
            local x, y = string.byte(a, i), string.byte(b, i)
            if x ~= y then return x > y end
          end
          return false
        end
        local function set(key, value, ttl)
          local done
          if ttl == '0' then
            done = redis.pcall('SET', key, value)
          else
            done = redis.pcall('SET', key, value, 'PX', ttl)
          end
          return done.err and 'refused: ' .. done.err or 1
        end
        """;

    static final String AFTER =
        """
        local answers = {}
        for i = 1, #KEYS / keys do
          local call = {unpack(KEYS, (i - 1) * keys + 1, i * keys)}
          for j = (i - 1) * arguments + 1, i * arguments do call[#call + 1] = ARGV[j] end
          answers[i] = decide(unpack(call))
        end
        return answers
        """;
  }

  private final int keys;
  private final int arguments;
  private final String text;
  private final String digest;

  /**
   * @param keys how many each call takes
   * @param arguments how many each call takes
   * @param decision what is done for one call
   */
  RedisScript(int keys, int arguments, String decision) {
    this.keys = keys;
    this.arguments = arguments;
    String each = "local keys, arguments = %d, %d\n".formatted(keys, arguments);
    text = each + Parts.BEFORE + decision + Parts.AFTER;
    digest = sha1(text.getBytes(UTF_8));
  }

  /** What the script is asked once. */
  ScriptCall call(List<byte[]> ofKeys, byte[]... ofArguments) {
    if (ofKeys.size() != keys || ofArguments.length != arguments) {
      throw new IllegalArgumentException(
          "%s takes %d keys and %d arguments".formatted(this, keys, arguments));
    }
    return new ScriptCall(ofKeys, List.of(ofArguments));
  }

  /** Begins a run of the script for calls of one shard. */
  CompletableFuture<List<Object>> run(RedisLink link, List<ScriptCall> calls) {
    byte[][] allKeys = flat(calls, ScriptCall::keys);
    byte[][] allArguments = flat(calls, ScriptCall::arguments);
    CompletableFuture<List<Object>> known =
        link.ask(
            commands -> commands.evalsha(digest, ScriptOutputType.MULTI, allKeys, allArguments));
    return known.exceptionallyCompose(failure ->
        isUnknown(failure)
            ? link.ask(
                commands -> commands.eval(text, ScriptOutputType.MULTI, allKeys, allArguments))
            : CompletableFuture.failedFuture(failure));
  }

  private static byte[][] flat(List<ScriptCall> calls, Function<ScriptCall, List<byte[]>> part) {
    return calls.stream().map(part).flatMap(List::stream).toArray(byte[][]::new);
  }

  private static boolean isUnknown(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RedisNoScriptException;
  }

  /** The SHA-1 of bytes in hexadecimal digits, as Redis writes it. */
  static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
