package io.tiffin.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.batching.FakeTicker;
import io.tiffin.model.BundleReader;
import io.tiffin.model.TestCatalogue;
import io.tiffin.registry.Look.Whole;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRepositoryTests {

  private static final VersionKey SEVEN = new VersionKey("eta", 7);

  @TempDir private Path directory;
  private final FakeTicker ticker = new FakeTicker();
  private Shelf shelf;
  private ModelRepository repository;

  @BeforeEach
  void open() {
    shelf = new Shelf(directory.resolve("models"));
    repository =
        new ModelRepository(
            shelf.root(), new BundleReader(TestCatalogue.catalogue()), new ManualClock(), ticker);
  }

  @Test
  void versionsAreNumbersAndEverythingElseIsPassedOver() throws Exception {
    shelf.put("eta", 10);
    shelf.put("eta", 9);
    shelf.put("rush", 1);
    for (String other :
        new String[] {"eta/.8", "eta/8.unfinished-1", "eta/08", "Eta/3", ".git/1"}) {
      Files.createDirectories(shelf.root().resolve(other));
    }
    Files.writeString(shelf.root().resolve("eta/11"), "a file");

    repository.scan();

    assertThat(repository.models()).containsExactly("eta", "rush");
    assertThat(repository.versions("eta").keySet())
        .containsExactly(new VersionKey("eta", 9), new VersionKey("eta", 10));
  }

  @Test
  void aRepositoryThatIsNotThereIsEmpty() {
    repository.scan();

    assertThat(repository.models()).isEmpty();
    assertThat(repository.look(SEVEN)).isEqualTo(new Look.Absent());
  }

  @Test
  void aVersionIsCompleteWithItsLastFile() throws Exception {
    Path version = shelf.put("eta", 7);
    Path manifest = version.resolve("manifest.json");
    Path weights = version.resolve("weights");
    byte[] json = Files.readAllBytes(manifest);
    byte[] numbers = Files.readAllBytes(weights);
    Files.delete(manifest);
    Files.delete(weights);
    assertThat(repository.look(SEVEN)).isInstanceOf(Look.Unfinished.class);

    Files.write(manifest, Arrays.copyOf(json, json.length / 2));
    assertThat(repository.look(SEVEN)).isInstanceOf(Look.Unfinished.class);

    Files.write(manifest, json);
    assertThat(repository.look(SEVEN))
        .isEqualTo(new Look.Unfinished("weights: is listed in manifest.json but missing"));
    ticker.advance(ModelRepository.SETTLED.multipliedBy(100));
    assertThat(repository.look(SEVEN)).isInstanceOf(Look.Unfinished.class);

    Files.write(weights, numbers);
    assertThat(repository.look(SEVEN))
        .isInstanceOfSatisfying(
            Look.Complete.class,
            complete -> {
              assertThat(complete.outline().version()).isEqualTo("7");
              assertThat(complete.outline().evaluation()).containsEntry("mae", 3.5);
              assertThat(complete.outline().bytes()).isGreaterThan(json.length);
            });
    assertThat(repository.read(SEVEN)).isInstanceOf(Whole.Read.class);
  }

  @Test
  void wrongFilesAreOnTheirWayAtFirstAndDamagedOnceTheyHaveStoodStill() throws Exception {
    Path version = shelf.put("eta", 7);
    Files.writeString(version.resolve("weights"), "half of");

    assertThat(repository.read(SEVEN))
        .isInstanceOfSatisfying(
            Whole.Refused.class, refused -> assertThat(refused.lasting()).isFalse());
    assertThat(repository.look(SEVEN)).isInstanceOf(Look.Unfinished.class);

    ticker.advance(ModelRepository.SETTLED);
    assertThat(repository.look(SEVEN)).isInstanceOf(Look.Complete.class); // to be read once more
    assertThat(repository.read(SEVEN))
        .isInstanceOfSatisfying(
            Whole.Refused.class, refused -> assertThat(refused.lasting()).isTrue());
    assertThat(repository.look(SEVEN))
        .isInstanceOfSatisfying(
            Look.Damaged.class,
            damaged -> assertThat(damaged.reason()).startsWith("weights: has the sha256"));

    Files.writeString(version.resolve("weights"), "weights of 7");
    assertThat(repository.read(SEVEN)).isInstanceOf(Whole.Read.class);
  }

  @Test
  void aManifestThatStaysMalformedIsDamage() throws Exception {
    Files.writeString(shelf.put("eta", 7).resolve("manifest.json"), "{");
    assertThat(repository.look(SEVEN)).isInstanceOf(Look.Unfinished.class);

    ticker.advance(ModelRepository.SETTLED);

    assertThat(repository.look(SEVEN)).isInstanceOf(Look.Damaged.class);
  }

  @Test
  void aVersionMustLieWhereItsManifestSays() throws Exception {
    Files.createDirectories(shelf.root().resolve("eta"));
    Files.move(shelf.put("rush", 3), shelf.root().resolve("eta/7"));

    assertThat(repository.look(SEVEN))
        .isEqualTo(new Look.Damaged("manifest.json: says rush 3, and lies in eta/7"));
  }

  @Test
  void aLinkThatLeadsOutIsRefusedAndOneThatStaysWithinIsNot() throws Exception {
    Path outside = new Shelf(directory.resolve("elsewhere")).put("eta", 7);
    Files.createDirectories(shelf.root().resolve("eta"));
    Files.createSymbolicLink(shelf.root().resolve("eta/7"), outside);
    assertThat(repository.look(SEVEN))
        .isInstanceOfSatisfying(
            Look.Damaged.class, damaged -> assertThat(damaged.reason()).contains("leads out of"));

    Files.delete(shelf.root().resolve("eta/7"));
    Files.move(shelf.put("eta", 7), shelf.root().resolve(".made"));
    Files.createSymbolicLink(shelf.root().resolve("eta/7"), Path.of("../.made"));
    assertThat(repository.read(SEVEN)).isInstanceOf(Whole.Read.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../weights", "/etc/hostname", "https://example.org/weights"})
  void aManifestThatNamesWhatIsNotInItsDirectoryIsRefused(String file) throws Exception {
    Path manifest = shelf.put("eta", 7).resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"weights\"", '"' + file + '"'));
    repository.look(SEVEN);
    ticker.advance(ModelRepository.SETTLED);

    assertThat(repository.look(SEVEN))
        .isInstanceOfSatisfying(
            Look.Damaged.class,
            damaged -> assertThat(damaged.reason()).contains("not a path within the bundle"));
  }

  /** Counted by the kernel, so that no reader is overlooked. */
  @Test
  void fiveHundredVersionsCostNeitherReadingNorMemory() throws Exception {
    for (int version = 1; version <= 500; version++) {
      Path weights = shelf.put("eta", version).resolve("weights");
      try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
        file.setLength(1 << 20); // takes no space on disk; read, it would
      }
    }
    RegistryFixture fixture =
        RegistryFixture.in(directory, "new-versions=wait").poll(); // all classes are loaded

    long before = bytesRead();
    fixture.poll().poll();
    long polling = bytesRead() - before;
    before = bytesRead();
    fixture.room.known.look(SEVEN);
    assertThat(fixture.room.known.newestAbove("eta", 1, 10)).isPresent();
    long looking = bytesRead() - before;
    before = bytesRead();
    assertThat(fixture.room.operations.model("eta").orElseThrow().versions()).hasSize(500);
    long listing = bytesRead() - before;
    before = bytesRead();
    repository.read(SEVEN);
    long reading = bytesRead() - before;

    assertThat(polling).isLessThan(100_000);
    assertThat(looking).isLessThan(200_000);
    assertThat(listing).isLessThan(500 * 20_000L);
    assertThat(reading).as("control: a version read whole").isGreaterThan(1 << 20);
  }

  private static long bytesRead() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/io"))) {
      if (line.startsWith("rchar: ")) {
        return Long.parseLong(line.substring(7));
      }
    }
    throw new IOException("the kernel does not count");
  }
}
