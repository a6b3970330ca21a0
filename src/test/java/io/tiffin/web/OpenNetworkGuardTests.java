package io.tiffin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class OpenNetworkGuardTests {

  private final MockEnvironment environment =
      new MockEnvironment()
          .withProperty("server.address", "127.0.0.1")
          .withProperty("management.server.port", "8081")
          .withProperty("management.server.address", "127.0.0.1");

  @Test
  void aServiceThatOnlyThisMachineReachesStarts() {
    environment.setProperty("management.server.address", "::1");

    assertThatCode(() -> new OpenNetworkGuard(environment)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "server.address,0.0.0.0",
    "server.address,192.168.1.7",
    "server.address,''",
    "management.server.address,0.0.0.0",
    "management.server.address,''"
  })
  void anAddressThatOthersReachIsRefusedByName(String property, String address) {
    environment.setProperty(property, address);

    assertThatThrownBy(() -> new OpenNetworkGuard(environment))
        .isInstanceOf(OpenNetworkException.class)
        .hasMessageStartingWith(property + " is ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api-keys", "API_KEYS", "jwt"})
  void whereCallersMustBeKnownTheNetworkMayReachIt(String mode) {
    environment.setProperty("server.address", "0.0.0.0");
    environment.setProperty("tiffin.security.mode", mode);

    assertThatCode(() -> new OpenNetworkGuard(environment)).doesNotThrowAnyException();
  }

  @Test
  void thePortOfManagementMayBeThatOfTheService() {
    environment.setProperty("management.server.port", "8080");
    environment.setProperty("management.server.address", "");

    assertThatCode(() -> new OpenNetworkGuard(environment)).doesNotThrowAnyException();
  }

  @Test
  void portsThatAreChosenAtTheStartAreNeverTheSame() {
    environment.setProperty("server.port", "0");
    environment.setProperty("management.server.port", "0");
    environment.setProperty("management.server.address", "0.0.0.0");

    assertThatThrownBy(() -> new OpenNetworkGuard(environment))
        .isInstanceOf(OpenNetworkException.class)
        .hasMessageStartingWith("management.server.address is ");
  }

  @Test
  void beansThatAreMadeLateDoNotPutTheGuardOff() {
    LazyInitializationBeanFactoryPostProcessor late =
        new LazyInitializationBeanFactoryPostProcessor();
    environment.setProperty("server.address", "0.0.0.0");
    try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
      context.setEnvironment(environment);
      context.addBeanFactoryPostProcessor(late);
      context.register(OpenNetworkGuard.class);

      assertThatThrownBy(context::refresh).hasRootCauseInstanceOf(OpenNetworkException.class);
    }
  }

  @Test
  void theRefusalIsOneSentenceAndSaysWhatToDo() {
    FailureAnalysis analysis =
        new OpenNetworkFailureAnalyzer()
            .analyze(new OpenNetworkException("server.address", "0.0.0.0"));

    assertThat(analysis.getDescription())
        .isEqualTo(
            "server.address is 0.0.0.0, which other machines can reach, and tiffin.security.mode is open.");
    assertThat(analysis.getAction())
        .contains("server.address=127.0.0.1", "tiffin.security.mode to api-keys or jwt");
  }
}
