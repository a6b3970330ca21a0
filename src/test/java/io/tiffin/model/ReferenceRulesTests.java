package io.tiffin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.model.Manifest.Ranges;
import io.tiffin.model.Manifest.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a bundle tells how its inputs were distributed. */
class ReferenceRulesTests {

  @TempDir Path directory;

  private final BundleReader reader = new BundleReader(TestCatalogue.catalogue());

  @BeforeEach
  void writeGoodBundle() throws Exception {
    Files.writeString(directory.resolve("saved_model.pb"), "graph");
    Samples.write(directory.resolve("samples.jsonl"), TestManifests.samples());
    ManifestWriter.write(directory, TestManifests.complete());
  }

  @Test
  void bothKindsAreRead() throws Exception {
    Manifest manifest = reader.read(directory).manifest();

    assertThat(manifest.inputs().get(0).columns().get(1).reference())
        .isEqualTo(new Ranges(List.of(-1.5, 2000.25), List.of(0.25, 0.5, 0.25), 0.125));
    assertThat(manifest.inputs().get(1).columns().get(1).reference())
        .isEqualTo(new Values(List.of(7L, 23L), List.of(0.75, 0.25), 0));
    assertThat(manifest.inputs().get(0).columns().get(0).reference()).isNull();
  }

  @Test
  void aBundleWithoutAnyIsOne() throws Exception {
    String json = Files.readString(directory.resolve("manifest.json"));
    Files.writeString(
        directory.resolve("manifest.json"),
        json.replaceAll("(?s),\\s*\"reference\" : \\{[^}]*}", ""));

    assertThat(reader.read(directory).manifest().inputs())
        .flatMap(Manifest.InputTensor::columns)
        .extracting(Manifest.Column::reference)
        .containsOnlyNulls();
  }

  @Test
  void sharesNeedNotAddUpToTheLastDigit() throws Exception {
    change("[ 0.25, 0.5, 0.25 ]", "[ 0.2502, 0.5, 0.2501 ]");

    assertThat(reader.read(directory)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [ -1.5, 2000.25 ]    | [ 2000.25, -1.5 ]        | reference.edges holds -1.5 after 2000.25, expected ascending ones
          [ -1.5, 2000.25 ]    | [ 2, 2 ]                 | reference.edges holds 2.0 after 2.0, expected ascending ones
          [ -1.5, 2000.25 ]    | [ 2, 1e999 ]             | reference.edges is not a finite number
          [ -1.5, 2000.25 ]    | [ 2 ]                    | reference.shares holds 3 numbers, expected 2: one more than edges
          [ -1.5, 2000.25 ]    | 2                        | reference.edges is not a list
          [ 0.25, 0.5, 0.25 ]  | [ 0.25, 0.5, 0.2 ]       | reference.shares sums up to 0.95, expected 1
          [ 0.25, 0.5, 0.25 ]  | [ 0.75, 0.5, -0.25 ]     | reference.shares holds -0.25, expected shares from 0 to 1
          [ 0.25, 0.5, 0.25 ]  | [ 0.25, 0.5, "much" ]    | reference.shares is not a finite number
          "missing" : 0.125    | "missing" : 1.125        | reference.missing is 1.125, expected a share from 0 to 1
          "missing" : 0.125    | "colour" : 1             | reference.missing is missing
          "missing" : 0.125    | "missing" : 0, "no" : 1  | reference.no is not a known field
          [ 7, 23 ]            | [ 23, 7 ]                | reference.values holds 7 after 23, expected ascending ones
          [ 7, 23 ]            | [ 7, 23.5 ]              | reference.values holds 23.5, expected whole numbers
          [ 7, 23 ]            | [ ]                      | reference.values is empty
          [ 7, 23 ]            | [ 7 ]                    | reference.shares holds 2 numbers, expected 1: one for each of values
          "edges" : [ -1.5, 2000.25 ] | "values" : [ 1, 2, 3 ] | reference.values is given, and the tensor is FLOAT32, which has edges
          """)
  void aWrongOneIsRefusedNamingTheField(String good, String bad, String sentence) throws Exception {
    change(good, bad);

    assertThatThrownBy(() -> reader.read(directory))
        .isInstanceOf(BundleRefusedException.class)
        .hasMessageStartingWith("manifest.json: inputs[")
        .hasMessageContaining("].columns[1]." + sentence);
  }

  private void change(String good, String bad) throws IOException {
    Path file = directory.resolve("manifest.json");
    String json = Files.readString(file);
    assertThat(json).contains(good);
    Files.writeString(file, json.replace(good, bad));
  }
}
