package io.tiffin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.RowKey;
import io.tiffin.model.BundleRefusedException;
import io.tiffin.model.ServedStatus.Status;
import io.tiffin.registry.ModelOperations.Answer;
import io.tiffin.registry.ModelStanding.State;
import io.tiffin.store.InMemoryFeatureStore;
import io.tiffin.store.Outcome.Failed.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.BeanUtils;

class RolloutTests {

  @TempDir private Path directory;

  @Test
  void aProcessThatCannotLoadWhatTheFleetServesGoesOnAndSaysWhy() throws Exception {
    RegistryFixture one = RegistryFixture.in(directory).poll();
    RegistryFixture other = one.beside("other").poll();
    other.loader.failing("2", new BundleRefusedException("no memory left"));
    one.shelf.put("eta", 2);

    one.poll();
    other.poll();

    assertThat(one.serving()).isEqualTo("2, previous 1");
    assertThat(other.serving()).startsWith("1");
    assertThat(other.standing(2).state()).isEqualTo(State.FAILED);
    assertThat(other.standing(2).reason()).isEqualTo("no memory left");

    other.loader.healthy("2");
    assertThat(other.poll().serving()).startsWith("1");
    other.later(LoadedVersions.RETRY);
    assertThat(other.poll().serving()).isEqualTo("2, previous 1");
  }

  @Test
  void filesThatComeLaterThanTheirRoleAreTakenAtOnce() throws Exception {
    InMemoryFeatureStore store = new InMemoryFeatureStore();
    RegistryFixture one = RegistryFixture.over(directory.resolve("a"), store, "one");
    RegistryFixture other = RegistryFixture.over(directory.resolve("b"), store, "other").poll();
    one.shelf.put("eta", 2);
    one.poll();

    assertThat(other.poll().serving()).isEqualTo("1");
    assertThat(other.standing(2).reason()).isEqualTo("it is not in the repository of this process");

    other.shelf.put("eta", 2);
    assertThat(other.poll().serving()).isEqualTo("2, previous 1");
    assertThat(other.gate.judged).isEmpty();
  }

  @Test
  void otherFilesUnderTheSameNumberAreNotServed() throws Exception {
    InMemoryFeatureStore store = new InMemoryFeatureStore();
    RegistryFixture one = RegistryFixture.over(directory.resolve("a"), store, "one");
    RegistryFixture other = RegistryFixture.over(directory.resolve("b"), store, "other").poll();
    one.shelf.put("eta", 2);
    one.poll();

    other.shelf.put("eta", 2, "tampered with");
    other.poll();

    assertThat(other.serving()).startsWith("1");
    assertThat(other.standing(2).reason()).contains("is what was given its role");
  }

  @Test
  void aRestartWithoutTheSourceServesTheLastStableVersion() throws Exception {
    RegistryFixture before = RegistryFixture.in(directory);
    before.shelf.put("eta", 2);
    assertThat(before.poll().serving()).isEqualTo("2, previous 1");

    before.memory().failing(Reason.TIMED_OUT);
    RegistryFixture after = before.beside("process").poll();

    assertThat(after.serving()).isEqualTo("2, previous 1");
    assertThat(after.room.operations.model("eta").orElseThrow().rolesFrom())
        .startsWith("this process alone");
  }

  @Test
  void withoutTheFileSuchARestartServesTheBundledVersion() throws Exception {
    RegistryFixture before = RegistryFixture.in(directory);
    before.shelf.put("eta", 2);
    before.poll();

    before.memory().failing(Reason.TIMED_OUT);
    RegistryFixture after = before.beside("another process").poll();

    assertThat(after.serving()).isEqualTo("1");
  }

