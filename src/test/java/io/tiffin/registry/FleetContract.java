package io.tiffin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.registry.ModelOperations.Answer;
import io.tiffin.store.FeatureStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two processes agree on through a source of truth, which is empty before each test. */
abstract class FleetContract {

  @TempDir Path directory;
  private RegistryFixture one;
  private RegistryFixture other;

  /** The source, as a process sees it. */
  abstract FeatureStore source() throws Exception;

  @BeforeEach
  void start() throws Exception {
    one = RegistryFixture.over(directory, source(), "one");
    other = one.beside("other");
    one.poll();
    other.poll();
  }

  @Test
  void oneJudgesANewVersionAndBothServeIt() throws Exception {
    one.shelf.put("eta", 2);

    pollUntil(one, "2, previous 1");
    pollUntil(other, "2, previous 1");

    assertThat(one.gate.judged).containsExactly("2 against 1");
    assertThat(other.standing(2).verdict()).isEqualTo(one.standing(2).verdict());
  }

  @Test
  void ofTwoThatFindAVersionAtOnceOneJudges() throws Exception {
    one.turns.hold();
    other.turns.hold();
    one.shelf.put("eta", 2);
    one.poll();
    other.poll();

    one.gate.beforeEach(other.turns::letGo); // while one is at it
    one.turns.letGo();
    other.poll();

    assertThat(one.gate.judged).hasSize(1);
    assertThat(other.serving()).isEqualTo("2, previous 1");
  }

  @Test
  void whoHasFoundItBeforeAndComesToItLaterDoesNotJudgeAgain() throws Exception {
    other.turns.hold();
    one.shelf.put("eta", 2);
    other.poll();
    pollUntil(one, "2, previous 1");

    other.turns.letGo();
    pollUntil(other, "2, previous 1");

    assertThat(one.gate.judged).hasSize(1);
  }

  /** A real source may let a write wait for another turn. */
  private static void pollUntil(RegistryFixture process, String serving) {
    for (int turn = 0; turn < 20 && !process.serving().equals(serving); turn++) {
      process.poll();
    }
    assertThat(process.serving()).isEqualTo(serving);
  }

  @Test
  void aVersionOfAJudgeThatDiedIsJudgedOnceItsLeaseHasEnded() throws Exception {
    GateLease dead = new GateLease(one.room.rows, "a process that dies");
    assertThat(dead.take(new VersionKey("eta", 2))).isEqualTo(new GateLease.Asked.Held());
    one.shelf.put("eta", 2);

    one.poll();
    assertThat(one.gate.judged).isEmpty();
    assertThat(one.room.operations.evaluate("eta", "2"))
        .isEqualTo(new Answer.Conflict("a process that dies judges eta 2 right now: ask again"));

    one.clock.advance(GateLease.LENGTH.plusSeconds(1));
    assertThat(one.poll().serving()).isEqualTo("2, previous 1");
  }

  @Test
  void aLeaseThatIsRenewedIsKept() {
    VersionKey version = new VersionKey("eta", 2);
    GateLease working = new GateLease(one.room.rows, "at work");
    GateLease waiting = new GateLease(one.room.rows, "waiting");
    assertThat(working.take(version)).isEqualTo(new GateLease.Asked.Held());

    for (int i = 0; i < 10; i++) {
      one.clock.advance(Duration.ofSeconds(15));
      working.renew();
    }

    assertThat(waiting.take(version)).isEqualTo(new GateLease.Asked.Taken("at work"));
    working.release();
    assertThat(waiting.take(version)).isEqualTo(new GateLease.Asked.Held());
  }

  @Test
  void aVerdictIsTakenByWhoNeverAskedTheGate() throws Exception {
    one.gate.refusing("2");
    one.shelf.put("eta", 2);
    one.poll();

    Answer answer = other.activate(2);

    assertThat(answer).isInstanceOf(Answer.Refused.class);
    assertThat(one.gate.judged).hasSize(1);
  }

  @Test
  void whatOneDecidesAllDo() throws Exception {
    one.shelf.put("eta", 2);
    one.poll();
    other.poll();

    assertThat(other.room.operations.retire("eta", "2")).isInstanceOf(Answer.Done.class);
    one.poll();

    assertThat(one.serving()).isEqualTo("1");
    assertThat(one.poll().serving()).isEqualTo("1");
    one.room.loaded.awaitRetired();
    assertThat(one.loader.open()).containsExactly("1");
  }

  @Test
  void twoThatChangeDifferentRolesLoseNeither() throws Exception {
    one.shelf.put("eta", 2);
    one.poll(); // stable
    one.shelf.put("eta", 3);
    other.turns.hold();
    one.turns.hold();

    assertThat(one.room.operations.shadow("eta", "3")).isInstanceOf(Answer.Done.class);
    assertThat(other.room.operations.retire("eta", "1")).isInstanceOf(Answer.Done.class);
    one.poll();

    assertThat(one.serving()).isEqualTo("2, shadow 3");
    assertThat(other.poll().serving()).isEqualTo("2, shadow 3");
  }
}
