package io.tiffin.feature.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.feature.Catalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;

@ExtendWith(OutputCaptureExtension.class)
class CatalogueConfigurationTests {

  private static final String WEATHER =
      """
      views:
        weather:
          entity: city
          kind: loaded
          max-age: 1h
          features:
            rain_mm: {type: double, unit: mm, default: 0}
      """;

  @TempDir private Path directory;

  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Wiring.class);

  @Test
  void withoutPropertiesTheCatalogueIsTheProducts() {
    service.run(context ->
        assertThat(context.getBean(Catalogue.class).views())
            .isEqualTo(ProductCatalogue.read().views()));
  }

  @Test
  void aUsersFileAddsAViewWithoutCode() throws IOException {
    String location = write("mine.yaml", WEATHER);

    service
        .withPropertyValues("tiffin.catalogue.locations[0]=" + location)
        .run(context ->
            assertThat(context.getBean(Catalogue.class).view("weather"))
                .hasValueSatisfying(view -> assertThat(view.features()).hasSize(1)));
  }

  @Test
  void aBlankLocationIsRefused() {
    service
        .withPropertyValues("tiffin.catalogue.locations[0]=")
        .run(context -> assertThat(context).hasFailed());
  }

  @Test
  void aWrongCatalogueStopsTheStartWithOneSentence(CapturedOutput output) throws IOException {
    String location = write("mine.yaml", WEATHER.replace("double", "decimal"));

    SpringApplication application = new SpringApplication(Wiring.class);
    application.setWebApplicationType(WebApplicationType.NONE);

    assertThatThrownBy(() -> application.run("--tiffin.catalogue.locations=" + location))
        .isNotNull();
    assertThat(output)
        .contains(
            "Description:\n\n"
                + location
                + ":7: feature weather.rain_mm has the unknown type 'decimal'; write one of int32,"
                + " int64, float, double, boolean, string.\n\nAction:");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    String location = directory.resolve("absent.yaml").toString();

    assertThatThrownBy(() -> new CatalogueFiles(resources()).read(location))
        .isInstanceOf(InvalidCatalogueException.class)
        .hasMessage(
            location
                + ": this cannot be read, though tiffin.catalogue.locations names it; correct the"
                + " location or the file's permissions.");
  }

  @Test
  void aFileInAnotherEncodingIsNamed() throws IOException {
    Path file = directory.resolve("latin1.yaml");
    Files.write(file, "# Menü".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> new CatalogueFiles(resources()).read(file.toString()))
        .hasMessage(file + ": this is not UTF-8; save the file in that encoding.");
  }

  @Test
  void aFileThatIsTooLargeIsNamed() throws IOException {
    String location = write("large.yaml", "#".repeat((1 << 20) + 1));

    assertThatThrownBy(() -> new CatalogueFiles(resources()).read(location))
        .hasMessage(
            location
                + ": this is larger than 1 MiB, which no catalogue is; correct"
                + " tiffin.catalogue.locations.");
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static ResourceLoader resources() {
    return ApplicationResourceLoader.get(new DefaultResourceLoader(), true);
  }

  @EnableConfigurationProperties(CatalogueProperties.class)
  @Import(CatalogueConfiguration.class)
  static class Wiring {}
}
