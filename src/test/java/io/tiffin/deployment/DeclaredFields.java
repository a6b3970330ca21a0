package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** What Kubernetes declares of each kind, without a server. */
final class DeclaredFields {

  /** Checks a kind's fields. */
  private interface Schema {

    void check(JsonElement object) throws IOException;
  }

  private static final Map<String, Schema> SCHEMAS =
      Map.ofEntries(
          Map.entry("Deployment", V1Deployment::validateJsonElement),
          Map.entry("StatefulSet", V1StatefulSet::validateJsonElement),
          Map.entry("Job", V1Job::validateJsonElement),
          Map.entry("CronJob", V1CronJob::validateJsonElement),
          Map.entry("Service", V1Service::validateJsonElement),
          Map.entry("ServiceAccount", V1ServiceAccount::validateJsonElement),
          Map.entry("ConfigMap", V1ConfigMap::validateJsonElement),
          Map.entry("NetworkPolicy", V1NetworkPolicy::validateJsonElement),
          Map.entry("PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement),
          Map.entry("HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement),
          Map.entry("Namespace", V1Namespace::validateJsonElement),
          Map.entry("Pod", V1Pod::validateJsonElement));

  private DeclaredFields() {}

  /** Fails where an object has a field that its kind has not; objects of operators pass. */
  static void check(Rendered object) {
    Schema schema = SCHEMAS.get(object.kind());
    if (schema == null) {
      assertThat(object.text("apiVersion")).startsWith("monitoring.coreos.com/");
      return;
    }
    try {
      schema.check(json(object));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonElement json(Rendered object) {
    return JsonParser.parseString(
        JsonMapper.shared().writeValueAsString(new Yaml().load(new Yaml().dump(object.yaml()))));
  }
}
