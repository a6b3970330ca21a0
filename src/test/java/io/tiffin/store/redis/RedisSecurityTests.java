package io.tiffin.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.feature.Row;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.LoopbackPorts;
import io.tiffin.fixture.RedisBinary;
import io.tiffin.fixture.RedisServer;
import io.tiffin.fixture.TestCertificates;
import io.tiffin.store.Outcome;
import io.tiffin.store.Query;
import io.tiffin.store.Query.Consistency;
import io.tiffin.store.RowCache.Lease;
import io.tiffin.store.RowChanges.Listener;
import io.tiffin.store.WriteOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Users, passwords and TLS. */
@ExtendWith(OutputCaptureExtension.class)
class RedisSecurityTests {

  private static final RowKey KEY = new RowKey("restaurant_live", "r-17");
  private static final String PASSWORD = "open-sesame-17";

  /** The least that Tiffin's user needs; as in the documentation. */
  private static final String USER =
      "user tiffin on >"
          + PASSWORD
          + " ~tiffin:* ~{tiffin:* +@connection +client|tracking +mget +get +set +del"
          + " +evalsha +eval";

  /** Other tests of this process make logs quieter. */
  @BeforeEach
  void warn() {
    LoggingSystem.get(getClass().getClassLoader())
        .setLogLevel("io.tiffin.store.redis", LogLevel.WARN);
  }

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());

  @Test
  void aPasswordLetsIn() {
    try (RedisServer server = RedisServer.of(RedisBinary.BUNDLED).password(PASSWORD).start();
        RedisRoom room = withPassword(server, PASSWORD).connected()) {
      assertThat(put(room)).isEqualTo(new WriteOutcome.Applied());
    }
  }

  @Test
  void aWrongPasswordFailsTheRowsWithItsCauseAndIsNotWrittenToTheLog(CapturedOutput output) {
    try (RedisServer server = RedisServer.of(RedisBinary.BUNDLED).password("other").start();
        RedisRoom room = withPassword(server, PASSWORD)) {
      RedisFeatureStore store = room.store();
      RedisRoom.eventually("refused", () -> cause(find(store)).contains("WRONGPASS"));

      assertThat(store.check(ample).usable()).isFalse();
      assertThat(output.getAll()).contains("WRONGPASS").doesNotContain(PASSWORD);
    }
  }

  @Test
  void aUserOfTheAccessListNeedsNoMoreThanIsDocumented() {
    try (RedisServer server = RedisServer.of(RedisBinary.BUNDLED).with(USER).start();
        RedisRoom room =
            RedisRoom.with(
                "spring.data.redis.host",
                server.host(),
                "spring.data.redis.port",
                Integer.toString(server.port()),
                "spring.data.redis.username",
                "tiffin",
                "spring.data.redis.password",
                PASSWORD)) {
      room.connected();
      var heard = new AtomicBoolean();
      room.changes().listen(new TrackingHeard(heard));

      assertThat(put(room)).isEqualTo(new WriteOutcome.Applied());
      assertThat(find(room.store())).isInstanceOf(Outcome.Found.class);
      assertThat(room.cache().lease(List.of(KEY), ample)).allMatch(Lease::granted);
      assertThat(room.store().check(ample).usable()).isTrue();
      RedisRoom.eventually("changes are told", heard::get);
    }
  }

  @Test
  void aServerWithACertificateOfAPrivateAuthorityIsTrustedByItsBundle(@TempDir Path directory) {
    TestCertificates certificates = TestCertificates.make(directory);
    int port = LoopbackPorts.free();
    try (RedisServer server = RedisServer.of(RedisBinary.BUNDLED).tls(port, certificates).start();
        RedisRoom room =
            RedisRoom.with(
                "spring.data.redis.host", server.host(),
                "spring.data.redis.port", Integer.toString(port),
                "spring.data.redis.ssl.bundle", "redis",
                "spring.ssl.bundle.pem.redis.truststore.certificate",
                    certificates.authority().toUri().toString())) {
      room.connected();

      assertThat(put(room)).isEqualTo(new WriteOutcome.Applied());
    }
  }

  @Test
  void aServerOfAnotherAuthorityIsNotTalkedTo(@TempDir Path directory, @TempDir Path elsewhere) {
    TestCertificates certificates = TestCertificates.make(directory);
    int port = LoopbackPorts.free();
    try (RedisServer server = RedisServer.of(RedisBinary.BUNDLED).tls(port, certificates).start();
        RedisRoom room =
            RedisRoom.with(
                "spring.data.redis.host", server.host(),
                "spring.data.redis.port", Integer.toString(port),
                "spring.data.redis.ssl.bundle", "redis",
                "spring.ssl.bundle.pem.redis.truststore.certificate",
                    TestCertificates.make(elsewhere).authority().toUri().toString())) {
      RedisFeatureStore store = room.store();

      RedisRoom.eventually("refused", () -> cause(find(store)).contains("trust anchors"));
      assertThat(room.connections.reads().isConnected()).isFalse();
    }
  }

  private static RedisRoom withPassword(RedisServer server, String password) {
    return RedisRoom.with(
        "spring.data.redis.host", server.host(),
        "spring.data.redis.port", Integer.toString(server.port()),
        "spring.data.redis.password", password);
  }

  private Outcome find(RedisFeatureStore store) {
    return store.find(new Query(List.of(KEY), ample, Consistency.SOURCE)).getFirst();
  }

  private WriteOutcome put(RedisRoom room) {
    Row row = new Row(KEY, 1, 1, "body".getBytes(UTF_8));
    return room.store().put(List.of(row), ample).getFirst();
  }

  /** All messages of a failure's causes. */
  private static String cause(Outcome outcome) {
    StringBuilder messages = new StringBuilder();
    if (outcome instanceof Outcome.Failed failed) {
      for (Throwable cause = failed.cause(); cause != null; cause = cause.getCause()) {
        messages.append(cause).append('\n');
      }
    }
    return messages.toString();
  }

  private record TrackingHeard(AtomicBoolean heard) implements Listener {

    @Override
    public void changed(RowKey key) {}

    @Override
    public void changedAny() {}

    @Override
    public void told(boolean connected) {
      heard.set(connected);
    }
  }
}
