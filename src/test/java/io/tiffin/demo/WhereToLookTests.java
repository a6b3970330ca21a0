package io.tiffin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class WhereToLookTests {

  @Test
  void theAddressesAreThoseListenedOn() {
    MockEnvironment environment =
        new MockEnvironment()
            .withProperty("server.address", "127.0.0.1")
            .withProperty("local.server.port", "18080")
            .withProperty("management.server.address", "127.0.0.1")
            .withProperty("local.management.port", "18081");

    String text = new WhereToLook(environment).text();

    assertThat(text)
        .contains("curl -s 'http://localhost:18080/v1/estimates?explain=true'")
        .contains("{\"restaurantId\":\"r-17\",\"dropoff\":{\"lat\":52.5205,\"lon\":13.4095}}")
        .contains("http://localhost:18080/swagger-ui.html")
        .contains("http://localhost:18081/actuator/health")
        .contains("http://localhost:18081/actuator/prometheus");
  }
}
