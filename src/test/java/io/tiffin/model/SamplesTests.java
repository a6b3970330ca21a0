package io.tiffin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.feature.FeatureName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTests {

  private final SampleEncoder encoder = new SampleEncoder(TestCatalogue.catalogue());

  @TempDir Path directory;

  @Test
  void whatWasWrittenIsReadBack() throws Exception {
    Path file = directory.resolve("samples.jsonl");

    Samples.write(file, TestManifests.samples());

    assertThat(Samples.read(file)).isEqualTo(TestManifests.samples());
    assertThat(Files.readString(file))
        .startsWith(
            """
            {"features":{"request.distance_m":2500.5,"request.items_total":2.0,"restaurant_profile.cuisine":"thai"},"minutes":31.25,"promisedMinutes":45.0}
            """);
  }

  @Test
  void aLineThatIsNoSampleIsRefusedByItsNumber() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("samples.jsonl"),
            "{\"features\":{},\"minutes\":1}\n{\"features\":{}}\n");

    assertThatThrownBy(() -> Samples.read(file))
        .hasMessage("samples.jsonl line 2: minutes is missing");
  }

  @Test
  void knownValuesGoToTheirColumns() throws Exception {
    Examples examples = encoder.encode(TestManifests.complete(), TestManifests.samples());

    assertThat(examples.rows()).isEqualTo(2);
    assertThat(examples.floats(0)).startsWith(2, 2500.5f);
    assertThat(examples.longs(1)[1]).isEqualTo(Categories.bucket("thai", 64));
  }

  @Test
  void unknownValuesStandOnTheManifestsDefaultThenTheCataloguesOrAreNaN() throws Exception {
    Sample nothingKnown = new Sample(Map.of(), 30, null);

    Examples examples = encoder.encode(TestManifests.complete(), List.of(nothingKnown));

    assertThat(examples.floats(0)).containsExactly(5, Float.NaN);
    assertThat(examples.longs(1)).containsExactly(84, Categories.bucket("other", 64));
  }

  @Test
  void textWhereANumberBelongsIsRefused() {
    Sample sample = new Sample(Map.of(FeatureName.parse("request.distance_m"), "far"), 30, null);

    assertThatThrownBy(() -> encoder.encode(TestManifests.complete(), List.of(sample)))
        .hasMessage("samples: request.distance_m is 'far', expected a number");
  }
}
