/**
 * Project and credentials of Google Cloud, by Spring Cloud GCP and its {@code spring.cloud.gcp.*}
 * properties, for the rooms that speak with a service of it.
 *
 * <p>This room must not know any of the services. Start at {@link io.tiffin.google.GoogleCloud}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.tiffin.google;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
