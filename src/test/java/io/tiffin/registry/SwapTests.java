package io.tiffin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.fixture.RealTicker;
import io.tiffin.model.Examples;
import io.tiffin.model.Inference;
import io.tiffin.model.Inference.Answered;
import io.tiffin.model.LoadedVersion;
import io.tiffin.registry.ModelOperations.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwapTests {

  private static final int CALLERS = 4;
  private static final int SWAPS = 60;

  @TempDir private Path directory;

  @Test
  void swapsUnderLoadDropNothingAndMixNothing() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory);
    fixture.poll();
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong answers = new AtomicLong();
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<Map<Long, Long>>> all = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        all.add(callers.submit(asking(fixture.room.served, over, answers)));
      }
      for (int version = 2; version <= SWAPS; version++) {
        fixture.shelf.put("eta", version);
        fixture.poll();
        long before = answers.get();
        while (answers.get() == before) { // each version answers before the next one comes
          Thread.onSpinWait();
        }
      }
      over.set(true);
      for (Future<Map<Long, Long>> one : all) {
        assertThat(one.get()).isNotEmpty(); // and nothing was thrown
      }
    }
    fixture.room.loaded.awaitRetired();

    assertThat(fixture.serving()).isEqualTo("60, previous 59");
    assertThat(fixture.loader.open()).containsExactly("59", "60");
  }

  /** Takes the version once per request, as estimates do, and holds it to what it says. */
  private static Callable<Map<Long, Long>> asking(
      ServedVersions served, AtomicBoolean over, AtomicLong answers) {
    return () -> {
      Map<Long, Long> byVersion = new HashMap<>();
      while (!over.get()) {
        LoadedVersion version = served.serving().stable();
        if (!version.enter()) {
          continue; // retired since: there is another one
        }
        try {
          long number = Long.parseLong(version.manifest().version());
          for (int call = 0; call < 3; call++) {
            assertThat(ask(version)).isEqualTo((float) number);
          }
          byVersion.merge(number, 1L, Long::sum);
          answers.incrementAndGet();
        } finally {
          version.exit();
        }
      }
      return byVersion;
    };
  }

  private static float ask(LoadedVersion version) {
    Inference answer =
        version
            .model()
            .run(
                new Examples(version.manifest().inputs(), 1),
                Deadline.in(Duration.ofMinutes(1), new RealTicker()));
    return ((Answered) answer).minutes()[0];
  }

  /** Control: who does not say that it uses a version has it closed under its hands. */
  @Test
  void withoutEnteringAVersionMayBeClosedInTheMiddle() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory, "keep-previous-loaded=false");
    LoadedVersion old = fixture.poll().room.served.serving().stable();
    fixture.shelf.put("eta", 2);

    fixture.poll();
    fixture.room.loaded.awaitRetired();

    Inference answer =
        old.model()
            .run(
                new Examples(old.manifest().inputs(), 1),
                Deadline.in(Duration.ofMinutes(1), new FakeTicker()));
    assertThat(answer).isInstanceOf(Inference.Failed.class);
    assertThat(old.enter()).isFalse();
  }

  @Test
  void aVersionIsFreedAfterTheLastOfItsRequests() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory, "keep-previous-loaded=false");
    LoadedVersion old = fixture.poll().room.served.serving().stable();
    assertThat(old.enter()).isTrue();
    fixture.shelf.put("eta", 2);

    fixture.poll();
    while (old.enter()) {
      old.exit();
    }
    assertThat(ask(old)).isEqualTo(1f);
    assertThat(fixture.serving()).isEqualTo("2");

    old.exit();
    fixture.room.loaded.awaitRetired();
    assertThat(fixture.loader.model("1").isClosed()).isTrue();
  }

  @Test
  void aVersionIsRehearsedBeforeItServes() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory).poll();
    List<String> rehearsed = new ArrayList<>();
    fixture.rehearsal =
        (version, calls) -> {
          rehearsed.add(version.manifest().version() + " while " + fixture.serving() + " answers");
          assertThat(ask(version)).isEqualTo(2f);
          return calls;
        };
    fixture.shelf.put("eta", 2);

    fixture.poll();

    assertThat(rehearsed).containsExactly("2 while 1 answers");
    assertThat(one(fixture).calls().reading().ever()).isZero();
  }

  @Test
  void aRehearsalThatBreaksKeepsNobodyFromServing() throws Exception {
    RegistryFixture fixture = RegistryFixture.in(directory).poll();
    fixture.rehearsal =
        (_, _) -> {
          throw new IllegalStateException("no store");
        };
    fixture.shelf.put("eta", 2);

    assertThat(fixture.poll().serving()).isEqualTo("2, previous 1");
    assertThat(fixture.room.operations.retire("eta", "2")).isInstanceOf(Answer.Done.class);
  }

  private static LoadedVersion one(RegistryFixture fixture) {
    return fixture.room.served.serving().stable();
  }
}
