package io.tiffin.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class JdbcStorePropertiesTests {

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Properties.class);

  @Test
  void defaults() {
    application.run(context ->
        assertThat(context.getBean(JdbcStoreProperties.class))
            .isEqualTo(
                new JdbcStoreProperties(
                    "jdbc:h2:mem:tiffin;DB_CLOSE_DELAY=-1", "tiffin_rows", false, 8, 500)));
  }

  @Test
  void allExplicit() {
    application
        .withPropertyValues(
            "tiffin.store.jdbc.url=jdbc:h2:mem:lunch",
            "tiffin.store.jdbc.table=lunch",
            "tiffin.store.jdbc.create-if-missing=true",
            "tiffin.store.jdbc.connections=3",
            "tiffin.store.jdbc.rows-per-statement=100")
        .run(context ->
            assertThat(context.getBean(JdbcStoreProperties.class))
                .isEqualTo(new JdbcStoreProperties("jdbc:h2:mem:lunch", "lunch", true, 3, 100)));
  }

  @ParameterizedTest
  @CsvSource({
    "url, h2:mem, 'set it to what the driver expects'",
    "table, 'rows; drop', 'letters, digits and _'",
    "table, 1st, 'no digit first'",
    "connections, 0, 'connections'",
    "rows-per-statement, 0, 'rowsPerStatement'",
  })
  void aWrongSettingStopsTheStart(String property, String value, String message) {
    application
        .withPropertyValues("tiffin.store.jdbc." + property + "=" + value)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(JdbcStoreProperties.class)
  static class Properties {}
}
