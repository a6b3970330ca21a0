package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Capability;
import io.tiffin.fixture.DockerImages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * The image itself, where Docker runs and has it: as restricted as the chart restricts it. Made by
 * either recipe: {@code docker load --input target/jib-image.tar}, or src/main/docker/Dockerfile.
 */
class ContainerTests {

  private static final String IMAGE = "tiffin:0.1.0-SNAPSHOT";
  private static final int PORT = 8080;
  private static final long MEMORY = 2L << 30;

  private static final String KEY = "key-of-an-estimator";
  private static final String KEY_HASH =
      "e10080b82bac775f0520a4ac9df051af383a80b4d8d47019ad7d6f4cabd32d3e";

  @Test
  void itAnswersWithoutRightsOnAReadOnlyDiskAndEndsWhenTold() throws Exception {
    DockerImages.require(IMAGE);
    try (GenericContainer<?> container = container();
        HttpClient client = HttpClient.newHttpClient()) {
      container.start();
      String logs = container.getLogs();
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://%s:%d/v1/estimates"
                              .formatted(container.getHost(), container.getMappedPort(PORT))))
                  .header("Content-Type", "application/json")
                  .header("X-API-Key", KEY)
                  .POST(
                      BodyPublishers.ofString(
                          "{\"restaurantId\":\"r-17\",\"dropoff\":{\"lat\":52.5205,\"lon\":13.4095}}"))
                  .build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"model\":{\"name\":\"eta\"");
      assertThat(logs).contains("0 of them not answered").doesNotContain("[warning]", " WARN ");
      container
          .getDockerClient()
          .killContainerCmd(container.getContainerId())
          .withSignal("TERM")
          .exec();
      Integer status =
          container
              .getDockerClient()
              .waitContainerCmd(container.getContainerId())
              .start()
              .awaitStatusCode();
      assertThat(status).isEqualTo(143);
      assertThat(container.getLogs()).contains("Graceful shutdown complete");
    }
  }

  private static GenericContainer<?> container() {
    return new GenericContainer<>(DockerImageName.parse(IMAGE))
        .withExposedPorts(PORT)
        .withEnv("SERVER_ADDRESS", "0.0.0.0")
        .withEnv("TIFFIN_SECURITY_MODE", "api-keys")
        .withEnv("TIFFIN_SECURITY_APIKEYS_0_NAME", "app")
        .withEnv("TIFFIN_SECURITY_APIKEYS_0_SHA256", KEY_HASH)
        .withEnv("TIFFIN_SECURITY_APIKEYS_0_ROLES", "estimator")
        // Ends if the cache does not fit, in place of a slow start.
        .withEnv("JDK_JAVA_OPTIONS", "-XX:AOTMode=on -XX:+UseG1GC -XX:MaxRAMPercentage=45")
        .withTmpFs(Map.of("/tmp", "rw,exec", "/var/lib/tiffin", "rw,mode=1777"))
        .withCreateContainerCmdModifier(command ->
            command
                .getHostConfig()
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withMemory(MEMORY)
                .withMemorySwap(MEMORY))
        .waitingFor(
            Wait.forHttp("/readyz").forPort(PORT).withStartupTimeout(Duration.ofMinutes(3)));
  }
}
