package io.tiffin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.fixture.AudibleLogs;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.Role;
import io.tiffin.registry.ModelOperations.Answer;
import io.tiffin.registry.ModelOperations.Waiver;
import io.tiffin.store.Outcome.Failed.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith({OutputCaptureExtension.class, AudibleLogs.class})
class OperationsTests {

  @TempDir private Path directory;
  private RegistryFixture fixture;
  private ModelOperations operations;

  @BeforeEach
  void start() throws Exception {
    fixture = RegistryFixture.in(directory, "new-versions=wait");
    operations = fixture.room.operations;
    for (int version = 2; version <= 5; version++) {
      fixture.shelf.put("eta", version);
    }
    fixture.poll();
  }

  @Test
  void whatIsActivatedAnswersAndWhatAnsweredIsPrevious() {
    Answer answer = fixture.activate(2);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Done.class,
            done -> {
              assertThat(done.standing().versions())
                  .extracting(version -> version.version() + " " + version.role())
                  .containsExactly("5 null", "4 null", "3 null", "2 STABLE", "1 PREVIOUS");
              assertThat(done.standing().rolesFrom()).isEqualTo("IN_MEMORY");
              assertThat(done.standing().isDefault()).isTrue();
            });
    assertThat(fixture.activate(3)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.serving()).isEqualTo("3, previous 2");
    fixture.room.loaded.awaitRetired();
    assertThat(fixture.loader.open()).containsExactly("2", "3");
    assertThat(fixture.activate(2)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.serving()).isEqualTo("2, previous 3");
  }

  @Test
  void theGateRefusesAndAWaiverLetsInAndIsLogged(CapturedOutput output) {
    fixture.gate.refusing("2");

    assertThat(fixture.activate(2))
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.report().failed()).hasSize(1));
    assertThat(fixture.serving()).isEqualTo("1");

    Answer waived =
        operations.activate("eta", "2", new Waiver.Given("ada", "the gate's set is stale"));
    assertThat(waived).isInstanceOf(Answer.Done.class);
    assertThat(fixture.serving()).isEqualTo("2, previous 1");
    assertThat(fixture.gate.judged).hasSize(1);
    assertThat(output).contains("ada lets it in all the same: the gate's set is stale");
  }

  @Test
  void aVersionIsJudgedAnewWhenAskedAndElseOnce() {
    assertThat(operations.evaluate("eta", "2")).isInstanceOf(Answer.Judged.class);
    assertThat(fixture.activate(2)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.gate.judged).hasSize(1);

    fixture.gate.refusing("2");
    assertThat(operations.evaluate("eta", "2")).isInstanceOf(Answer.Judged.class);
    assertThat(fixture.gate.judged).hasSize(2);
    assertThat(fixture.standing(2).verdict().accepted()).isFalse();
    assertThat(fixture.serving()).isEqualTo("2, previous 1");
  }

  @Test
  void aVerdictOfOtherFilesIsNone() throws Exception {
    assertThat(operations.evaluate("eta", "2")).isInstanceOf(Answer.Judged.class);

    fixture.shelf.put("eta", 2, "other weights");

    assertThat(fixture.standing(2).verdict()).isNull();
    assertThat(fixture.activate(2)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.gate.judged).hasSize(2);
  }

  @Test
  void eachRoleIsOfOneVersionAndAVersionHasOneRole() {
    assertThat(fixture.canary(2, 10)).isInstanceOf(Answer.Done.class);
    assertThat(operations.shadow("eta", "3")).isInstanceOf(Answer.Done.class);
    assertThat(fixture.serving()).isEqualTo("1, canary 2 at 10 %, shadow 3");

    assertThat(fixture.canary(3, 20)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.serving()).isEqualTo("1, canary 3 at 20 %");
    assertThat(fixture.activate(3)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.serving()).isEqualTo("3, previous 1");

    assertThat(fixture.canary(3, 10)).isInstanceOf(Answer.Conflict.class);
    assertThat(operations.shadow("eta", "3")).isInstanceOf(Answer.Conflict.class);
    assertThat(fixture.canary(2, 0)).isInstanceOf(Answer.Conflict.class);
    assertThat(fixture.serving()).isEqualTo("3, previous 1");
  }

  @Test
  void aShadowNeedsNoVerdict() {
    fixture.gate.refusing("2");

    assertThat(operations.shadow("eta", "2")).isInstanceOf(Answer.Done.class);
    assertThat(fixture.gate.judged).isEmpty();
  }

  @Test
  void retiringTheStableVersionBringsThePreviousBack() {
    assertThat(fixture.activate(2)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.activate(3)).isInstanceOf(Answer.Done.class);

    assertThat(operations.retire("eta", "3")).isInstanceOf(Answer.Done.class);
    assertThat(fixture.serving()).isEqualTo("2");
    assertThat(operations.retire("eta", "2")).isInstanceOf(Answer.Done.class);
    assertThat(fixture.serving()).isEqualTo("1");
    assertThat(operations.retire("eta", "1"))
        .isEqualTo(
            new Answer.Conflict(
                "nothing else could answer in place of eta 1: activate another version instead"));
    assertThat(operations.retire("eta", "4")).isEqualTo(new Answer.Conflict("eta 4 has no role"));
    assertThat(operations.retire("eta", "44")).isInstanceOf(Answer.Unknown.class);
  }

  @Test
  void theOtherRolesAreTakenAwayOneByOne() {
    assertThat(fixture.activate(2)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.canary(3, 10)).isInstanceOf(Answer.Done.class);
    assertThat(operations.shadow("eta", "4")).isInstanceOf(Answer.Done.class);

    for (String version : new String[] {"3", "4", "1"}) {
      assertThat(operations.retire("eta", version)).isInstanceOf(Answer.Done.class);
    }

    assertThat(fixture.serving()).isEqualTo("2");
    fixture.room.loaded.awaitRetired();
    assertThat(fixture.loader.open()).containsExactly("2");
  }

  @Test
  void whatIsNotThereIsUnknown() throws Exception {
    assertThat(fixture.activate(77)).isEqualTo(new Answer.Unknown("there is no eta 77"));
    assertThat(operations.activate("eta", "../2", new Waiver.None()))
        .isInstanceOf(Answer.Unknown.class);
    assertThat(operations.activate("../eta", "2", new Waiver.None()))
        .isInstanceOf(Answer.Unknown.class);
    assertThat(operations.model("nobody")).isEmpty();

    Files.delete(fixture.shelf.put("eta", 6).resolve("weights"));
    assertThat(fixture.activate(6))
        .isEqualTo(
            new Answer.Unknown(
                "eta 6 is not complete yet: weights: is listed in manifest.json but missing"));
  }

  @Test
  void whatDoesNotLoadIsAConflictAndEverythingIsAsItWas() {
    fixture.loader.failing("2", new BundleRefusedException("saved_model.pb: is no graph"));

    assertThat(fixture.activate(2))
        .isEqualTo(new Answer.Conflict("eta 2 is not loaded: saved_model.pb: is no graph"));
    assertThat(fixture.serving()).isEqualTo("1");
    assertThat(fixture.poll().serving()).isEqualTo("1");

    fixture.loader.healthy("2"); // an operator who asks again is not made to wait
    assertThat(fixture.activate(2)).isInstanceOf(Answer.Done.class);
  }

  @Test
  void withoutTheSourceOfTruthNothingChangesAndThatIsSaid() {
    assertThat(fixture.activate(2)).isInstanceOf(Answer.Done.class);
    assertThat(operations.evaluate("eta", "3")).isInstanceOf(Answer.Judged.class);
    fixture.memory().failing(Reason.TIMED_OUT);
    fixture.poll();

    assertThat(fixture.activate(3)).isInstanceOf(Answer.Unavailable.class);
    assertThat(operations.shadow("eta", "4")).isInstanceOf(Answer.Unavailable.class);
    assertThat(operations.evaluate("eta", "4")).isInstanceOf(Answer.Unavailable.class);
    assertThat(operations.retire("eta", "2")).isInstanceOf(Answer.Unavailable.class);

    assertThat(fixture.serving()).isEqualTo("2, previous 1");
    fixture.room.loaded.awaitRetired();
    assertThat(fixture.loader.open()).containsExactly("1", "2");
    assertThat(operations.model("eta").orElseThrow().rolesFrom())
        .isEqualTo("this process alone, as last known: IN_MEMORY does not answer");
    assertThat(fixture.standing(2).role()).isEqualTo(Role.STABLE);
  }

  @Test
  void oneWriteFailureOfTheRolesLeavesThemAsTheyWere() {
    assertThat(operations.evaluate("eta", "2")).isInstanceOf(Answer.Judged.class);
    fixture.memory().failing(key -> key.view().equals("model_roles"), Reason.ERROR);

    assertThat(fixture.activate(2)).isInstanceOf(Answer.Unavailable.class);

    fixture.memory().healthy();
    assertThat(fixture.poll().serving()).isEqualTo("1");
  }
}
