package io.tiffin.store.bigtable;

import com.google.cloud.spring.core.Credentials;
import com.google.cloud.spring.core.GcpScope;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * Where Bigtable is, in the shape in which Spring Cloud GCP has it for its own services: it has
 * none for Bigtable. What is not set here is taken from {@code spring.cloud.gcp.*}.
 *
 * @param projectId the project of the instance; not set, that of {@code spring.cloud.gcp}
 * @param instanceId the instance
 * @param hostPort {@code host:port} of the emulator, or of an endpoint other than Google's own
 * @param emulator whether it is an emulator
 * @param credentials for Bigtable alone; not set, those of {@code spring.cloud.gcp}
 */
@ConfigurationProperties("spring.cloud.gcp.bigtable")
record GcpBigtableProperties(
    @Nullable String projectId,
    @Nullable String instanceId,
    @Nullable String hostPort,
    @DefaultValue Emulator emulator,
    @DefaultValue Key credentials) {

  /**
   * An emulator speaks without TLS and knows no credentials.
   *
   * @param enabled whether Bigtable is an emulator, at {@code host-port}
   */
  record Emulator(@DefaultValue("false") boolean enabled) {}

  /**
   * The key of a service account.
   *
   * @param location its file
   * @param encodedKey its content in Base64
   * @param scopes what is asked for with it; not set, Google Cloud as a whole, where roles decide
   */
  record Key(
      @Nullable Resource location, @Nullable String encodedKey, @DefaultValue List<String> scopes) {

    boolean isSet() {
      return location != null || encodedKey != null;
    }

    Credentials credentials() {
      Credentials credentials = new Credentials(GcpScope.CLOUD_PLATFORM.getUrl());
      if (location != null) {
        credentials.setLocation(location);
      }
      if (encodedKey != null) {
        credentials.setEncodedKey(encodedKey);
      }
      if (!scopes.isEmpty()) {
        credentials.setScopes(scopes);
      }
      return credentials;
    }
  }

  GcpBigtableProperties {
    if (hostPort != null && !hostPort.matches(".+:[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "spring.cloud.gcp.bigtable.host-port is «" + hostPort + "», set it to «host:port»");
    }
    if (emulator.enabled() && hostPort == null) {
      throw new IllegalArgumentException(
          "spring.cloud.gcp.bigtable.emulator.enabled is true, set"
              + " spring.cloud.gcp.bigtable.host-port to where the emulator is");
    }
  }
}
