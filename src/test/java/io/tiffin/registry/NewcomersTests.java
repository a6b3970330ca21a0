package io.tiffin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.model.BundleRefusedException;
import io.tiffin.registry.ModelOperations.Answer;
import io.tiffin.registry.ModelStanding.State;
import io.tiffin.store.Outcome.Failed.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewcomersTests {

  @TempDir private Path directory;

  @Test
  void withoutAnyOtherTheBundledVersionAnswersAndIsNotJudged() {
    RegistryFixture fixture = RegistryFixture.in(directory).poll();

    assertThat(fixture.serving()).isEqualTo("1");
    assertThat(fixture.gate.judged).isEmpty();
  }

  @Test
  void aNewHighestVersionThatTheGateAcceptsIsActivated() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory).poll();

    fixture.shelf.put("eta", 9);
    fixture.shelf.put("eta", 10);
    fixture.poll();

    assertThat(fixture.serving()).isEqualTo("10, previous 1");
    assertThat(fixture.gate.judged).containsExactly("10 against 1");
    assertThat(fixture.standing(10).state()).isEqualTo(State.LOADED);
    assertThat(fixture.standing(9).state()).isEqualTo(State.FOUND);
  }

  @Test
  void asCanaryItAnswersItsShareAndAsShadowNothing() throws Exception {
    RegistryFixture canary =
        RegistryFixture.in(directory.resolve("a"), "new-versions=canary", "canary-percent=7");
    RegistryFixture shadow = RegistryFixture.in(directory.resolve("b"), "new-versions=shadow");
    canary.shelf.put("eta", 2);
    shadow.shelf.put("eta", 2);

    assertThat(canary.poll().serving()).isEqualTo("1, canary 2 at 7 %");
    assertThat(shadow.poll().serving()).isEqualTo("1, shadow 2");
  }

  @Test
  void withWaitNothingIsJudgedUntilSomebodySaysSo() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory, "new-versions=wait");
    fixture.shelf.put("eta", 2);

    assertThat(fixture.poll().serving()).isEqualTo("1");
    assertThat(fixture.gate.judged).isEmpty();

    assertThat(fixture.activate(2)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.serving()).isEqualTo("2, previous 1");
  }

  @Test
  void aRefusedVersionStaysOutAndIsNotJudgedAgain() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory);
    fixture.gate.refusing("2");
    fixture.shelf.put("eta", 2);

    fixture.poll().poll().poll();

    assertThat(fixture.serving()).isEqualTo("1");
    assertThat(fixture.gate.judged).containsExactly("2 against 1");
    assertThat(fixture.standing(2).state()).isEqualTo(State.REFUSED);
    assertThat(fixture.standing(2).reason())
        .isEqualTo("The gate refuses eta 2: mae is 9.250 min, at most 6.000 is asked for");

    fixture.shelf.put("eta", 3);
    assertThat(fixture.poll().serving()).isEqualTo("3, previous 1");
  }

  @Test
  void aVersionThatDoesNotLoadInTheGateIsNotTriedAgain() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory);
    fixture.gate.breaking("2", "saved_model.pb: uses WriteFile");
    fixture.shelf.put("eta", 2);

    fixture.poll().poll();

    assertThat(fixture.serving()).isEqualTo("1");
    assertThat(fixture.gate.judged).hasSize(1);
    assertThat(fixture.standing(2).state()).isEqualTo(State.FAILED);
    assertThat(fixture.standing(2).reason()).isEqualTo("saved_model.pb: uses WriteFile");
  }

  @Test
  void aVersionThatIsAcceptedAndDoesNotLoadLeavesWhatServed() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory);
    fixture.loader.failing("2", new BundleRefusedException("out of memory"));
    fixture.shelf.put("eta", 2);

    fixture.poll().poll();

    assertThat(fixture.serving()).isEqualTo("1");
    assertThat(fixture.gate.judged).hasSize(1);
    assertThat(fixture.standing(2).reason()).isEqualTo("out of memory");
  }

  @Test
  void aVersionThatWasTakenOutIsNotTriedByItselfAgain() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory);
    fixture.shelf.put("eta", 2);
    fixture.poll();

    assertThat(fixture.room.operations.retire("eta", "2")).isInstanceOf(Answer.Done.class);
    fixture.poll().poll();

    assertThat(fixture.serving()).isEqualTo("1");
    assertThat(fixture.gate.judged).hasSize(1);
  }

  @Test
  void nothingIsTriedWhileTheSourceOfTruthDoesNotAnswer() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory);
    fixture.memory().failing(Reason.TIMED_OUT);
    fixture.shelf.put("eta", 2);

    assertThat(fixture.poll().serving()).isEqualTo("1");
    assertThat(fixture.gate.judged).isEmpty();

    fixture.memory().healthy();
    assertThat(fixture.poll().serving()).isEqualTo("2, previous 1");
  }

  @Test
  void anotherModelServesUnderItsOwnName() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory, "new-versions=canary");
    fixture.shelf.put("rush", 4);

    fixture.poll();

    assertThat(fixture.serving("rush")).isEqualTo("4");
    assertThat(fixture.serving()).isEqualTo("1");
    assertThat(fixture.room.served.names()).containsExactly("eta", "rush");
    assertThat(fixture.room.served.serving().name()).isEqualTo("eta");
  }

  @Test
  void aVersionThatIsBeingCopiedIsTakenOnceItIsWhole() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory);
    Path version = fixture.shelf.put("eta", 2);
    Path weights = version.resolve("weights");
    String whole = Files.readString(weights);
    Files.writeString(weights, whole.substring(0, 4));

    assertThat(fixture.poll().poll().serving()).isEqualTo("1");
    assertThat(fixture.gate.judged).isEmpty();

    Files.writeString(weights, whole);
    assertThat(fixture.poll().serving()).isEqualTo("2, previous 1");
  }
}
