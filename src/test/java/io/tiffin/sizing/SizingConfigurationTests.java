package io.tiffin.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.yaml.ProductCatalogue;
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
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.io.ClassPathResource;

@ExtendWith(OutputCaptureExtension.class)
class SizingConfigurationTests {

  @TempDir private Path directory;

  private final ApplicationContextRunner service =
      new ApplicationContextRunner().withUserConfiguration(Wiring.class);

  @Test
  void withoutPropertiesThePricesAreTheProducts() {
    service.run(context ->
        assertThat(Asking.about("restaurant_live").answer(context.getBean(StoreSizing.class)))
            .isEqualTo(Asking.about("restaurant_live").answer()));
  }

  @Test
  void aListOfYourOwnIsUsedInItsPlace() throws IOException {
    String mine = write("per-gib-hour: 0.064", "per-gib-hour: 0.128");

    service
        .withPropertyValues("tiffin.sizing.prices=" + mine)
        .run(context ->
            assertThat(
                    Asking.about("restaurant_live")
                        .answer(context.getBean(StoreSizing.class))
                        .ranking()
                        .getFirst()
                        .monthlyCost())
                .isEqualTo(2 * 46.72));
  }

  @Test
  void aBlankLocationIsRefused() {
    service
        .withPropertyValues("tiffin.sizing.prices=")
        .run(context -> assertThat(context).hasFailed());
  }

  @Test
  void aWrongListStopsTheStartWithOneSentence(CapturedOutput output) throws IOException {
    String mine = write("per-gib-hour: 0.064", "per-gib-hour: cheap");
    SpringApplication application = new SpringApplication(Wiring.class);
    application.setWebApplicationType(WebApplicationType.NONE);

    assertThatThrownBy(() -> application.run("--tiffin.sizing.prices=" + mine)).isNotNull();
    assertThat(output)
        .containsPattern(
            "Description:\n\n\\Q"
                + mine
                + "\\E:\\d+: \\Qoffers[0].charge.bands[0].per-gib-hour must be a number, and is"
                + " 'cheap'.\\E\n\nAction:");
  }

  private String write(String right, String wrong) throws IOException {
    String text =
        new ClassPathResource("tiffin/prices.yaml").getContentAsString(StandardCharsets.UTF_8);
    return Files.writeString(directory.resolve("prices.yaml"), text.replace(right, wrong))
        .toString();
  }

  @EnableConfigurationProperties(SizingProperties.class)
  @Import(SizingConfiguration.class)
  static class Wiring {

    @Bean
    Catalogue catalogue() {
      return ProductCatalogue.read();
    }
  }
}
