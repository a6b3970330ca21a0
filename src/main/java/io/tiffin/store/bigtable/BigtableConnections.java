package io.tiffin.store.bigtable;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.spring.autoconfigure.core.GcpContextAutoConfiguration;
import com.google.cloud.spring.core.DefaultCredentialsProvider;
import com.google.cloud.spring.core.GcpProjectIdProvider;
import io.tiffin.google.GoogleCloud;
import io.tiffin.store.bigtable.ChannelWatch.Rhythm;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The process's way to Bigtable, made when a tier asks for it first. Thread-safe. */
final class BigtableConnections implements AutoCloseable {

  /** For an emulator that nobody gave a project: it takes any. */
  private static final String ANY_PROJECT = "emulator";

  private final ApplicationContext application;
  private final GcpBigtableProperties google;
  private final BigtableStoreProperties store;
  private @Nullable BigtableLink link;
  private boolean closed;

  /**
   * @param application its environment has project and credentials
   */
  BigtableConnections(
      ApplicationContext application, GcpBigtableProperties google, BigtableStoreProperties store) {
    this.application = application;
    this.google = google;
    this.store = store;
  }

  /**
   * The way to Bigtable.
   *
   * @throws BigtableUnusableException if there is no instance, project or key
   */
  synchronized BigtableLink link() {
    if (closed) {
      throw new IllegalStateException("the connections to Bigtable are closed");
    }
    BigtableLink known = link;
    if (known == null) {
      known = new BigtableLink(clients());
      known.start();
      link = known;
    }
    return known;
  }

  /** Whether a tier has asked for it. */
  synchronized boolean isOpen() {
    return link != null;
  }

  /** How clients are made. */
  BigtableClients clients() {
    if (google.instanceId() == null) {
      throw new BigtableUnusableException(
          "A tier is «bigtable», and spring.cloud.gcp.bigtable.instance-id is not set.",
          "Set it to the name of the Bigtable instance.",
          null);
    }
    return google.emulator().enabled() ? clientsOfEmulator() : clientsOfGoogle();
  }

  private BigtableClients clientsOfEmulator() {
    String project = application.getEnvironment().getProperty("spring.cloud.gcp.project-id");
    return clients(
        Objects.requireNonNullElse(project, ANY_PROJECT), NoCredentialsProvider.create());
  }

  private BigtableClients clientsOfGoogle() {
    try (ConfigurableApplicationContext cloud =
        GoogleCloud.open(application, GcpContextAutoConfiguration.class)) { // no more than the core
      GcpProjectIdProvider project = cloud.getBean(GcpProjectIdProvider.class);
      CredentialsProvider credentials =
          google.credentials().isSet()
              ? new DefaultCredentialsProvider(() -> google.credentials().credentials())
              : cloud.getBean(CredentialsProvider.class);
      return clients(project.getProjectId(), credentials);
    } catch (IOException | RuntimeException e) {
      throw new BigtableUnusableException(
          "A tier is «bigtable», and Google Cloud has no project or credentials for it: "
              + deepest(e),
          "Set spring.cloud.gcp.project-id and spring.cloud.gcp.credentials.location, run on Google"
              + " Cloud with a service account, or use an emulator by"
              + " spring.cloud.gcp.bigtable.emulator.enabled.",
          e);
    }
  }

  private BigtableClients clients(String project, CredentialsProvider credentials) {
    return new BigtableClients(
        Objects.requireNonNullElse(google.projectId(), project),
        Objects.requireNonNull(google.instanceId(), "checked before"),
        google.hostPort(),
        google.emulator().enabled(),
        credentials,
        store,
        new ChannelWatch(Rhythm.USUAL));
  }

  private static String deepest(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  @Override
  public synchronized void close() {
    closed = true;
    BigtableLink known = link;
    if (known != null) {
      known.close();
    }
  }
}
