package io.tiffin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.ServedApplication;
import io.tiffin.fixture.AudibleLogs;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Settings that are wrong stop the start, and the sentence that says so says no secret. */
@ExtendWith({OutputCaptureExtension.class, AudibleLogs.class})
class FailedStartTests {

  private static final String KEY = "tiffin.security.api-keys[0].";

  @ParameterizedTest
  @ValueSource(
      strings = {
        KEY + "sha256=" + Canaries.ADMIN_KEY, // the key itself, where its hash belongs
        KEY + "roles=chef",
        KEY + "requests-per-second=0",
        KEY + "requests-per-second=many",
        KEY + "name=app",
        "tiffin.security.mode=open"
      })
  void aWrongSettingBesideKeys(String wrong, CapturedOutput output) {
    assertThatThrownBy(() -> start(wrong).close()).isNotNull();

    assertThat(output.toString())
        .contains("APPLICATION FAILED TO START")
        .contains("tiffin.security");
    assertThat(Canaries.in(output.toString())).isEmpty();
  }

  private ConfigurableApplicationContext start(String... more) {
    List<String> settings = Canaries.settings();
    String[] arguments =
        Stream.of(
                settings.stream(),
                Stream.of("server.port=0", "management.server.port=0", "tiffin.warm-up.limit=0s"),
                Stream.of(more))
            .flatMap(all -> all)
            .filter(setting -> isLast(setting, more))
            .map(setting -> "--" + setting)
            .toArray(String[]::new);
    return new SpringApplicationBuilder(ServedApplication.class).run(arguments);
  }

  /** One value for each property: those that are wrong go before those that are right. */
  private static boolean isLast(String setting, String... wrong) {
    String name = setting.replaceAll("=.*", "=");
    return List.of(wrong).contains(setting)
        || Stream.of(wrong).noneMatch(other -> other.startsWith(name));
  }
}
