package io.tiffin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BundleReaderTests {

  @TempDir Path directory;

  private final BundleReader reader = new BundleReader(TestCatalogue.catalogue());

  @BeforeEach
  void writeGoodBundle() throws Exception {
    Files.writeString(directory.resolve("saved_model.pb"), "graph");
    Files.createDirectories(directory.resolve("variables"));
    Files.createDirectories(directory.resolve("assets"));
    Files.writeString(directory.resolve("variables/variables.index"), "weights");
    Samples.write(directory.resolve("samples.jsonl"), TestManifests.samples());
    ManifestWriter.write(directory, TestManifests.complete());
  }

  @Test
  void whatTheWriterWroteIsReadBack() throws Exception {
    Manifest manifest = reader.read(directory).manifest();

    assertThat(manifest)
        .usingRecursiveComparison()
        .ignoringFields("files")
        .isEqualTo(TestManifests.complete());
    assertThat(manifest.files())
        .containsOnlyKeys("saved_model.pb", "variables/variables.index", "samples.jsonl")
        .containsEntry(
            "saved_model.pb", "eef93e1d14482804277fca0172464032d1a4fdbcc338524059fa1e861454ad4d");
  }

  @Test
  void fieldsThatMayBeAbsentMayBeNull() throws Exception {
    change("\"samples\" : \"samples.jsonl\"", "\"samples\" : null");

    assertThat(reader.read(directory).manifest().samples()).isNull();
  }

  @Test
  void aBundleThatLearntNothingOfOrdersOnTheirWayIsOne() throws Exception {
    String json = Files.readString(directory.resolve("manifest.json"));
    int from = json.indexOf("\"timeLeft\"");
    int to = json.indexOf("\"evaluation\"");
    Files.writeString(
        directory.resolve("manifest.json"), json.substring(0, from) + json.substring(to));

    assertThat(reader.read(directory).manifest().timeLeft()).isNull();
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("refusals")
  void aManifestThatIsWrongIsRefusedNamingTheField(String good, String bad, String sentence)
      throws Exception {
    change(good, bad);

    assertThatThrownBy(() -> reader.read(directory))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageContaining(sentence);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        wrong(
            "\"manifestVersion\" : 1",
            "\"manifestVersion\" : 2",
            "manifest.json: manifestVersion is 2, this Tiffin reads 1"),
        wrong("\"manifestVersion\" : 1,", "", "manifest.json: manifestVersion is missing"),
        wrong(
            "\"manifestVersion\" : 1,",
            "\"manifestVersion\" : 1, \"colour\" : 1,",
            "manifest.json: colour is not a known field"),
        wrong("\"name\" : \"eta\"", "\"name\" : 7", "manifest.json: name is not text"),
        wrong(
            "\"name\" : \"eta\"",
            "\"name\" : \"../eta\"",
            "manifest.json: name is '../eta', expected"),
        wrong(
            "\"name\" : \"eta\"",
            "\"name\" : \"eta\", \"name\" : \"eta\"",
            "manifest.json: is not JSON: Duplicate"),
        wrong(
            "\"version\" : \"1\"",
            "\"version\" : \"01\"",
            "manifest.json: version is '01', expected digits"),
        wrong(
            "\"FLOAT32\"",
            "\"FLOAT16\"",
            "manifest.json: inputs[0].type is 'FLOAT16', expected one of [FLOAT32, INT64]"),
        wrong(
            "\"request.items_total\"",
            "\"items_total\"",
            "inputs[0].columns[0].feature is 'items_total', expected view.feature"),
        wrong(
            "\"request.items_total\"",
            "\"request.items\"",
            "inputs[0].columns[0].feature 'request.items' is not in the catalogue"),
        wrong(
            "\"request.items_total\"",
            "\"request.distance_m\"",
            "inputs[0].columns[1].feature 'request.distance_m' is there twice"),
        wrong(
            "\"request.items_total\"",
            "\"restaurant_profile.cuisine\"",
            "inputs[0].columns[0].feature 'restaurant_profile.cuisine' is text, which only an INT64"),
        wrong(
            "\"restaurant_profile.cuisine\"",
            "\"request.distance_m\"",
            "inputs[1].columns[1].hashBuckets is given, and 'request.distance_m' is a number"),
        wrong(
            "\"request.hour_of_week\"",
            "\"request.distance_m\"",
            "inputs[1].columns[0].feature 'request.distance_m' is a double, which an INT64 tensor would truncate"),
        wrong(
            "\"hashBuckets\" : 64",
            "\"hashBuckets\" : 1",
            "inputs[1].columns[1].hashBuckets is 1, expected at least 2"),
        wrong(
            ",\n      \"hashBuckets\" : 64",
            "",
            "inputs[1].columns[1].hashBuckets is missing, and 'restaurant_profile.cuisine' is text"),
        wrong(
            "\"missing\" : \"NAN\"",
            "\"missing\" : \"NAN\", \"defaultValue\" : 1",
            "inputs[0].columns[1].defaultValue stands beside missing NAN"),
        wrong(
            "\"mean\" : 2070.0",
            "\"mean\" : \"far\"",
            "inputs[0].columns[1].mean is not a finite number"),
        wrong(
            "\"mean\" : 2070.0",
            "\"mean\" : 1e999",
            "inputs[0].columns[1].mean is not a finite number"),
        wrong(
            "\"standardDeviation\" : 900.0",
            "\"standardDeviation\" : -1",
            "inputs[0].columns[1].standardDeviation is negative"),
        wrong(
            "\"name\" : \"categories\"",
            "\"name\" : \"numbers\"",
            "inputs[1].name 'numbers' is declared twice"),
        wrong(
            "[ 0.1, 0.5, 0.8, 0.9 ]",
            "[ 0.1, 0.8, 0.9 ]",
            "outputs.minutes.quantiles is [0.1, 0.8, 0.9], expected 0.5 among them"),
        wrong(
            "[ 0.1, 0.5, 0.8, 0.9 ]",
            "[ 0.5, 0.1, 0.8, 0.9 ]",
            "outputs.minutes.quantiles is [0.5, 0.1, 0.8, 0.9], expected ascending"),
        wrong(
            "[ 0.1, 0.5, 0.8, 0.9 ]",
            "[ 0.1, 0.5, 0.8, 1.9 ]",
            "expected ascending ranks between 0 and 1"),
        wrong(
            "[ 0.1, 0.5, 0.8, 0.9 ]",
            "[ 0.5 ]",
            "outputs.minutes.logStandardDeviation is missing, and the model does not tell all"),
        wrong(
            "\"output\" : \"legs\"",
            "\"output\" : \"minutes\"",
            "outputs.legs.output is the output that already tells the minutes"),
        wrong(
            "\"samples.jsonl\",",
            "\"other.jsonl\",",
            "manifest.json: samples is 'other.jsonl', which is not among the files"),
        wrong(
            "\"variables/variables.index\"",
            "\"../variables.index\"",
            "files names '../variables.index', which is not a path within"),
        wrong(
            "\"variables/variables.index\"",
            "\"/etc/passwd\"",
            "files names '/etc/passwd', which is not a path within"),
        wrong(
            "\"variables/variables.index\"",
            "\"variables//variables.index\"",
            "which is not a path within the bundle"),
        wrong(
            "\"variables/variables.index\"",
            "\"variables/other\"",
            "variables/other: is listed in manifest.json but missing"),
        wrong(
            "\"least\" : [ -1.5, 0.0 ]",
            "\"least\" : [ -1.5 ]",
            "timeLeft.stages[0].least holds 1 numbers, expected 2"),
        wrong(
            "\"p80\" : [ 0.8, 0.85, 0.0 ]",
            "\"p80\" : [ 0.8, 0.85 ]",
            "timeLeft.stages[0].p80 holds 2 numbers, expected 3"),
        wrong(
            "\"p90\" : [ 0.9, 0.9, 0.0 ]",
            "\"p90\" : [ 0.9, 0.9, \"much\" ]",
            "timeLeft.stages[0].p90 is not a finite number"),
        wrong(
            "\"inputs\" : [ \"formula\", \"sinceStage\" ]",
            "\"inputs\" : [ \"formula\", 3 ]",
            "timeLeft.inputs holds something that is not text"),
        wrong(
            "\"stage\" : \"PICKED_UP\",",
            "\"stage\" : \"PICKED_UP\", \"colour\" : 1,",
            "timeLeft.stages[0].colour is not a known field"),
        wrong("\n}\n", "\n} true", "manifest.json: is not JSON"));
  }

  @Test
  void aChangedFileIsRefused() throws Exception {
    Files.writeString(directory.resolve("saved_model.pb"), "grapf");

    assertThatThrownBy(() -> reader.read(directory))
        .hasMessageContaining("saved_model.pb: has the sha256 ")
        .hasMessageContaining("manifest.json says");
  }

  @Test
  void aFileThatNobodyListedIsRefused() throws Exception {
    Files.writeString(directory.resolve("variables/extra"), "");

    assertThatThrownBy(() -> reader.read(directory))
        .hasMessage("variables/extra: is in the bundle but not among the files of manifest.json");
  }

  @Test
  void aSymbolicLinkIsRefused() throws Exception {
    Files.delete(directory.resolve("saved_model.pb"));
    Files.createSymbolicLink(
        directory.resolve("saved_model.pb"), directory.resolve("samples.jsonl"));

    assertThatThrownBy(() -> reader.read(directory))
        .hasMessage("saved_model.pb: is not a plain file");
  }

  @Test
  void aDirectoryWithoutManifestIsRefused() throws Exception {
    Files.delete(directory.resolve("manifest.json"));

    assertThatThrownBy(() -> reader.read(directory))
        .hasMessageContaining("manifest.json: is missing in " + directory);
  }

  @Test
  void aManifestOfAMegabyteIsRefusedUnread() throws Exception {
    Files.writeString(directory.resolve("manifest.json"), " ".repeat(1 << 21));

    assertThatThrownBy(() -> reader.read(directory)).hasMessageContaining("is longer than");
  }

  private static Arguments wrong(String good, String bad, String sentence) {
    return Arguments.of(good, bad, sentence);
  }

  private void change(String good, String bad) throws IOException {
    Path file = directory.resolve("manifest.json");
    String json = Files.readString(file);
    assertThat(json).contains(good);
    Files.writeString(file, json.replace(good, bad));
  }
}