  @Test
  void rolesOfALaterTiffinAreLeftAlone() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory);
    byte[] later = "{\"format\":2}".getBytes(StandardCharsets.UTF_8);
    var _ = fixture.room.rows.replace(new RowKey("model_roles", "eta"), later, 0);
    fixture.shelf.put("eta", 2);

    assertThat(fixture.poll().serving()).isEqualTo("1");
    assertThat(fixture.activate(2))
        .isInstanceOfSatisfying(
            Answer.Unavailable.class,
            unavailable -> assertThat(unavailable.message()).contains("another version of Tiffin"));
  }

  @Test
  void noMoreVersionsAreInMemoryThanAllowed() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory, "new-versions=wait", "max-loaded=3");
    for (int version = 2; version <= 5; version++) {
      fixture.shelf.put("eta", version);
    }
    fixture.poll();
    assertThat(fixture.activate(2)).isInstanceOf(Answer.Done.class);
    assertThat(fixture.canary(3, 10)).isInstanceOf(Answer.Done.class);

    assertThat(fixture.room.operations.shadow("eta", "4")).isInstanceOf(Answer.Done.class);
    assertThat(fixture.serving()).isEqualTo("2, canary 3 at 10 %, shadow 4"); // for the previous

    assertThat(fixture.activate(5))
        .isEqualTo(
            new Answer.Conflict(
                "eta 5 is not loaded: 3 versions are in memory and tiffin.model.max-loaded is 3: retire one, or raise it"));
    assertThat(fixture.serving()).isEqualTo("2, canary 3 at 10 %, shadow 4");
  }

  @Test
  void thePreviousVersionIsLeftOnDiskIfToldSo() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory, "keep-previous-loaded=false");
    fixture.shelf.put("eta", 2);

    assertThat(fixture.poll().serving()).isEqualTo("2");
    fixture.room.loaded.awaitRetired();
    assertThat(fixture.loader.open()).containsExactly("2");

    assertThat(fixture.room.operations.retire("eta", "2")).isInstanceOf(Answer.Done.class);
    assertThat(fixture.serving()).isEqualTo("1");
  }

  @Test
  void otherFilesUnderTheBundledNumberAreIgnored() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory);
    fixture.shelf.put("eta", 1, "an impostor");

    assertThat(fixture.poll().poll().serving()).isEqualTo("1");
    assertThat(fixture.standing(1).reason()).contains("give it another version number");
    assertThat(fixture.gate.judged).isEmpty();
  }

  @Test
  void theStatusIsLoadingUntilTheFirstTurnHasEnded() {
    RegistryFixture fixture = RegistryFixture.in(directory);
    assertThat(fixture.registry.status()).isEqualTo(new Status.Loading());

    fixture.poll();

    fixture.registry.awaitLoaded();
    assertThat(fixture.registry.status())
        .isEqualTo(new Status.Serving(fixture.room.served.serving().stable()));
  }

  @Test
  void aBundledModelThatIsRefusedLeavesTheReason() {
    RegistryFixture fixture = RegistryFixture.in(directory);
    fixture.bundledTrouble = "saved_model.pb: is missing";

    fixture.poll();

    fixture.registry.awaitLoaded();
    assertThat(fixture.registry.status())
        .isEqualTo(new Status.Unavailable("saved_model.pb: is missing"));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {OutOfMemoryError.class, StackOverflowError.class, UnsatisfiedLinkError.class})
  void anErrorOfTheEngineLeavesAReason(Class<? extends Error> type) {
    RegistryFixture fixture = RegistryFixture.in(directory);
    fixture.loader.failing("1", BeanUtils.instantiateClass(type));

    fixture.poll();

    assertThat(fixture.registry.status())
        .isEqualTo(new Status.Unavailable("it cannot be loaded: " + type.getName()));
  }

  @Test
  void aModelThatBreaksWhileItIsWarmedIsClosed() {
    RegistryFixture fixture = RegistryFixture.in(directory);
    fixture.loader.muting();

    fixture.poll();

    assertThat(fixture.loader.loaded).hasSize(1);
    assertThat(fixture.loader.open()).isEmpty();
    assertThat(fixture.registry.status())
        .isEqualTo(new Status.Unavailable("samples: sample 1 is not answered (ERROR): scripted"));
  }

  @Test
  void aNameThatNoModelHasIsSaid() {
    RegistryFixture fixture = RegistryFixture.in(directory, "name=eat");

    fixture.poll();

    assertThat(fixture.registry.status())
        .isEqualTo(
            new Status.Unavailable(
                "there is no version of eat that may answer: tiffin.model.name should be one of [eta]"));
    assertThat(fixture.serving("eta")).isEqualTo("1");
  }

  @Test
  void stoppingClosesEveryModel() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory);
    fixture.shelf.put("eta", 2);
    fixture.poll();

    fixture.registry.stop();

    assertThat(fixture.loader.open()).isEmpty();
    assertThat(fixture.serving()).isEqualTo("none");
    assertThat(fixture.registry.status()).isEqualTo(new Status.Unavailable("the service stops"));
    assertThat(fixture.registry.isRunning()).isFalse();
  }

  @Test
  void metersAndGuardsGoWithTheirVersion() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory);
    fixture.poll();
    int meters = 0;
    for (int version = 2; version <= 12; version++) {
      fixture.shelf.put("eta", version);
      fixture.poll();
      fixture.room.loaded.awaitRetired();
      if (version == 3) {
        meters = fixture.meters.getMeters().size();
      }
    }

    assertThat(fixture.meters.getMeters()).hasSize(meters);
    assertThat(fixture.meters.get("tiffin.model.loaded").tag("role", "stable").gauge().getId())
        .satisfies(id -> assertThat(id.getTag("version")).isEqualTo("12"));
    assertThat(fixture.meters.get("tiffin.model.swaps").counter().count()).isEqualTo(11);
    assertThat(fixture.guards.reading("model-eta-12")).isPresent();
    assertThat(fixture.guards.reading("model-eta-5")).isEmpty();
  }
}
