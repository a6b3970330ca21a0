package io.tiffin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.tiffin.fixture.AudibleLogs;
import io.tiffin.model.CallWindow;
import io.tiffin.model.LiveErrors.LiveError;
import io.tiffin.model.LoadedVersion;
import io.tiffin.registry.ModelOperations.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith({OutputCaptureExtension.class, AudibleLogs.class})
class RollbackTests {

  @TempDir private Path directory;
  private final Map<String, LiveError> errors = new HashMap<>();

  private RegistryFixture canary(String... properties) throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory, properties);
    fixture.errors = (_, version) -> Optional.ofNullable(errors.get(version));
    fixture.poll();
    fixture.shelf.put("eta", 2);
    assertThat(fixture.canary(2, 10)).isInstanceOf(Answer.Done.class);
    return fixture;
  }

  private RegistryFixture activated(String... properties) throws Exception {
    RegistryFixture fixture = canary(properties);
    assertThat(fixture.activate(2)).isInstanceOf(Answer.Done.class);
    return fixture;
  }

  private static void calls(LoadedVersion version, int answered, int millis, int failed) {
    CallWindow calls = version.calls();
    for (int i = 0; i < answered; i++) {
      calls.answered(Duration.ofMillis(millis).toNanos());
    }
    for (int i = 0; i < failed; i++) {
      calls.failed();
    }
  }

  private static LoadedVersion one(RegistryFixture fixture, long version) {
    return fixture.room.loaded.get(new VersionKey("eta", version));
  }

  @Test
  void aCanaryThatFailsIsRemoved(CapturedOutput output) throws Exception {
    RegistryFixture fixture = canary();
    calls(one(fixture, 1), 400, 5, 2);
    calls(one(fixture, 2), 200, 5, 60);

    fixture.poll();

    assertThat(fixture.serving()).isEqualTo("1");
    assertThat(output)
        .contains(
            "eta 2 is taken back, 1 answers: 23.1 % of its last 260 calls failed, and 0.5 % of the other's");
    assertThat(
            fixture.meters.get("tiffin.model.rollbacks").tag("cause", "failures").counter().count())
        .isEqualTo(1);
    assertThat(fixture.poll().serving()).isEqualTo("1");
    assertThat(fixture.gate.judged).hasSize(1); // it is not tried by itself again
  }

  @Test
  void aCanaryThatIsSlowIsRemoved() throws Exception {
    RegistryFixture fixture = canary();
    calls(one(fixture, 1), 400, 5, 0);
    calls(one(fixture, 2), 300, 80, 0);

    assertThat(fixture.poll().serving()).isEqualTo("1");
    assertThat(
            fixture.meters.get("tiffin.model.rollbacks").tag("cause", "latency").counter().count())
        .isEqualTo(1);
  }

  @Test
  void aCanaryThatIsWrongIsRemoved() throws Exception {
    RegistryFixture fixture = canary();
    errors.put("1", new LiveError(2_000, 4.0, 0.1));
    errors.put("2", new LiveError(400, 7.5, 3.0));

    assertThat(fixture.poll().serving()).isEqualTo("1");
    assertThat(fixture.meters.get("tiffin.model.rollbacks").tag("cause", "error").counter().count())
        .isEqualTo(1);
  }

  /** Control: a bit worse, slow with everybody, too few. */
  @Test
  void aCanaryThatIsNoWorseThanChanceAllowsStays() throws Exception {
    RegistryFixture fixture = canary();
    calls(one(fixture, 1), 400, 90, 30);
    calls(one(fixture, 2), 400, 100, 40);
    errors.put("1", new LiveError(250, 4.0, 0.1));
    errors.put("2", new LiveError(250, 5.0, 0.1));

    assertThat(fixture.poll().poll().serving()).isEqualTo("1, canary 2 at 10 %");
    assertThat(rollbacks(fixture)).isZero();
  }

  @Test
  void aHandfulOfCallsOrOrdersSaysNothing() throws Exception {
    RegistryFixture fixture = canary();
    calls(one(fixture, 2), 0, 0, 30);
    errors.put("1", new LiveError(2_000, 4.0, 0.1));
    errors.put("2", new LiveError(20, 40.0, 0.1));

    assertThat(fixture.poll().serving()).isEqualTo("1, canary 2 at 10 %");
  }

  @Test
  void aStableVersionThatFailsIsFollowedByThePreviousOne(CapturedOutput output) throws Exception {
    RegistryFixture fixture = activated();
    calls(one(fixture, 1), 400, 5, 0);
    calls(one(fixture, 2), 100, 5, 150);

    assertThat(fixture.poll().serving()).isEqualTo("1");
    assertThat(output).contains("eta 2 is taken back, 1 answers");
    assertThat(fixture.poll().serving()).isEqualTo("1");
  }

  @Test
  void aStableVersionThatIsSlowOrWrongIsToo() throws Exception {
    RegistryFixture fixture = activated();
    calls(one(fixture, 2), 300, 80, 0);
    assertThat(fixture.poll().serving()).isEqualTo("1");

    assertThat(fixture.activate(2)).isInstanceOf(Answer.Done.class);
    errors.put("1", new LiveError(2_000, 4.0, 0.1));
    errors.put("2", new LiveError(900, 6.0, 0.1));
    assertThat(fixture.poll().serving()).isEqualTo("1");
  }

  /** Control: what has answered for long is not the reason why it fails now. */
  @Test
  void aStableVersionOfOldStays() throws Exception {
    RegistryFixture fixture = activated();
    fixture.later(Duration.ofHours(2));
    calls(one(fixture, 1), 400, 5, 0);
    calls(one(fixture, 2), 100, 5, 150);

    assertThat(fixture.poll().serving()).isEqualTo("2, previous 1");
  }

  @Test
  void nothingIsTakenBackIfToldSo() throws Exception {
    RegistryFixture fixture = canary("rollback.enabled=false");
    calls(one(fixture, 2), 0, 0, 300);

    assertThat(fixture.poll().serving()).isEqualTo("1, canary 2 at 10 %");
  }

  @Test
  void ofTwoProcessesThatSeeItOneTakesBack() throws Exception {
    RegistryFixture fixture = canary();
    RegistryFixture other = fixture.beside("other").poll();
    calls(one(fixture, 2), 0, 0, 300);
    calls(one(other, 2), 0, 0, 300);

    fixture.registry.poll();
    other.room.rollback.look("eta"); // by roles that are a moment old

    assertThat(other.serving()).isEqualTo("1");
    assertThat(rollbacks(fixture)).isEqualTo(1);
    assertThat(rollbacks(other)).isZero();
  }

  private static double rollbacks(RegistryFixture fixture) {
    return fixture.meters.get("tiffin.model.rollbacks").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}
