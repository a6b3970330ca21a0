package io.tiffin.store.firestore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** {@code spring.cloud.gcp.*} alone says where Firestore is and who asks. */
class FirestoreConnectionTests {

  @TempDir private Path directory;
  private final Map<String, Object> properties = new HashMap<>();

  @BeforeEach
  void nothingOfTheMachines() throws Exception {
    properties.put("spring.cloud.gcp.credentials.location", "file:" + keyOf("somebody"));
  }

  @Test
  void projectAndCredentialsOfSpringCloudGcp() {
    properties.put("spring.cloud.gcp.project-id", "lunch");

    assertThat(database()).isEqualTo("projects/lunch/databases/(default)");
  }

  @Test
  void projectDatabaseAndCredentialsOfFirestoreGoFirst() throws Exception {
    properties.put("spring.cloud.gcp.project-id", "lunch");
    properties.put("spring.cloud.gcp.firestore.project-id", "dinner");
    properties.put("spring.cloud.gcp.firestore.database-id", "rows");
    properties.put("spring.cloud.gcp.firestore.credentials.location", "file:" + keyOf("other"));

    assertThat(database()).isEqualTo("projects/dinner/databases/rows");
  }

  @Test
  void aKeyThatIsNotThereStopsTheStartInOneSentence() {
    properties.put("spring.cloud.gcp.project-id", "lunch");
    properties.put("spring.cloud.gcp.firestore.credentials.location", "file:/nowhere/key.json");

    assertThatThrownBy(this::database)
        .isInstanceOfSatisfying(
            FirestoreUnusableException.class,
            failure -> {
              FailureAnalysis analysis = new FirestoreUnusableFailureAnalyzer().analyze(failure);
              assertThat(analysis.getDescription())
                  .startsWith("Firestore cannot be opened: ")
                  .contains("/nowhere/key.json");
              assertThat(analysis.getAction()).contains("spring.cloud.gcp.credentials.location");
            });
  }

  @Test
  void theEmulatorNeedsNoCredentialsAndNoProject() {
    properties.clear();
    properties.put("spring.cloud.gcp.firestore.emulator.enabled", "true");
    properties.put("spring.cloud.gcp.firestore.host-port", "127.0.0.1:1");

    assertThat(database()).isEqualTo("projects/unused/databases/(default)");
  }

  private String database() {
    try (FirestoreRoom room = FirestoreRoom.with(properties)) {
      return room.database().name();
    }
  }

  private Path keyOf(String account) throws IOException, NoSuchAlgorithmException {
    byte[] key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
    String pem =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getEncoder().encodeToString(key)
            + "\\n-----END PRIVATE KEY-----\\n";
    return Files.write(
        directory.resolve(account + ".json"),
        """
        {"type": "service_account", "project_id": "elsewhere", "private_key_id": "1",
         "private_key": "%s", "client_email": "%s@example.org", "client_id": "1"}
        """
            .formatted(pem, account)
            .getBytes(UTF_8));
  }
}
