package io.tiffin.store.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Catalogue;
import io.tiffin.feature.RowKey;
import io.tiffin.fixture.MemcachedServer;
import io.tiffin.fixture.RealTicker;
import io.tiffin.fixture.ServerProcess;
import io.tiffin.fixture.TestCertificates;
import io.tiffin.store.CacheRead;
import io.tiffin.store.RowCache;
import io.tiffin.store.RowLifetimes;
import io.tiffin.store.memcached.MemcachedStoreProperties.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Servers that ask for a user, or speak TLS. */
@Timeout(60)
class SecuredServerTests {

  private static final RowKey KEY = new RowKey("v", "e");

  @TempDir Path directory;

  @Test
  void aUserIsLetInAndAnotherIsNot() throws Exception {
    Path users = Files.writeString(directory.resolve("users"), "tiffin:secret\n");
    try (ServerProcess server = MemcachedServer.start("-Y", users.toString());
        RowCache known = open(server, "127.0.0.1", "secret", null);
        RowCache unknown = open(server, "127.0.0.1", "guessed", null)) {
      await().until(() -> find(known) instanceof CacheRead.Miss);

      assertThat(find(unknown)).isInstanceOf(CacheRead.Failed.class);
      assertThat(unknown.check(soon()).usable()).isFalse();
    }
  }

  @Test
  void tlsWithAnAuthorityOfOnesOwnVerifiesTheServersName() throws Exception {
    TestCertificates certificates = TestCertificates.make(directory);
    try (ServerProcess server =
            MemcachedServer.start(
                "-l", // at an address that the certificate does not name, too
                "127.0.0.2",
                "-Z",
                "-o",
                "ssl_chain_cert="
                    + certificates.serverCertificate()
                    + ",ssl_key="
                    + certificates.serverKey());
        RowCache trusting = open(server, "localhost", null, trusting(certificates.authority()));
        RowCache distrusting = open(server, "localhost", null, SSLContext.getDefault());
        RowCache elsewhere = open(server, "127.0.0.2", null, trusting(certificates.authority()))) {
      await().until(() -> find(trusting) instanceof CacheRead.Miss);

      assertThat(find(distrusting)).isInstanceOf(CacheRead.Failed.class);
      assertThat(find(elsewhere)).isInstanceOf(CacheRead.Failed.class);
    }
  }

  private static CacheRead find(RowCache cache) {
    return cache.find(List.of(KEY), soon()).getFirst();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(2), new RealTicker());
  }

  private static RowCache open(
      ServerProcess server, String host, @Nullable String password, @Nullable SSLContext tls) {
    var properties =
        new MemcachedStoreProperties(
            List.of(host + ":" + server.port()),
            null,
            Duration.ofSeconds(5),
            "tiffin",
            Duration.ofSeconds(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            DataSize.ofMegabytes(1),
            Protocol.ASCII,
            password == null ? null : "tiffin",
            password,
            null);
    return MemcachedStoreConfiguration.open(
        properties, new RowLifetimes(new Catalogue(List.of())), tls, new RealTicker());
  }

  private static SSLContext trusting(Path authority) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
