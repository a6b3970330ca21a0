package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.estimate.LeftInputs;
import io.tiffin.estimate.OrderStage;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.yaml.ProductCatalogue;
import io.tiffin.model.Bundle;
import io.tiffin.model.BundleReader;
import io.tiffin.model.Manifest;
import io.tiffin.model.Samples;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundledModelTests {

  private static final Path DIRECTORY = Path.of("src/main/resources/models/eta/1");

  private final Catalogue catalogue = ProductCatalogue.read();

  @Test
  void itsFilesAreThoseOfItsManifest() throws Exception {
    Bundle bundle = new BundleReader(catalogue).read(DIRECTORY);

    assertThat(bundle.manifest().outputs().minutes().quantiles()).isEqualTo(NetworkGraph.RANKS);
    assertThat(Samples.read(DIRECTORY.resolve("samples.jsonl"))).hasSize(64);
  }

  @Test
  void itReadsWhatTheTrainerWouldReadNow() throws Exception {
    Manifest manifest = new BundleReader(catalogue).read(DIRECTORY).manifest();
    NetworkDesign design = CityColumns.design(catalogue);

    assertThat(columns(manifest, 0))
        .as("the city's columns changed: train the bundled model again, see src/docs/training.md")
        .isEqualTo(design.numbers().stream().map(NumberColumn::feature).toList());
    assertThat(columns(manifest, 1))
        .isEqualTo(design.categories().stream().map(CategoryColumn::feature).toList());
  }

  @Test
  void itTellsHowItsInputsWereDistributedButForThoseThatAreNotWatched() throws Exception {
    Manifest manifest = new BundleReader(catalogue).read(DIRECTORY).manifest();

    assertThat(manifest.inputs())
        .flatMap(Manifest.InputTensor::columns)
        .filteredOn(column -> column.reference() == null)
        .extracting(Manifest.Column::feature)
        .containsExactlyInAnyOrderElementsOf(CityColumns.NOT_WATCHED);
  }

  @Test
  void itLearntWhatIsLeftAtEveryStageFromTheInputsThatServe() throws Exception {
    Manifest.TimeLeft table = new BundleReader(catalogue).read(DIRECTORY).manifest().timeLeft();

    assertThat(table).isNotNull();
    assertThat(table.inputs())
        .as("the inputs changed: train the bundled model again, see src/docs/training.md")
        .isEqualTo(LeftInputs.NAMES);
    assertThat(table.stages().stream().map(Manifest.StageWeights::stage))
        .containsExactly(
            Arrays.stream(OrderStage.values()).map(OrderStage::name).toArray(String[]::new));
  }

  private static List<?> columns(Manifest manifest, int tensor) {
    return manifest.inputs().get(tensor).columns().stream().map(Manifest.Column::feature).toList();
  }
}
