package io.tiffin.feature.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.FeatureName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogues printed in the docs are read as they stand there, behind the product's. */
class CatalogueDocsTests {

  private static final Pattern CATALOGUE =
      Pattern.compile("```yaml\n((?:# [^\n]*\n)?views:\n.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @CsvSource({
    "src/docs/catalogue.md, kitchen_live.prep_s_mean_20m",
    "src/docs/adding-a-feature.md, slowness.wet_ride_s"
  })
  void theExampleIsACatalogue(Path page, String feature) throws IOException {
    Matcher example = CATALOGUE.matcher(Files.readString(page));
    assertThat(example.find()).isTrue();

    var catalogue =
        new CatalogueReader()
            .read(
                List.of(
                    ProductCatalogue.file(), new CatalogueFile(page.toString(), example.group(1))));

    assertThat(catalogue.feature(FeatureName.parse(feature))).isPresent();
  }
}
