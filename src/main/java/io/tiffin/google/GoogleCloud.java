package io.tiffin.google;

import com.google.cloud.spring.autoconfigure.core.GcpContextAutoConfiguration;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

/** Spring Cloud GCP's beans, made when a service is opened and not before. */
public final class GoogleCloud {

  private GoogleCloud() {}

  /**
   * A context below the application's, with the project ({@code GcpProjectIdProvider}), the
   * credentials ({@code CredentialsProvider}; by default those of the platform, such as Workload
   * Identity's) and what the configurations make of them.
   *
   * @param application its environment has the {@code spring.cloud.gcp.*} properties
   * @param configurations of one service, Spring Cloud GCP's own or others
   * @return to be closed by the caller
   * @throws RuntimeException if there are no credentials, or a property is wrong
   */
  public static ConfigurableApplicationContext open(
      ApplicationContext application, Class<?>... configurations) {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    StandardEnvironment environment = new StandardEnvironment();
    environment.merge((ConfigurableEnvironment) application.getEnvironment());
    ConfigurationPropertySources.attach(environment);
    context.setEnvironment(environment);
    context.setParent(application);
    context.setDisplayName("google-cloud");
    context.register(GcpContextAutoConfiguration.class);
    context.register(configurations);
    context.refresh();
    return context;
  }
}
